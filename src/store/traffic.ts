import type { Exchange } from "../core/exchange.ts";
import type { Frame } from "../replay/frame.ts";

/** What rows a listing wants. Times are ms since the epoch, UTC, half-open `[from, to)`. Lists match any of their members. */
export interface ExchangeFilter {
  readonly from?: number;
  readonly to?: number;
  readonly project?: string;
  readonly endpoint?: string;
  /** Served model, asked-for model or whole target. */
  readonly model?: string;
  readonly provider?: string;
  readonly end_user?: string;
  readonly session?: string;
  readonly tag?: string;
  /** `metadata.feature` equals it, or a `feature:` tag names it. */
  readonly feature?: string;
  readonly metadata?: Readonly<Record<string, string>>;
  readonly api_key?: string;
  readonly strategy?: string;
  readonly origins?: readonly string[];
  readonly status?: string;
  readonly parent_request_id?: string;
  /** ms, both ends included; rows without a latency are left out. */
  readonly latency_gte?: number;
  readonly latency_lte?: number;
  /** USD as logged, else by our price table; both ends included; rows without a cost are left out. */
  readonly cost_gte?: number;
  readonly cost_lte?: number;
  /** Stands in a column (models, provider, endpoint, people, tags, codes, metadata), or begins the request id; upper and lower case of ASCII are alike. */
  readonly text?: string;
}

/** Where a listing goes on: with the rows older than this one. */
export interface ListingPlace {
  /** ms since the epoch. */
  readonly created_at: number;
  readonly request_id: string;
}

export interface ListingOptions {
  readonly limit: number;
  readonly before?: ListingPlace;
  /** Look for the filter's text in bodies too. */
  readonly bodies?: boolean;
}

export interface ListingPage {
  /** Newest first, without bodies. */
  readonly rows: readonly Exchange[];
  /** Where the next page begins; null = there is none. A page that would have to go through very many rows ends early, with what it found. */
  readonly next: ListingPlace | null;
  /** Rows that were gone through to find these. */
  readonly looked_at: number;
}

export interface AppendResult {
  readonly inserted: number;
  /** Rows whose request_id is there already: left as they are. Rows of users that were erased since count here too. */
  readonly duplicates: number;
}

export interface TrafficStats {
  readonly rows: number;
  /** `created_at` of the oldest and newest row, ms; null in an empty log. */
  readonly oldest: number | null;
  readonly newest: number | null;
  readonly bytes_on_disk: number;
  readonly sealed_rows: number;
}

/** A score or label attached to a row; several sources may score one name. */
export interface SuppliedOutcome {
  readonly request_id: string;
  readonly name: string;
  /** A score (booleans are 0 and 1) or a label. */
  readonly value: number | string;
  readonly source: string;
}

export interface FrameOptions {
  /** Only rows of `[from, to)`, ms since the epoch. */
  readonly from?: number;
  readonly to?: number;
  /** Keep columns in memory once read (default), or re-read at every pass. */
  readonly keep?: boolean;
}

/** `rows` row numbers after `after`, whether rows stand there or not. */
export interface Stretch {
  readonly after: number;
  readonly rows: number;
}

export interface Matching {
  readonly seqs: readonly number[];
  /** The last row number that was looked at; null = there are no rows beyond it. */
  readonly next: number | null;
}

/** The traffic store: rows are appended and removed, never changed; large. Bodies stand beside narrow rows and are read only when asked for. */
export interface Traffic {
  /** One transaction: all of the batch or none of it. */
  append(exchanges: readonly Exchange[]): AppendResult;
  /** What was appended outlives a power cut from here on. */
  sync(): void;
  /** Packs bodies into blocks and rows into column segments; safe to stop at any point and to run again. */
  seal(): void;
  /** How many of these request ids the log holds. */
  stored(ids: readonly string[]): number;
  /** By request id or source id. */
  get(id: string): Exchange | null;
  bySeq(seqs: readonly number[]): readonly Exchange[];
  /** The highest row number there ever was; 0 in an empty log. Rows that come later have higher ones. */
  lastSeq(): number;
  /** Request ids by row number, of the rows that are there: reads no bodies. */
  requestIds(seqs: readonly number[]): ReadonlyMap<number, string>;
  /** Newest first, without bodies. */
  list(filter: ExchangeFilter, limit: number): readonly Exchange[];
  /** A page of a listing. */
  page(filter: ExchangeFilter, options: ListingOptions): ListingPage;
  /** What a filter matches of the rows that came after a row number: the last ones first, without bodies, `limit` at most. */
  arrived(filter: ExchangeFilter, after: number, limit: number): readonly Exchange[];
  count(filter: ExchangeFilter): number;
  /** In the order in which rows came in, with bodies; streams. Appended to an empty log in that order, they replay to the same numbers. */
  export(filter: ExchangeFilter): Iterable<Exchange>;
  /** Row numbers of what a filter matches, ascending, of one stretch of the log where that is given. */
  matching(filter: ExchangeFilter, stretch?: Stretch): Matching;
  /**
   * Removes rows and their outcomes, in one transaction. Bodies go with the last row that shares their block. With `erase` they go at
   * once, and so do their end users, sessions and tags where no other row has them: no byte of them is left in any file of the
   * store. That rewrites the files. @returns rows that were there @throws OperatorError `erase_unfinished`
   */
  remove(seqs: readonly number[], options?: { readonly erase?: boolean }): number;
  /**
   * Erases the rows of an end user, of one project or of all, created before an instant (ms); what a gateway logged before it and has
   * not stored yet does not get in any more. @returns rows that were there @throws OperatorError `erase_unfinished`
   */
  eraseUser(user: string, options: { readonly project?: string; readonly until: number }): number;
  /** Forgets end users, sessions and tags that no row has any more. Goes through the whole log. @returns how many */
  dropUnusedNames(): number;
  /** Projects that rows have ever been of. */
  projects(): readonly string[];
  stats(): TrafficStats;
  frame(options?: FrameOptions): Frame;
  /** Last write wins for one (request, name, source). Unknown requests are returned, not stored. */
  putOutcomes(outcomes: readonly SuppliedOutcome[]): { readonly stored: number; readonly unknown: readonly string[] };
  /** Every supplied outcome of a name with the row it stands on. */
  outcomes(name: string): Iterable<SuppliedOutcome & { readonly seq: number }>;
  outcomeNames(): readonly string[];
  close(): void;
}
