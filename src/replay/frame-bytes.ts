import {
  allocateColumn,
  COLUMNS,
  type CodeColumn,
  type Column,
  type ColumnName,
  type Frame,
  type Segment,
} from "./frame.ts";

const NAMES = Object.keys(COLUMNS) as ColumnName[];
const CODES = NAMES.filter((name): name is CodeColumn => COLUMNS[name] === "code");
const WORD = 8;

interface Header {
  readonly segments: readonly Pick<Segment, "rows" | "from" | "to">[];
  readonly dictionaries: Readonly<Record<string, readonly (string | null)[]>>;
  readonly about: unknown;
}

function padded(bytes: number): number {
  return Math.ceil(bytes / WORD) * WORD;
}

function bytesOf(column: Float64Array | Int32Array | Uint32Array): Uint8Array {
  return new Uint8Array(column.buffer, column.byteOffset, column.byteLength);
}

/**
 * A frame as bytes of this machine's order: the length of the header in UTF-16 units as u32, a word of padding, the header as JSON, then segment by
 * segment each column of `COLUMNS` in its order; everything begins at a multiple of 8. @param about what goes along, as JSON can hold it
 */
export function frameBytes(frame: Frame, about: unknown): Uint8Array {
  const segments = [...frame.segments()];
  const dictionaries = Object.fromEntries(CODES.map((name) => [name, frame.dictionary(name)]));
  const header: Header = { segments: segments.map(({ rows, from, to }) => ({ rows, from, to })), dictionaries, about };
  const text = JSON.stringify(header);
  const columns = segments.flatMap((segment) => NAMES.map((name) => bytesOf(segment.column(name))));
  const begin = WORD + padded(text.length * 2);
  const whole = new Uint8Array(columns.reduce((sum, { length }) => sum + padded(length), begin));
  new Uint32Array(whole.buffer, 0, 1)[0] = text.length;
  const units = new Uint16Array(whole.buffer, WORD, text.length);
  for (let at = 0; at < text.length; at++) units[at] = text.charCodeAt(at);
  let place = begin;
  for (const bytes of columns) {
    whole.set(bytes, place);
    place += padded(bytes.length);
  }
  return whole;
}

/** The frame that `frameBytes` wrote, and what went along: columns are views of the bytes. @param buffer from its very beginning */
export function frameOfBytes(buffer: ArrayBuffer): { readonly frame: Frame; readonly about: unknown } {
  const length = new Uint32Array(buffer, 0, 1)[0] as number;
  const units = new Uint16Array(buffer, WORD, length);
  const CHUNK = 8_192;
  let text = "";
  for (let at = 0; at < length; at += CHUNK) text += String.fromCharCode(...units.subarray(at, at + CHUNK));
  const { segments: listed, dictionaries, about } = JSON.parse(text) as Header;
  let place = WORD + padded(length * 2);
  const segments = listed.map(({ rows, from, to }): Segment => {
    const columns = Object.fromEntries(
      NAMES.map((name) => {
        const kind = allocateColumn(name, 0).constructor as new (
          of: ArrayBuffer,
          at: number,
          rows: number,
        ) => Column<ColumnName>;
        const column = new kind(buffer, place, rows);
        place += padded(column.byteLength);
        return [name, column];
      }),
    );
    return { rows, from, to, column: <C extends ColumnName>(name: C) => columns[name] as Column<C> };
  });
  return {
    frame: {
      rows: segments.reduce((sum, { rows }) => sum + rows, 0),
      segments: () => segments,
      dictionary: (column) => dictionaries[column] as readonly (string | null)[],
    },
    about,
  };
}
