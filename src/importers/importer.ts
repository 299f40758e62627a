import type { Exchange } from "../core/exchange.ts";
import type { JsonObject } from "../core/json.ts";

/** What a record became. A skipped record is counted and reported by line; the rest goes in. */
export type ImportedRecord =
  | {
      readonly kind: "exchange";
      readonly exchange: Exchange;
      readonly outcomes?: readonly { readonly name: string; readonly value: number | string }[];
      /** The record has a cost, and what this field says, or does not, keeps it from being taken for USD. */
      readonly no_usd?: string;
    }
  | { readonly kind: "skipped"; readonly field: string | null; readonly expected: string; readonly message: string }
  /** A sound record of the format that is no call of a model (a span around one, say); counted by `what`. */
  | { readonly kind: "other"; readonly what: string };

/** What an importer may know of the run it is part of. */
export interface ImportContext {
  /** Project of rows whose record names none. */
  readonly project: string;
  /** ms since the epoch, the same for a whole run: when rows were made whose format knows no time. */
  readonly read_at: number;
  /** SHA-256 of a text, as lower-case hex. */
  readonly sha256: (text: string) => string;
  /** RFC 9562 UUIDv5 of (format, source id). */
  readonly uuid: (name: string) => string;
}

/** How sure an importer is that a record is its own, 0..1, and what it goes by, in words that follow "because it has ...". */
export interface Sniffed {
  readonly sureness: number;
  readonly because: string;
}

/** A part of a call whose other parts stand in other records, perhaps of other files. */
export interface Part {
  /** Parts with one key belong together. */
  readonly key: string;
  /** Which of the parts it is, in the format's word. */
  readonly name: string;
  /** It says little alone: who sends it sends the others as well. */
  readonly incomplete?: true;
}

/** For formats that spread one call over several records. */
export interface Joining {
  /** Null = the record stands for itself. */
  readonly partOf: (record: unknown) => Part | null;
  /** All parts of one key in the order they were read, as records that `read` takes. Some may be missing. */
  readonly join: (parts: readonly { readonly name: string; readonly record: unknown }[]) => readonly unknown[];
}

/** Where a record stands among others of its run that may tell of the same call, as a framework's span does around an SDK's. */
export interface Nested {
  readonly id: string;
  /** What it stands in. */
  readonly parent: string | null;
  /** A call inside it may be the one that it stands in itself; not so for a tool that calls a model of its own. */
  readonly through: boolean;
}

/** Reads one foreign log format: one parsed record in, one exchange out. Pure; adding a format is one file and one line in `index.ts`. */
export interface Importer {
  /** What `--format` takes and rows keep as `source`. */
  readonly name: string;
  readonly summary: string;
  /** The surest importer of a file's first records reads it; below 0.5 is no. */
  readonly sniff: (record: unknown) => Sniffed;
  /** The records that one value of a file holds, where it holds several (a page of an API, a batch of spans); null = it is a record. */
  readonly unpack?: (value: unknown) => readonly unknown[] | null;
  /** A row of a table as a record of this format, where its cells are written in another way than its members; else they are the members. */
  readonly fromCells?: (cells: JsonObject) => JsonObject;
  readonly joining?: Joining;
  /** For formats that tell of one call several times, from outside and from inside; null = the record stands in nothing. */
  readonly nesting?: (record: unknown) => Nested | null;
  readonly read: (record: unknown, context: ImportContext) => ImportedRecord;
}
