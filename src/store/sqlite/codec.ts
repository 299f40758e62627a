import { constants, zstdCompressSync, zstdDecompressSync } from "node:zlib";

export type TypedArray = Float64Array | Int32Array | Uint32Array;

/** How a column's bytes stand on disk. Stored by number: append only. */
const RAW = 0;
const ZSTD = 1;
/** All values lie on a line: first value and step. */
const LINE = 2;

const WORTH_IT = 0.9;

export interface PackedColumn {
  readonly codec: number;
  readonly data: Uint8Array;
}

/** Packs a column as small as it stays quick to read. */
export function packColumn(column: TypedArray): PackedColumn {
  const line = lineOf(column);
  if (line !== null) return { codec: LINE, data: new Uint8Array(line.buffer) };
  return packBytes(new Uint8Array(column.buffer, column.byteOffset, column.byteLength));
}

export function packBytes(plain: Uint8Array): PackedColumn {
  const packed = zstdCompressSync(plain, { params: { [constants.ZSTD_c_compressionLevel]: 1 } });
  return packed.length < plain.length * WORTH_IT ? { codec: ZSTD, data: packed } : { codec: RAW, data: plain };
}

export function unpackBytes({ codec, data }: PackedColumn): Uint8Array {
  return codec === ZSTD ? zstdDecompressSync(data) : data;
}

/** Fills `column`'s kind of array from disk: a view over the bytes where they can be viewed. */
export function unpackColumn<A extends TypedArray>(packed: PackedColumn, empty: A, rows: number): A {
  const Kind = empty.constructor as new (buffer: ArrayBufferLike, offset: number, length: number) => A;
  if (packed.codec === LINE) {
    const [first, step] = new Float64Array(packed.data.slice().buffer) as unknown as [number, number];
    const column = new Kind(new ArrayBuffer(rows * empty.BYTES_PER_ELEMENT), 0, rows);
    if (step === 0) column.fill(first);
    else for (let row = 0; row < rows; row++) column[row] = first + row * step;
    return column;
  }
  const bytes = unpackBytes(packed);
  const aligned = bytes.byteOffset % empty.BYTES_PER_ELEMENT === 0 ? bytes : bytes.slice();
  return new Kind(aligned.buffer, aligned.byteOffset, rows);
}

/** First value and step of a column that is constant or counts evenly through whole numbers, else null. */
function lineOf(column: TypedArray): Float64Array | null {
  const first = column[0] as number;
  if (column.length < 2) return null;
  const step = Number.isNaN(first) ? 0 : (column[1] as number) - first;
  if (!Number.isInteger(step) || (step !== 0 && !Number.isInteger(first))) return null;
  for (let row = 1; row < column.length; row++) if (!Object.is(column[row], first + row * step)) return null;
  return Float64Array.of(first, step);
}
