import type { Seen } from "../finding.ts";
import type { CompiledAssertion } from "./assertion.ts";

const SHOWN = 200;

/** The answer's visible text; an answer without one counts as an empty text. */
export function textOf(seen: Seen): string {
  return seen.answer?.text ?? "";
}

/** A text as a finding keeps it: its beginning. */
export function shownText(text: string): string {
  if (text.length <= SHOWN) return text;
  const cut = text.slice(0, SHOWN - 1);
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}

/** An assertion over the answer's text alone. */
export function overText(predicate: string, holds: (text: string) => boolean): CompiledAssertion {
  return {
    subject: "the text",
    predicate,
    check(seen) {
      const text = textOf(seen);
      return { holds: holds(text), found: shownText(text) };
    },
  };
}
