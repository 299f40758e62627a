import { EVIDENCE } from "../core/evidence.ts";
import { SEGMENT_ROWS } from "./frame.ts";
import { NOT_RECORDED } from "./knowledge/answer-index.ts";
import type { Rows } from "./partition.ts";

/** Positions of evidence kinds, as columns hold them. */
export const RECORDED = EVIDENCE.indexOf("recorded");
export const PROJECTED = EVIDENCE.indexOf("projected");
export const ASSUMED = EVIDENCE.indexOf("assumed");
export const UNIDENTIFIED = EVIDENCE.indexOf("unidentified");

/** What happened to a row on its way through a plan. */
export const HAPPENED = {
  fallback: 1,
  budget_missed: 2,
  escalated: 4,
  /** What was called, and so the cost, hung on something the log does not know: an accept, or when a race was won. */
  unidentified: 8,
  /** The baseline row failed: its tokens are stood in for. */
  imputed: 16,
  /** A recorded answer's cost is from our price table, not from the log. */
  list_priced: 32,
  retried: 64,
  near_match: 128,
  /** A price from before the first known one. */
  assumed_price: 256,
  /** Whose answer an ensemble gives hung on something the log does not know. */
  vote_unknown: 512,
  /** Nobody knows how often a target asked fails: it is taken to answer. */
  outcome_unknown: 1_024,
  /** The cost is known better than assumed, but not who is asked: a stand-in decided that. */
  assumed_decision: 2_048,
} as const;

/** The number of no target: nothing was called. */
export const NO_TARGET = 65_535;

/** "The current answer" of every row of a segment, along one strand of execution. */
export interface Lane {
  /** ms since the request arrived, NaN unknown. */
  readonly elapsed: Float64Array;
  /** Outcome code. */
  readonly code: Uint8Array;
  /** Number of the target that gave it, in the projection's list. */
  readonly target: Uint16Array;
  /** Where the answer itself stands: `OWN`, an entry of the target's recorded answers, or nowhere (see `knowledge/join.ts`). */
  readonly source: Int32Array;
}

/** Sums of every row of a segment over all its attempts. */
export interface RowSums {
  /** USD: the best that is known of each attempt; by list price; by list price of the baseline's own tokens; range. */
  readonly cost: Float64Array;
  readonly list: Float64Array;
  readonly plain: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Weakest evidence of the cost, and of time and outcome. */
  readonly costEvidence: Uint8Array;
  readonly timeEvidence: Uint8Array;
  readonly happened: Uint16Array;
}

export function makeLane(): Lane {
  return {
    elapsed: new Float64Array(SEGMENT_ROWS),
    code: new Uint8Array(SEGMENT_ROWS),
    target: new Uint16Array(SEGMENT_ROWS),
    source: new Int32Array(SEGMENT_ROWS),
  };
}

export function makeRowSums(): RowSums {
  return {
    cost: new Float64Array(SEGMENT_ROWS),
    list: new Float64Array(SEGMENT_ROWS),
    plain: new Float64Array(SEGMENT_ROWS),
    low: new Float64Array(SEGMENT_ROWS),
    high: new Float64Array(SEGMENT_ROWS),
    costEvidence: new Uint8Array(SEGMENT_ROWS),
    timeEvidence: new Uint8Array(SEGMENT_ROWS),
    happened: new Uint16Array(SEGMENT_ROWS),
  };
}

/** Nothing has happened yet to these rows (ascending offsets), nor to those between them. */
export function resetRows(lane: Lane, sums: RowSums, rows: Rows): void {
  const from = rows[0] ?? 0;
  const to = (rows.at(-1) ?? -1) + 1;
  lane.elapsed.fill(0, from, to);
  lane.target.fill(NO_TARGET, from, to);
  lane.source.fill(NOT_RECORDED, from, to);
  sums.cost.fill(0, from, to);
  sums.list.fill(0, from, to);
  sums.plain.fill(0, from, to);
  sums.low.fill(0, from, to);
  sums.high.fill(0, from, to);
  sums.costEvidence.fill(RECORDED, from, to);
  sums.timeEvidence.fill(RECORDED, from, to);
  sums.happened.fill(0, from, to);
}
