import type { PriceBook } from "../../prices/price-book.ts";
import type { Store } from "../../store/control.ts";
import type { Appender } from "../../store/appender.ts";
import type { SetAside } from "../../store/set-aside.ts";
import type { Mapping } from "../../importers/index.ts";
import type { OutcomePath } from "./record-reader.ts";

export interface ImportOptions {
  /** The importer's name; the first records of each file decide where none is given. */
  readonly format: string | undefined;
  /** Project of rows whose record names none. */
  readonly project: string;
  readonly outcomes: readonly OutcomePath[];
  /** Fields and the columns that hold them, for records of no known format; none = by format. */
  readonly mapping: readonly Mapping[];
  /** Reads and reports, and stores nothing. */
  readonly check: boolean;
}

/** What an import works with. */
export interface ImportWorld {
  readonly prices: PriceBook;
  /** Where rows go, or what a check holds them against; null = a check where there is no store yet. */
  readonly store: Store | null;
  readonly setAside: () => SetAside;
  /** Fills the store in another thread, where that is worth one; none = this one does. */
  readonly appender?: () => Appender;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly newId: () => string;
  /** Looked at between batches. */
  readonly signal?: AbortSignal;
  /** Bytes of all sources read so far, packed where they are. */
  readonly onProgress?: (bytes: number) => void;
}
