import { isUtf8 } from "node:buffer";
import { OperatorError } from "../../core/errors.ts";

/** A line of a log. `problem` says why it has no text. */
export interface LogLine {
  /** 1-based. */
  readonly number: number;
  readonly text: string;
  readonly problem: string | null;
}

/** A line beyond this is not held in memory. */
export const MAXIMUM_LINE_BYTES = 64 << 20;

const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;

/**
 * Cuts bytes into lines, some at a time, without ever holding more than one chunk and one line.
 * Blank lines are left out (but counted), a byte order mark and carriage returns are dropped.
 */
export async function* logLines(
  chunks: AsyncIterable<Uint8Array>,
  name: string,
  maximumBytes = MAXIMUM_LINE_BYTES,
): AsyncIterable<readonly LogLine[]> {
  let number = 1;
  let first = true;
  let carried: Buffer[] = [];
  let carriedBytes = 0;
  let dropping = false;
  let lines: LogLine[] = [];

  const take = (tail: Buffer): void => {
    if (dropping || carriedBytes + tail.length > maximumBytes) {
      lines.push({ number, text: "", problem: `the line is longer than ${Math.round(maximumBytes / (1 << 20))} MB` });
    } else {
      const line = readLine(carried.length === 0 ? tail : Buffer.concat([...carried, tail]), number);
      if (line !== null) lines.push(line);
    }
    carried = [];
    carriedBytes = 0;
    dropping = false;
    number++;
  };

  for await (const piece of chunks) {
    const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    let start = 0;
    if (first && chunk.length > 0) {
      refuseUtf16(chunk, name);
      first = false;
    }
    for (let end = chunk.indexOf(LINE_FEED); end !== -1; end = chunk.indexOf(LINE_FEED, start)) {
      take(chunk.subarray(start, end));
      start = end + 1;
      // Hundreds of millions of empty lines are a second this way, and a minute the other.
      for (; chunk[start] === LINE_FEED; start++) number++;
    }
    if (start < chunk.length && !dropping) {
      carriedBytes += chunk.length - start;
      if (carriedBytes > maximumBytes) {
        dropping = true;
        carried = [];
      } else {
        carried.push(chunk.subarray(start));
      }
    }
    if (lines.length > 0) {
      yield lines;
      lines = [];
    }
  }
  if (carriedBytes > 0 || dropping) {
    take(Buffer.alloc(0));
    if (lines.length > 0) yield lines;
  }
}

function readLine(bytes: Buffer, number: number): LogLine | null {
  const start = number === 1 && bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  const end = bytes.at(-1) === CARRIAGE_RETURN ? bytes.length - 1 : bytes.length;
  const line = bytes.subarray(start, Math.max(start, end));
  if (!isUtf8(line)) return { number, text: "", problem: "the line is not UTF-8 text" };
  const text = line.toString("utf8");
  return text.trim() === "" ? null : { number, text, problem: null };
}

function refuseUtf16(chunk: Buffer, name: string): void {
  const mark = chunk.length >= 2 ? chunk.readUInt16BE(0) : 0;
  if (mark !== 0xfffe && mark !== 0xfeff) return;
  throw new OperatorError("file_unreadable", "the text is UTF-16, expected UTF-8", {
    file: name,
    hint: `Convert it first: \`iconv -f utf-16 -t utf-8 ${name} | understudy import -\`.`,
  });
}
