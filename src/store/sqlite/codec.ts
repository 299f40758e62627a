import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";

export type TypedArray = Float64Array | Int32Array | Uint32Array;

/** How a column's bytes stand on disk. Stored by number: append only. */
const RAW = 0;
const ZSTD = 1;
/** All values lie on a line: first value and step. */
const LINE = 2;
/** Whole numbers as what they are above the least, in 1, 2 or 4 bytes each; and the same compressed. */
const NARROW = 3;
const NARROW_ZSTD = 4;

/** Reading is what columns are for: they are compressed only where that halves them. */
const WORTH_IT = 0.5;

export interface PackedColumn {
  readonly codec: number;
  readonly data: Uint8Array;
}

/** Packs a column as small as it stays quick to read. */
export function packColumn(column: TypedArray): PackedColumn {
  const line = lineOf(column);
  if (line !== null) return { codec: LINE, data: new Uint8Array(line.buffer) };
  const narrow = narrowed(column);
  if (narrow !== null) {
    const smaller = compressed(narrow);
    return smaller === null ? { codec: NARROW, data: narrow } : { codec: NARROW_ZSTD, data: smaller };
  }
  const plain = bytesOf(column);
  const smaller = compressed(plain);
  return smaller === null ? { codec: RAW, data: plain } : { codec: ZSTD, data: smaller };
}

/** Fills `empty`'s kind of array from disk: a view over the bytes where they can be viewed. */
export function unpackColumn<A extends TypedArray>({ codec, data }: PackedColumn, empty: A, rows: number): A {
  const Kind = empty.constructor as new (buffer: ArrayBufferLike, offset: number, length: number) => A;
  if (codec === LINE || codec === NARROW || codec === NARROW_ZSTD) {
    const column = new Kind(new ArrayBuffer(rows * empty.BYTES_PER_ELEMENT), 0, rows);
    if (codec === LINE) fillLine(column, data);
    else widen(column, codec === NARROW ? data : zstdDecompressSync(data));
    return column;
  }
  const bytes = codec === ZSTD ? zstdDecompressSync(data) : data;
  const aligned = bytes.byteOffset % empty.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice();
  return new Kind(aligned.buffer, aligned.byteOffset, rows);
}

function bytesOf(column: TypedArray | Uint16Array | Uint8Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

function compressed(plain: Uint8Array): Uint8Array | null {
  const packed = zstdCompressSync(plain, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
  return packed.length < plain.length * WORTH_IT ? packed : null;
}

/** First value and step of a column that is constant or counts evenly through whole numbers, else null. */
function lineOf(column: TypedArray): Float64Array | null {
  const first = column[0] as number;
  if (column.length < 2) return null;
  const step = Number.isNaN(first) ? 0 : (column[1] as number) - first;
  if (!Number.isInteger(step) || (step !== 0 && !Number.isInteger(first))) return null;
  // Where nothing is added, -0 stays -0: -0 + 0 would be 0.
  for (let row = 1; row < column.length; row++)
    if (!Object.is(column[row], step === 0 ? first : first + row * step)) return null;
  return Float64Array.of(first, step);
}

function fillLine(column: TypedArray, data: Uint8Array): void {
  const [first, step] = new Float64Array(data.slice().buffer) as unknown as [number, number];
  if (step === 0) column.fill(first);
  else for (let row = 0; row < column.length; row++) column[row] = first + row * step;
}

/** The least value, then the width in bytes, each in 8 bytes; values follow. */
const NARROW_HEAD = 16;
const WIDTHS = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array } as const;

/** A column of whole numbers in as few bytes each as they need; NaN is the greatest number that fits. Null where that saves nothing. */
function narrowed(column: TypedArray): Uint8Array | null {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (let row = 0; row < column.length; row++) {
    const value = column[row] as number;
    if (value !== value) continue;
    if (!Number.isSafeInteger(value) || Object.is(value, -0)) return null;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const range = most - least;
  const width = range < 0xff ? 1 : range < 0xffff ? 2 : 4;
  if (!(range < 0xffff_ffff) || width >= column.BYTES_PER_ELEMENT) return null;
  const values = new WIDTHS[width](column.length);
  const unknown = 2 ** (8 * width) - 1;
  for (let row = 0; row < column.length; row++) {
    const value = column[row] as number;
    values[row] = value === value ? value - least : unknown;
  }
  const packed = new Uint8Array(NARROW_HEAD + values.byteLength);
  packed.set(bytesOf(Float64Array.of(least, width)));
  packed.set(bytesOf(values), NARROW_HEAD);
  return packed;
}

function widen(column: TypedArray, packed: Uint8Array): void {
  const aligned = packed.byteOffset % 8 === 0 ? packed : packed.slice();
  const [least, width] = new Float64Array(aligned.buffer, aligned.byteOffset, 2) as unknown as [number, 1 | 2 | 4];
  const values = new WIDTHS[width](aligned.buffer as ArrayBuffer, aligned.byteOffset + NARROW_HEAD, column.length);
  if (column instanceof Float64Array) {
    const unknown = 2 ** (8 * width) - 1;
    for (let row = 0; row < column.length; row++) {
      const value = values[row] as number;
      column[row] = value === unknown ? Number.NaN : value + least;
    }
  } else if (least === 0) column.set(values);
  else for (let row = 0; row < column.length; row++) column[row] = (values[row] as number) + least;
}
