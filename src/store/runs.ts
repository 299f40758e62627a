/** Work that costs money and is done unit by unit: pairs of an experiment, verdicts of a judge, calls of a pilot. */
export const RUN_KINDS = ["experiment", "judge", "pilot"] as const;
export type RunKind = (typeof RUN_KINDS)[number];

/** What was asked: never changes once it is there. */
export interface StoredRun {
  /** `sim_`, `jdg_` or `plt_` and a UUIDv7. */
  readonly id: string;
  readonly kind: RunKind;
  /** The experiment that a judge run is about; null otherwise. */
  readonly parent: string | null;
  /** ms since the epoch. */
  readonly created_at: number;
  /** Name of the key that asked, or `cli`. */
  readonly actor: string;
  /** USD that spent and reserved together never exceed. */
  readonly cap_usd: number;
  readonly definition: unknown;
  /** Number of units. */
  readonly units: number;
}

/** One piece of work, in the order in which units are begun (hash order). */
export interface StoredUnit {
  /** From 0. */
  readonly ordinal: number;
  /** Unique in its run: a request id, a pair and an order. */
  readonly key: string;
  /** JSON. Whose it is, it says itself: `end_user` (and `project`, else it counts for every one) in any object of it, or the `request_id` of one that does. */
  readonly data: unknown;
}

export interface UnitResult {
  readonly ordinal: number;
  readonly at: number;
  readonly result: unknown;
}

/** What stands in place of a unit's data, and of its result, once the end user it was about has been erased. */
export interface ErasedUnit {
  readonly erased: true;
}

/** Who works on a run. */
export interface RunLease {
  readonly worker: string;
  /** ms since the epoch; from then on another worker may take it. */
  readonly until: number;
}

export interface RunLedger {
  /** Settled, USD. */
  readonly spent_usd: number;
  /** Reserved by calls that were never settled, USD: under way, or cut off with the process that made them. */
  readonly reserved_usd: number;
  /** What of `spent_usd` went beyond what was reserved for its calls: a provider took more than the worst case. */
  readonly overrun_usd: number;
  readonly calls: number;
  /** Of these never settled. */
  readonly unsettled: number;
}

/** `begun` and `resumed` by a worker; `cancel` asks it to stop; `ended` says how (see RunEnd). */
export interface RunEvent {
  readonly at: number;
  readonly kind: "begun" | "resumed" | "cancel" | "ended";
  readonly details: Readonly<Record<string, unknown>>;
}

/** Runs, their units and what came of them. Runs and units never change; calls, results and events are appended: what state a run is in follows from them. */
export interface Runs {
  /** One transaction. */
  putRun(run: Omit<StoredRun, "units">, units: readonly StoredUnit[]): void;
  run(id: string): StoredRun | null;
  /** Newest first. */
  runs(filter: { readonly kind?: RunKind; readonly parent?: string }, limit: number): readonly StoredRun[];
  /** Ascending, from an ordinal on. */
  units(id: string, from: number, limit: number): readonly StoredUnit[];
  /** Ascending; streams. */
  results(id: string): Iterable<UnitResult>;
  /** How many units have a result: the cheap half of `progress`. */
  finished(id: string): number;
  /** Ordinals of units that have a result, and of those that have calls but none: begun and cut off. */
  progress(id: string): { readonly finished: readonly number[]; readonly cut: readonly number[] };

  /** Writes down, before a call is made, what it may cost at most. Null where the worker does not hold the run (any more): do not call. */
  reserve(call: {
    readonly run: string;
    readonly ordinal: number;
    readonly worker: string;
    readonly at: number;
    readonly usd: number;
  }): number | null;
  /** What a reserved call really cost, whoever holds the run by then; the first word counts. */
  settle(call: number, at: number, usd: number): void;
  /** False where the worker does not hold the run, or the unit has a result. A unit that was erased meanwhile gets a blank one. */
  finish(unit: {
    readonly run: string;
    readonly ordinal: number;
    readonly worker: string;
    readonly at: number;
    readonly result: unknown;
  }): boolean;
  ledger(id: string): RunLedger;

  addEvent(id: string, event: RunEvent): void;
  events(id: string): readonly RunEvent[];

  /** Takes or renews the run for a worker until an instant; false while another holds it, or where there is no such run. */
  claim(id: string, worker: string, now: number, until: number): boolean;
  /** Renews it; false where somebody else has had it since. */
  renew(id: string, worker: string, until: number): boolean;
  /** Who holds it, or held it last without giving it up. */
  lease(id: string): RunLease | null;
  release(id: string, worker: string): void;
}
