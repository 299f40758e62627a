/** Two answers in, differences and similarity out. Pure. */

// All in one: how alike two outcomes are, what that stands on, and where they differ.
export { compareAnswers, type AnswerComparison } from "./compare-answers.ts";
export { BUCKETS, bucketOf, type Bucket, type Thresholds } from "./bucket.ts";
export { DIFFERENCE_KINDS, type AnswerDifference, type DifferenceKind } from "./difference.ts";
export { MEASURES } from "./measures/index.ts";
export type { AnswerPair, Likeness, Measure } from "./measures/measure.ts";
export { GUARDS } from "./guards/index.ts";
export type { Guard } from "./guards/guard.ts";

// Classes of outcomes: what failed, refused, is empty or cut short on one side only.
export { OUTCOME_CLASSES, outcomeClass, type OutcomeClass, type Side } from "./outcome-class.ts";

// Structure: JSON values and tool calls, with the places where they differ.
export { compareJson, JSON_DIFFERENCES, type JsonComparison, type JsonDifference } from "./json-differences.ts";
export { compareToolCalls, type ToolCallComparison, type ToolCallDifference } from "./tool-call-differences.ts";

// Text: how alike it is written, and how alike its embeddings are.
export { LEXICAL_MEASURE, lexicalSimilarity } from "./lexical.ts";
export { cosineSimilarity } from "./cosine.ts";
