/** Pairs in, questions to a judge out; verdicts in, shares with intervals and a decision out. Pure. */

// What is asked: the customer's sentence inside an envelope that does not change.
export { PROTOCOLS, type Protocol } from "./protocol.ts";
export { DEFAULT_CRITERIA, makeRubric, type Rubric } from "./rubric.ts";
export { ENVELOPES, type Envelope } from "./envelopes.ts";
export { judgeQuestion, MOST_TRIES, ORDERS, slotOrder, type Order, type Question } from "./question.ts";
export { criterionQuestion } from "./criterion-question.ts";
export { answerLength, sameAnswer, shownAnswer, type Material, type ShownAnswer } from "./material.ts";

// Which pairs, how many of each bucket, in which order, and questions whose answer is known.
export {
  countBuckets,
  ORDER_MODES,
  planJudging,
  type Judgeable,
  type JudgePlan,
  type JudgePlanOptions,
  type OrderMode,
} from "./plan-judging.ts";
export { CANARY_WORDS, canaryMaterial, canaryPassed, wordsOf } from "./canary.ts";
export {
  CANARY_KINDS,
  RULES,
  UNJUDGED,
  unitKey,
  type CanaryKind,
  type CanaryUnit,
  type InterruptedUnit,
  type JudgeUnit,
  type PairUnit,
  type Rule,
  type StoredOutcome,
  type Unjudged,
  type UnitOutcome,
  type UnitRecord,
} from "./judge-unit.ts";
export { selfPreference, vendorFamily, type SelfPreference } from "./vendor-family.ts";

// What a judge answers, and what is kept of it.
export { readSlotScore, readSlotVerdict, type Read, type SlotScore, type SlotVerdict } from "./read-verdict.ts";
export { preferenceOf, settle, settleByRule, type Asked } from "./settle.ts";

// What the verdicts come to.
export { judgedPairs, worstFirst, type JudgedPair, type OrderOutcome } from "./judged-pair.ts";
export { countedUnits, pairsOf, summariseJudging, type Judged } from "./summarise-judging.ts";
export type { BucketVerdicts, JudgeDefinition, JudgeResult, JudgeRun, PairwiseFindings } from "./judge-result.ts";
export {
  countVerdicts,
  pooledShares,
  VERDICTS,
  windowShares,
  winRate,
  type Counts,
  type Intervals,
  type Shares,
  type VerdictStratum,
  type WinRate,
} from "./verdict-shares.ts";
export { consistencyOf, type Consistency } from "./consistency.ts";
export { canaryResult, type CanaryResult } from "./canary-result.ts";
export { decideJudged, type DecisionOptions, type DecisionResult, type JudgedDecision } from "./decide-judged.ts";
export { unjudgedResult, type UnjudgedResult } from "./unjudged-result.ts";
export {
  equivalenceResult,
  SCORE_BANDS,
  scoreBand,
  type EquivalenceResult,
  type ScoreBand,
} from "./equivalence-result.ts";
export { crossCheck, type CrossCheck } from "./cross-check.ts";
export { humanResult, type Corrected, type HumanLabel, type HumanResult } from "./human-labels.ts";
export { proportionalSample } from "./label-sample.ts";
export { clusterEffect, type ClusterEffect } from "./cluster-effect.ts";
