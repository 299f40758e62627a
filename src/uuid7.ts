/** A UUIDv7 (RFC 9562): sorts by time. @param now ms since the epoch @param random at least 10 random bytes */
export function uuid7(now: number, random: Uint8Array): string {
  const time = Math.floor(now).toString(16).padStart(12, "0");
  const bytes = Uint8Array.from(random.subarray(0, 10));
  bytes[0] = ((bytes[0] as number) & 0x0f) | 0x70;
  bytes[2] = ((bytes[2] as number) & 0x3f) | 0x80;
  const tail = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [time.slice(0, 8), time.slice(8), tail.slice(0, 4), tail.slice(4, 8), tail.slice(8)].join("-");
}
