import { isUtf8 } from "node:buffer";
import { MAXIMUM_LINE_BYTES } from "../log-lines.ts";
import { notJson } from "./json-lines.ts";
import type { LogValue, ReadValues } from "./log-value.ts";

const [QUOTE, BACKSLASH, OPEN, CLOSE, LIST, LIST_END, COMMA, LINE_FEED] = Buffer.from('"\\{}[],\n');
const SPACE = 32;

/**
 * JSON that does not stand a value a line: a document on several lines, objects one after another, or a long list of objects. Every object
 * outside of others is a value; lists around them are gone through. Only one object is held at a time.
 */
export const jsonDocument: ReadValues = async function* (chunks) {
  let line = 1;
  let depth = 0;
  let inText = false;
  let escaped = false;
  let begunAt = 1;
  let parts: Buffer[] = [];
  let length = 0;
  let stray = false;

  for await (const piece of chunks) {
    const chunk = Buffer.from(piece.buffer, piece.byteOffset, piece.byteLength);
    const values: LogValue[] = [];
    let start = 0;
    for (let at = 0; at < chunk.length; at++) {
      const byte = chunk[at] as number;
      if (byte === LINE_FEED) line++;
      if (inText) {
        if (escaped) escaped = false;
        else if (byte === BACKSLASH) escaped = true;
        else if (byte === QUOTE) inText = false;
        continue;
      }
      if (byte === QUOTE) inText = depth > 0;
      if (depth === 0) {
        if (byte === OPEN) {
          depth = 1;
          start = at;
          begunAt = line;
          stray = false;
        } else if (byte > SPACE && byte < 0x80 && byte !== LIST && byte !== LIST_END && byte !== COMMA && !stray) {
          stray = true;
          values.push({
            kind: "problem",
            number: line,
            problem: "not JSON: a value outside of an object",
            expected: EXPECTED,
          });
        }
      } else if (byte === OPEN || byte === LIST) depth++;
      else if ((byte === CLOSE || byte === LIST_END) && --depth === 0) {
        const end = chunk.subarray(start, at + 1);
        values.push(
          length + end.length > MAXIMUM_LINE_BYTES
            ? tooLong(begunAt)
            : valueOf(Buffer.concat([...parts, end]), begunAt),
        );
        parts = [];
        length = 0;
      }
    }
    if (depth > 0) {
      length += chunk.length - start;
      if (length > MAXIMUM_LINE_BYTES) parts = [];
      else parts.push(Buffer.from(chunk.subarray(start)));
    }
    if (values.length > 0) yield values;
  }
  if (depth > 0) {
    yield [
      {
        kind: "problem",
        number: begunAt,
        problem: "not JSON: the file ends in the middle of this record",
        expected: EXPECTED,
      },
    ];
  }
};

const EXPECTED = "JSON objects, in a list or one after another";

function tooLong(number: number): LogValue {
  const megabytes = Math.round(MAXIMUM_LINE_BYTES / (1 << 20));
  return {
    kind: "problem",
    number,
    problem: `the record is longer than ${megabytes} MB`,
    expected: `records of at most ${megabytes} MB, as UTF-8`,
  };
}

function valueOf(bytes: Buffer, number: number): LogValue {
  if (!isUtf8(bytes))
    return { kind: "problem", number, problem: "the record is not UTF-8 text", expected: "records as UTF-8" };
  const text = bytes.toString("utf8");
  try {
    return { kind: "value", number, value: JSON.parse(text) as unknown, characters: text.length };
  } catch (error) {
    return { kind: "problem", number, problem: notJson(error), expected: EXPECTED };
  }
}
