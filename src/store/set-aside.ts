/** A record that waits for the others of its call. */
export interface PartRow {
  /** Importer and key: parts that agree in both belong together. */
  readonly importer: string;
  readonly key: string;
  readonly name: string;
  readonly record: unknown;
  /** Where it stands, for what is said about the call. */
  readonly file: string;
  readonly line: number;
}

/** What one import has to remember about records it has read already: on disk, in bounded memory, and gone once it is closed. */
export interface SetAside {
  putPart(part: PartRow): void;
  /** Every call's parts in the order they were put; calls in the order of their first part. */
  calls(): Iterable<readonly PartRow[]>;
  /** Whether an id is seen for the first time. */
  firstSeen(id: string): boolean;
  close(): void;
}
