/** Two answers in, differences and similarity out. Pure. */

// Classes of outcomes: what failed, refused, is empty or cut short on one side only.
export { OUTCOME_CLASSES, outcomeClass, type OutcomeClass, type Side } from "./outcome-class.ts";

// Structure: JSON values and tool calls, with the places where they differ.
export { compareJson, JSON_DIFFERENCES, type JsonComparison, type JsonDifference } from "./json-differences.ts";
export { compareToolCalls, type ToolCallComparison, type ToolCallDifference } from "./tool-call-differences.ts";

// Text: how alike it is written, and how alike its embeddings are.
export { LEXICAL_MEASURE, lexicalSimilarity } from "./lexical.ts";
export { cosineSimilarity } from "./cosine.ts";
