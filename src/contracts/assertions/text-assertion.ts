import type { Seen } from "../finding.ts";
import type { CompiledAssertion } from "./assertion.ts";

/** The answer's visible text; an answer without one counts as an empty text. */
export function textOf(seen: Seen): string {
  return seen.answer?.text ?? "";
}

/** An assertion over the answer's text alone. */
export function overText(predicate: string, holds: (text: string) => boolean): CompiledAssertion {
  return {
    subject: "the text",
    predicate,
    check(seen) {
      const text = textOf(seen);
      return { holds: holds(text), found: text };
    },
  };
}
