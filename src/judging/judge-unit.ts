import type { Bucket } from "../compare/bucket.ts";
import type { Preference } from "../stats/order-swap.ts";
import type { Order } from "./question.ts";
import type { SlotScore, SlotVerdict } from "./read-verdict.ts";

/** Pairs that need no judge: the same answer twice is equivalent, and no answer is worse than one. */
export const RULES = ["identical", "replay_failed"] as const;

export type Rule = (typeof RULES)[number];

/** Questions whose answer is known: a judge that gets these wrong is not believed. */
export const CANARY_KINDS = ["identical", "truncated", "shuffled", "irrelevant", "injected"] as const;

export type CanaryKind = (typeof CANARY_KINDS)[number];

/** One call of a judge: a pair in one order. */
export interface PairUnit {
  readonly kind: "pair";
  /** Of the pair in its experiment. */
  readonly pair: number;
  readonly request_id: string;
  readonly bucket: Bucket;
  /** Pairs of one cluster are not independent; absent: of none. */
  readonly cluster?: string;
  readonly order: Order;
  /** Units of this pair in its run; absent: those that are there. */
  readonly units?: number;
  /** Decided without a call. */
  readonly rule: Rule | null;
}

/** A known question, made of the original answer of a pair. */
export interface CanaryUnit {
  readonly kind: "canary";
  readonly canary: CanaryKind;
  readonly pair: number;
  readonly request_id: string;
  readonly order: Order;
  /** The pair whose original is the irrelevant answer; null for the other kinds. */
  readonly other: number | null;
}

export type JudgeUnit = PairUnit | CanaryUnit;

/** Unique in its run. */
export function unitKey(unit: JudgeUnit): string {
  return unit.kind === "pair"
    ? `${unit.request_id} ${unit.order}`
    : `canary ${unit.canary} ${unit.request_id} ${unit.order}`;
}

/** Why there is no verdict. `malformed`: not the form that was asked for, three times; `cut_short`: at its output limit; `failed`: the provider's failure. */
export const UNJUDGED = ["malformed", "refused", "empty", "cut_short", "failed", "interrupted"] as const;

export type Unjudged = (typeof UNJUDGED)[number];

/** What came of one unit. */
export interface UnitOutcome {
  /** As the judge said it; null where a rule decided, or nothing did. */
  readonly answer: SlotVerdict | SlotScore | null;
  /** Said of the replay; null for scores and where there is none. */
  readonly preference: Preference | null;
  /** 0 to 1; null for verdicts and where there is none. */
  readonly score: number | null;
  readonly unjudged: { readonly why: Unjudged; readonly detail: string } | null;
  /** Calls made. */
  readonly tries: number;
  /** USD; null = the provider did not say. */
  readonly cost_usd: number | null;
  /** Characters of the replay's answer less those of the original's. */
  readonly length_difference: number;
  /** An answer holds control tokens of a model. */
  readonly control_tokens: boolean;
}

/** What is stored of a unit: with what it was, so that the questions need not be read to sum a run up. */
export interface StoredOutcome extends UnitOutcome {
  readonly unit: JudgeUnit;
}

/** A unit whose worker was killed while it was asked: paid perhaps, and never asked again. */
export interface InterruptedUnit {
  readonly interrupted: true;
}

/** A unit and what came of it. */
export interface UnitRecord {
  readonly unit: JudgeUnit;
  readonly outcome: UnitOutcome | InterruptedUnit;
}
