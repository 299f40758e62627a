/** A change of the control data, or a replay, and who made it. */
export interface AuditEntry {
  readonly id: string;
  readonly at: number;
  /** Name of the key that acted, or `cli`. */
  readonly actor: string;
  /** Such as `gateway.replay`, `key.create`, `config.attach`: a kind of object, and what was done to it. */
  readonly action: string;
  readonly details: Readonly<Record<string, unknown>>;
}

/** What is left out matches everything. Times are ms since the epoch. */
export interface AuditFilter {
  readonly action?: string;
  /** The kind of object: what stands before the point of an action. */
  readonly kind?: string;
  readonly actor?: string;
  /** From this instant on. */
  readonly from?: number;
  /** Only what is older than this instant. */
  readonly before?: number;
  /** Stands in a value of the details, in any case of letters. */
  readonly text?: string;
  readonly id?: string;
  /** What the listing has after this entry: for going on where a page ended. */
  readonly after?: string;
}

/** What there is to choose from. */
export interface AuditNames {
  readonly actions: readonly string[];
  readonly actors: readonly string[];
}

/** The audit log: part of `Control`. */
export interface AuditLog {
  audit(entry: AuditEntry): void;
  /** Newest first. */
  auditEntries(filter: AuditFilter, limit: number): readonly AuditEntry[];
  /** By name. */
  auditNames(): AuditNames;
}
