import type { PriceBook } from "../../prices/price-book.ts";
import type { Store } from "../../store/control.ts";
import type { OutcomePath } from "./record-reader.ts";

export interface ImportOptions {
  /** The importer's name; the first record of each file decides where none is given. */
  readonly format: string | undefined;
  /** Project of rows whose record names none. */
  readonly project: string;
  readonly outcomes: readonly OutcomePath[];
}

/** What an import works with. */
export interface ImportWorld {
  readonly prices: PriceBook;
  /** Null = a dry run: everything is read and nothing stored. */
  readonly store: Store | null;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly newId: () => string;
  /** Looked at between batches. */
  readonly signal?: AbortSignal;
  /** Bytes of all sources read so far, packed where they are. */
  readonly onProgress?: (bytes: number) => void;
}
