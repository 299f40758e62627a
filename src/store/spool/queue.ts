import type { ServedRow } from "../log-writer.ts";
import { bodyBytes, mostBytes, textsOf, writeRecord, type RowTexts } from "./record.ts";

/** Encoded rows, in one piece of memory. */
export interface Chunk {
  readonly buffer: Buffer;
  /** Bytes that are taken. */
  used: number;
  rows: number;
}

/** Rows on their way to the disk. */
export interface Queue {
  /** Never throws: rows that find no room are counted. */
  add(row: ServedRow): void;
  /** Everything that waits, oldest first; it goes on counting as waiting until it is `done`. */
  take(): readonly Chunk[];
  done(chunks: readonly Chunk[]): void;
  /** There is something to take. */
  readonly waiting: boolean;
  readonly rows: number;
  readonly bytes: number;
  readonly bodiesDropped: number;
  readonly rowsLost: number;
  /** Bodies would be taken. */
  readonly roomy: boolean;
  /** What kept the last row that could not be encoded at all from it. */
  readonly unwritable: string | null;
}

const CHUNK_BYTES = 512 << 10;
/** Emptied chunks kept for what comes next. */
const SPARE_CHUNKS = 8;

/** @param mostQueued bytes; bodies are taken up to seven eighths of it, the rest is for rows without them */
export function openQueue(mostQueued: number): Queue {
  const mostWithBodies = Math.floor(mostQueued * 0.875);
  const spare: Buffer[] = [];
  let waiting: Chunk[] = [];
  let last: Chunk | null = null;
  let bytes = 0;
  let rows = 0;
  let bodiesDropped = 0;
  let rowsLost = 0;
  let unwritable: string | null = null;

  const chunkFor = (most: number): Chunk => {
    if (last !== null && last.used + most <= last.buffer.length) return last;
    const buffer =
      most <= CHUNK_BYTES ? (spare.pop() ?? Buffer.allocUnsafeSlow(CHUNK_BYTES)) : Buffer.allocUnsafeSlow(most);
    last = { buffer, used: 0, rows: 0 };
    waiting.push(last);
    return last;
  };
  const put = (texts: RowTexts, row: ServedRow, most: number, overload: boolean): void => {
    const chunk = chunkFor(most);
    const end = writeRecord(chunk.buffer, chunk.used, texts, row, overload);
    bytes += end - chunk.used;
    chunk.used = end;
    chunk.rows++;
    rows++;
  };

  return {
    add(row) {
      try {
        const texts = textsOf(row);
        const head = mostBytes(texts);
        const most = head + bodyBytes(row);
        if (bytes + most <= mostWithBodies) return put(texts, row, most, false);
        if (bytes + head > mostQueued) {
          rowsLost++;
          return;
        }
        put(texts, row, head, true);
        bodiesDropped++;
      } catch (error) {
        rowsLost++;
        unwritable = (error as Error).message;
      }
    },
    take() {
      const taken = waiting;
      waiting = [];
      last = null;
      return taken;
    },
    done(chunks) {
      for (const chunk of chunks) {
        bytes -= chunk.used;
        rows -= chunk.rows;
        if (chunk.buffer.length === CHUNK_BYTES && spare.length < SPARE_CHUNKS) spare.push(chunk.buffer);
      }
    },
    get waiting() {
      return waiting.length > 0;
    },
    get rows() {
      return rows;
    },
    get bytes() {
      return bytes;
    },
    get bodiesDropped() {
      return bodiesDropped;
    },
    get rowsLost() {
      return rowsLost;
    },
    get roomy() {
      return bytes < mostWithBodies;
    },
    get unwritable() {
      return unwritable;
    },
  };
}
