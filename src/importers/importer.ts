import type { Exchange } from "../core/exchange.ts";

/** What a record became. A skipped record is counted and reported by line; the rest goes in. */
export type ImportedRecord =
  | {
      readonly kind: "exchange";
      readonly exchange: Exchange;
      readonly outcomes?: readonly { readonly name: string; readonly value: number | string }[];
    }
  | { readonly kind: "skipped"; readonly field: string | null; readonly expected: string; readonly message: string };

/** What an importer may know of the run it is part of. */
export interface ImportContext {
  /** Project of rows whose record names none. */
  readonly project: string;
  /** SHA-256 of a text, as lower-case hex. */
  readonly sha256: (text: string) => string;
  /** RFC 9562 UUIDv5 of (format, source id). */
  readonly uuid: (name: string) => string;
}

/** Reads one foreign log format: one parsed JSON record in, one exchange out. Pure; adding a format is one file and one line in `index.ts`. */
export interface Importer {
  /** What `--format` takes and rows keep as `source`. */
  readonly name: string;
  readonly summary: string;
  /** How sure this importer is that the record is its own format, 0..1: the surest one of the first record reads the file. */
  readonly sniff: (record: unknown) => number;
  readonly read: (record: unknown, context: ImportContext) => ImportedRecord;
}
