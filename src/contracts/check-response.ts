import type { CompiledAssertion, Verdict } from "./assertions/assertion.ts";
import type { ResponseAssertion } from "./contract.ts";
import type { Finding, OpenQuestion, Seen } from "./finding.ts";
import { assertionOf } from "./response-assertions.ts";
import { cutText, shortText } from "./short-text.ts";
import { failed, passed, unknown } from "./told.ts";

/** The answer to an open question: a judge's score or a similarity, 0 to 1. */
export interface Settled {
  readonly score: number;
  readonly reasoning: string | null;
}

const LONGEST_REASONING = 500;

/** A response assertion ready to be held against answers. */
export interface CompiledResponse {
  /** It can be told of a call that gave no answer. */
  readonly withoutAnswer: boolean;
  readonly check: (
    seen: Seen,
    settled: ReadonlyMap<string, Settled>,
  ) => { readonly finding: Finding; readonly open: OpenQuestion | null };
}

/** Compiles an assertion that `responseAssertionSchema` has taken. @param id its place in the contract, which an open question goes by */
export function compileResponse(given: ResponseAssertion, id: string): CompiledResponse {
  const { type, ...options } = given;
  const known = assertionOf(type);
  if (known === null) throw new Error(`no assertion ${type}`);
  const { definition, negated } = known;
  const compiled = definition.compile(options);
  const { subject } = compiled;
  const predicate = `${negated ? "not " : ""}${compiled.predicate}`;
  const sentence = `expected ${subject} ${predicate}`;
  return {
    withoutAnswer: definition.needs === "outcome",
    check(seen, settled) {
      const { verdict, reasoning, open } = settle(compiled, seen, id, settled);
      const told = { expected: options, found: null };
      if (verdict.holds === null) {
        return { finding: unknown(type, { ...told, message: `${sentence}; not known: ${verdict.why}` }), open };
      }
      const because = reasoning === null ? "" : ` (${cutText(reasoning, LONGEST_REASONING)})`;
      const found = `${shortText(verdict.found)}${because}`;
      const place = verdict.path === undefined ? {} : { path: verdict.path };
      const all = { ...told, ...place, found: verdict.found };
      const finding =
        verdict.holds === negated
          ? failed(type, "schema_violation", { ...all, message: `${sentence}; found ${found}` })
          : passed(type, { ...all, message: `as expected, ${subject} was found ${predicate}: ${found}` });
      return { finding, open: null };
    },
  };
}

/** The verdict, with a question answered where its answer is there. */
function settle(
  { check }: CompiledAssertion,
  seen: Seen,
  id: string,
  settled: ReadonlyMap<string, Settled>,
): { readonly verdict: Verdict; readonly reasoning: string | null; readonly open: OpenQuestion | null } {
  const verdict = check(seen);
  if (verdict.holds !== null || verdict.ask === undefined) return { verdict, reasoning: null, open: null };
  const answer = settled.get(id);
  if (answer === undefined) return { verdict, reasoning: null, open: { id, ask: verdict.ask } };
  const told = { holds: answer.score >= verdict.ask.threshold, found: answer.score };
  return { verdict: told, reasoning: answer.reasoning, open: null };
}
