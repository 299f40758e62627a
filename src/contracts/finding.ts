import type { Answer } from "../core/answer/answer.ts";
import type { JsonObject } from "../core/json.ts";
import type { FailureClass } from "./contract.ts";

/** What one assertion says of one answer. */
export interface Finding {
  /**
   * Kind of the assertion: `answer` (whether there is one), `tool_calls` (each call by itself), `expect_tools`, `tool_order`, `tool_call_match_mode`,
   * `argument_invariants`, `input_invariants`, `output_invariants`, or the `type` of a response assertion.
   */
  readonly assertion: string;
  /** `unknown`: it could not be told, with the reason in `message` (needs a call and none was made; no price; no outcome). Never a pass, never a fail. */
  readonly status: "passed" | "failed" | "unknown";
  /** Null unless failed. */
  readonly failure_class: FailureClass | null;
  /** JSON path into answer or request; null where it is about the whole. */
  readonly path: string | null;
  readonly expected: unknown;
  /** Its beginning as text where it is large. */
  readonly found: unknown;
  /** One sentence: what was expected, what was found. */
  readonly message: string;
}

/** Everything a contract looks at. */
export interface Seen {
  readonly request: JsonObject;
  /** Null where there was none: see `failure`. */
  readonly answer: Answer | null;
  /** Of the call, where there was no answer. */
  readonly failure: { readonly class: string; readonly code: string | null; readonly message: string } | null;
  readonly latency_ms: number | null;
  readonly cost_usd: number | null;
  readonly output_tokens: number | null;
  /** Outcomes supplied for the row that answered, by name; empty where it is no row. */
  readonly outcomes: Readonly<Record<string, number>>;
  /** The golden answer, where the case has one: what similarity compares with. */
  readonly golden: Answer | null;
}

/** An assertion that cannot be settled without a call: what to ask. `id` is its place in the contract. */
export interface OpenQuestion {
  readonly id: string;
  readonly ask:
    | { readonly kind: "judge"; readonly criterion: string; readonly threshold: number }
    | { readonly kind: "similar"; readonly to: string; readonly threshold: number };
}

/** A contract held against one answer. */
export interface Checked {
  readonly contract: string;
  /**
   * `failed`: a finding failed whose class is no allowed error. `passed`: none did, and at least one could be told. `unknown`: nothing could be told,
   * because every finding is unknown or the contract asserts nothing.
   */
  readonly status: "passed" | "failed" | "unknown";
  /** The status is `passed`. Open questions do not count until they are settled. */
  readonly passed: boolean;
  /** Of the first failed finding that is no allowed error, in the order of the contract; null where none failed. */
  readonly failure_class: FailureClass | null;
  readonly findings: readonly Finding[];
  readonly open: readonly OpenQuestion[];
}
