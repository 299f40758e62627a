/** The vocabulary and the engine. Pure: no Node, no DOM, no clock, no randomness. */

// Targets, and the tokens of a call in buckets that do not overlap.
export { splitTarget, target, type Target, type TargetParts } from "./target.ts";
export { inputTokens, outputTokens, type Usage } from "./usage.ts";

// Exchanges: logged requests with their outcomes, and what of a row follows from its bodies.
export {
  DIALECTS,
  ORIGINS,
  REPLAYABILITY,
  STATUSES,
  stickyKey,
  type Dialect,
  type Exchange,
  type Needs,
  type Origin,
  type Replayability,
  type Status,
} from "./exchange.ts";
export { deriveColumns, type BodyFlaw, type DerivedColumns, type LoggedBodies } from "./derived-columns.ts";

// Policies: JSON checked against the strategies there are.
export { mapChildren, parsePolicy, strategyOf, type Policy } from "./policy.ts";
export { STRATEGIES } from "./strategies/index.ts";
export type { CompileContext, Planner, StrategyDefinition } from "./strategy.ts";

// Conditions: what `custom_rules` may say of a request.
export { compileCondition, type Condition } from "./conditions.ts";
export { FIELDS, type FieldName, type FieldValue } from "./fields.ts";
export { OPERATORS } from "./operators.ts";

// Deciding: a compiled policy asks its questions of one request and the facts, and answers with a plan.
export { compilePolicy, type CompiledPolicy, type World } from "./compile.ts";
export { requestAsk } from "./ask.ts";
export type { Ask, Question } from "./question.ts";
export type { Features } from "./features.ts";
export {
  HEALTH_RULES,
  UNKNOWN_CAPABILITIES,
  unknownTarget,
  type Capabilities,
  type Facts,
  type Health,
  type TargetFacts,
} from "./facts.ts";

// Plans: what was decided, as data.
export {
  COMBINE,
  firstTarget,
  targetsOf,
  type Accept,
  type AttemptNode,
  type Candidate,
  type CascadeNode,
  type Combine,
  type EnsembleNode,
  type Exclusion,
  type FallbackNode,
  type Plan,
  type PlanNode,
  type RefuseNode,
} from "./plan.ts";

// Doing: the one executor, driven with promises (`run`) or with a plain loop over known outcomes (`project`).
export { execute, type AttemptKind, type Execution, type Standing, type Step } from "./execute.ts";
export { run, type RunOptions } from "./run.ts";
export type { Call, Runtime, Send, Signal } from "./send.ts";
export { project, type OutcomeTable, type Projection, type UnknownAccept } from "./project.ts";
export type { Attempt, Result } from "./result.ts";

// Outcomes: what an attempt gave, as a value; a failure has a class, and a code where columns hold it.
export {
  codeOf,
  FAILURE_CLASSES,
  failureCode,
  failureOf,
  failureOfStatus,
  OK,
  RETRYABLE,
  type FailureClass,
  type Outcome,
  type OutcomeCode,
  type OutcomeFailure,
  type Signals,
} from "./outcome.ts";

// Reading what a provider said, for whoever writes a send.
export { neutralRequest } from "./neutral/neutral-request.ts";
export type { NeutralParameters, NeutralPrompt, NeutralRequest } from "./neutral/neutral.ts";
export { readAnswer } from "./answer/read-answer.ts";
export { answerHash } from "./answer/canonical-answer.ts";
export type { Answer, AnswerToolCall } from "./answer/answer.ts";
export { noSignals, signalsOf } from "./signals.ts";
export { isUsageProblem, usageOf, type UsageProblem } from "./provider-usage.ts";
export { fingerprints, sha256Hex, type Fingerprints, type HashText } from "./fingerprint.ts";
export { canonicalJson } from "./canonical.ts";

// Evidence: where a number comes from, and what a sum of numbers may claim.
export { aggregateEvidence, EVIDENCE, type Evidence, type EvidenceCounts } from "./evidence.ts";

// The decision trace: candidates with reasons, attempts, numbers.
export { decisionTrace, type DecisionTrace, type TracedNumbers, type TraceInput } from "./trace.ts";

// Prices of one target over time, and what a call costs by them.
export {
  costOf,
  rateAt,
  tierOf,
  type Rate,
  type RateAt,
  type RateCard,
  type RateSpan,
  type RateTier,
} from "./rates.ts";

// Dice that can be thrown again.
export { hash64, mix32, roll, type Hash64 } from "./dice.ts";
export { armOf } from "./ask.ts";

// Mistakes of the operator: a code of the catalogue, what happened, where, and what to do.
export { OperatorError, type ErrorCode, type ErrorDetails, type ErrorPlace } from "./errors.ts";
