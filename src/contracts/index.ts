/** Answers in, findings out: what a response must satisfy, and whether it does. Pure. */

// Contracts: what may be asked of a response.
export {
  FAILURE_CLASSES,
  type Contract,
  type ExpectedToolCall,
  type FailureClass,
  type GoldenCase,
  type Invariant,
  type ResponseAssertion,
} from "./contract.ts";
export { INVARIANT_OPERATORS } from "./operators.ts";
export { invariantSchema, jsonPathSchema } from "./invariant-schema.ts";
export { ASSERTIONS } from "./assertions/index.ts";
export type { AssertionDefinition, CompiledAssertion, ExampleAnswer, Verdict } from "./assertions/assertion.ts";
export { responseAssertionSchema } from "./response-assertions.ts";

// Checking: a contract is compiled once, and held against any number of answers.
export { compileContract, type CompiledContract } from "./compile-contract.ts";
export { checkContract } from "./check-contract.ts";
export type { Settled } from "./check-response.ts";
export type { Checked, Finding, OpenQuestion, Seen } from "./finding.ts";

// Packs: what their files hold, and whether a case says something on its recording.
export { PACK_FILE_KINDS, packFileSchema, type PackFileKind } from "./pack-schemas.ts";
export type { Allowance, Boundary, Golden, NonReproducible, Pack, Recording } from "./pack.ts";
export { boundaryDifferences, boundaryOf, type BoundaryPart } from "./boundary.ts";
export { recordedResponse, reproducibility } from "./reproducibility.ts";

// JSON paths.
export {
  ALL,
  isPathMistake,
  parseJsonPath,
  placesAt,
  printJsonPath,
  type JsonPath,
  type PathMistake,
  type PathStep,
  type Place,
} from "./json-path.ts";
