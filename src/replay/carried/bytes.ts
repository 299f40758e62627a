const KINDS = [Float64Array, Int32Array, Uint32Array, Uint16Array, Uint8Array] as const;
type Kind = (typeof KINDS)[number];
type Numbers = InstanceType<Kind>;

const WORD = 8;

/** Where an array of numbers stands in place of which this is written. */
interface Placed {
  readonly array_kind: number;
  readonly at: number;
  readonly length: number;
}

function padded(bytes: number): number {
  return Math.ceil(bytes / WORD) * WORD;
}

function kindOf(value: unknown): number {
  return KINDS.findIndex((kind) => value instanceof kind);
}

function isPlaced(value: unknown): value is Placed {
  return typeof value === "object" && value !== null && "array_kind" in value;
}

/**
 * A value of JSON and typed arrays as bytes of this machine's order: the length of the JSON in UTF-16 units as u32, a word of padding, the JSON, then
 * the arrays; everything begins at a multiple of 8. In the JSON an array is `{array_kind, at, length}`: its place behind the JSON in bytes, its length
 * in numbers, and 0 to 4 for f64, i32, u32, u16, u8. No other object may have an `array_kind`.
 */
export function bytesOf(value: unknown): Uint8Array<ArrayBuffer> {
  const arrays: { readonly from: Numbers; readonly at: number }[] = [];
  let place = 0;
  const text = JSON.stringify(value, (_, one: unknown) => {
    const array_kind = kindOf(one);
    if (array_kind < 0) return one;
    const from = one as Numbers;
    const placed: Placed = { array_kind, at: place, length: from.length };
    arrays.push({ from, at: place });
    place += padded(from.byteLength);
    return placed;
  });
  const begin = WORD + padded(text.length * 2);
  const whole = new Uint8Array(begin + place);
  new Uint32Array(whole.buffer, 0, 1)[0] = text.length;
  const units = new Uint16Array(whole.buffer, WORD, text.length);
  for (let at = 0; at < text.length; at++) units[at] = text.charCodeAt(at);
  for (const { from, at } of arrays) {
    whole.set(new Uint8Array(from.buffer, from.byteOffset, from.byteLength), begin + at);
  }
  return whole;
}

/** The value that `bytesOf` wrote: its arrays are views of the bytes. @param buffer from its very beginning */
export function valueOf(buffer: ArrayBuffer): unknown {
  const length = new Uint32Array(buffer, 0, 1)[0] as number;
  const units = new Uint16Array(buffer, WORD, length);
  const CHUNK = 8_192;
  let text = "";
  for (let at = 0; at < length; at += CHUNK) text += String.fromCharCode(...units.subarray(at, at + CHUNK));
  const begin = WORD + padded(length * 2);
  return JSON.parse(text, (_, one: unknown) => {
    if (!isPlaced(one)) return one;
    return new (KINDS[one.array_kind] as Kind)(buffer, begin + one.at, one.length);
  });
}
