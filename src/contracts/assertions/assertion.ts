import type * as z from "zod";
import type { Answer } from "../../core/answer/answer.ts";
import type { OpenQuestion, Seen } from "../finding.ts";
import type { JsonPath } from "../json-path.ts";

/** Whether it holds of an answer: told, with what was found; or not to be told, with the reason, or with what to ask to settle it. */
export type Verdict =
  | { readonly holds: boolean; readonly found: unknown; readonly path?: JsonPath }
  | { readonly holds: null; readonly why: string; readonly ask?: OpenQuestion["ask"] };

/** An assertion ready to be held against answers. */
export interface CompiledAssertion {
  /** `the text`, and `to contain "refund"`: a sentence says "expected the text to contain" or "as expected, the text was found to contain" of them, `not-` before "to". */
  readonly subject: string;
  readonly predicate: string;
  /** Never throws. Where there is no answer only what needs none is called. */
  readonly check: (seen: Seen) => Verdict;
}

/** Of an example: what differs from an empty answer. */
export interface ExampleAnswer extends Partial<Answer>, Partial<Pick<Seen, "latency_ms" | "cost_usd" | "outcomes">> {
  /** Text of the golden answer. */
  readonly golden?: string;
  /** What the call that it needs is settled with. */
  readonly score?: number;
}

/** One kind of response assertion: everything that is known about it. `not-` before its name turns it round. */
export interface AssertionDefinition<Options = Readonly<Record<string, unknown>>> {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  /** The keys beside `type`; no others are taken. */
  readonly schema: z.ZodObject;
  /** What it looks at. `call`: it can need an answer of a judge or of an embedding model, and is unknown without. */
  readonly needs: "answer" | "latency" | "cost" | "outcome" | "call";
  /** Options, an answer that passes and one that fails. */
  readonly example: { readonly options: Options; readonly passes: ExampleAnswer; readonly fails: ExampleAnswer };
  readonly compile: (options: Options) => CompiledAssertion;
}

/** Keeps a definition's own options while it stands in the list of all. */
export function defineAssertion<Options>(definition: AssertionDefinition<Options>): AssertionDefinition {
  return definition as unknown as AssertionDefinition;
}
