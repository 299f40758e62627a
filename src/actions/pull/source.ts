/** Which records are asked for, page by page. Times are ms since the epoch. */
export interface Wanted {
  /** Null = from the first there is. */
  readonly from: number | null;
  /** Not part of it. */
  readonly to: number;
  /** Records of a page. */
  readonly size: number;
  /** Where the page begins, in the source's own words; null = the first page. */
  readonly at: string | null;
}

export interface Page {
  readonly records: readonly unknown[];
  /** Where the next page begins; null = this is the last one. */
  readonly next: string | null;
}

/** A request to the source's API. */
export interface Question {
  readonly method: "GET" | "POST";
  /** Below the source's address, or an address of its own: that one is asked without keys. */
  readonly path: string;
  readonly query?: Readonly<Record<string, string | number>>;
  readonly body?: unknown;
  /** Statuses that are an answer too, with a document of null. */
  readonly also?: readonly number[];
}

/** Asks until there is an answer. Throws `pull_unreachable`, `pull_refused`, `pull_unreadable`. */
export type Ask = (question: Question) => Promise<{ readonly status: number; readonly document: unknown }>;

/** A service that keeps logs and hands them out over HTTP; adding one is one file and one line in `index.ts`. */
export interface PullSource {
  /** As it is typed. */
  readonly name: string;
  readonly summary: string;
  /** The importer of its records. */
  readonly format: string;
  /** The member of a record that tells it from all others. */
  readonly id: string;
  /** Records of a page: where nobody says, and at most. */
  readonly pageSize: { readonly usual: number; readonly most: number };
  /** Variables of the environment that hold its keys. */
  readonly keys: readonly string[];
  /** Variables that may hold its address; the first that is set counts. */
  readonly addresses: readonly string[];
  /** Where it is where nobody says; null = that has to be said. */
  readonly url: string | null;
  /** The headers that carry the keys, these in the order of `keys`. */
  readonly headers: (keys: readonly string[]) => Readonly<Record<string, string>>;
  /** One page, newest records first: what comes in or is deleted meanwhile then hides no record from the pages still to come. */
  readonly page: (wanted: Wanted, ask: Ask) => Promise<Page>;
}
