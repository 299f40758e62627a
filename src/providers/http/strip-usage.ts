/** The chunk that tells nothing but usage: it has no choices. */
const MARK = Buffer.from('"choices":[]');
const LINE_FEED = 10;

/** Takes the chunk of usage out of an OpenAI chat stream, for clients that did not ask for it; all other bytes pass as they are. */
export function stripUsage(): (chunk: Uint8Array) => Uint8Array | null {
  let held: Buffer | null = null;
  return (chunk) => {
    const bytes = Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    const ends = bytes[bytes.length - 1] === LINE_FEED && bytes[bytes.length - 2] === LINE_FEED;
    if (held === null && ends) return bytes.includes(MARK) ? without(bytes) : bytes;
    const all: Buffer = held === null ? bytes : Buffer.concat([held, bytes]);
    held = null;
    // An event that is not complete waits: it may be the one.
    const end = all.lastIndexOf("\n\n") + 2;
    if (end < 2) {
      if (all.length > 1 << 20) return all;
      held = all;
      return null;
    }
    const whole = all.subarray(0, end);
    if (end < all.length) held = all.subarray(end);
    return whole.includes(MARK) ? without(whole) : whole;
  };
}

function without(events: Buffer): Buffer | null {
  const kept: Buffer[] = [];
  let from = 0;
  while (from < events.length) {
    const found = events.indexOf("\n\n", from);
    const to = found === -1 ? events.length : found + 2;
    const event = events.subarray(from, to);
    if (!event.includes(MARK) || !event.includes('"usage"')) kept.push(event);
    from = to;
    while (events[from] === LINE_FEED) from++;
  }
  return kept.length === 0 ? null : Buffer.concat(kept);
}
