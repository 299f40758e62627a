const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

/** A UUIDv7 (RFC 9562): sorts by time. @param now ms since the epoch @param random at least 10 random bytes */
export function uuid7(now: number, random: Uint8Array): string {
  const time = Math.floor(now).toString(16).padStart(12, "0");
  const hex = (at: number): string => HEX[random[at] as number] as string;
  const version = HEX[((random[0] as number) & 0x0f) | 0x70] as string;
  const variant = HEX[((random[2] as number) & 0x3f) | 0x80] as string;
  const tail = hex(4) + hex(5) + hex(6) + hex(7) + hex(8) + hex(9);
  return `${time.slice(0, 8)}-${time.slice(8)}-${version}${hex(1)}-${variant}${hex(3)}-${tail}`;
}
