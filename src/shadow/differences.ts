import { compareAnswers } from "../compare/compare-answers.ts";
import type { AnswerDifference } from "../compare/difference.ts";
import { LEXICAL_MEASURE } from "../compare/lexical.ts";
import type { Answer } from "../core/answer/answer.ts";
import { isProtected, type ProtectedPlace } from "./protected-places.ts";
import { singleSpaced } from "../core/single-spaced.ts";

/**
 * Where two answers differ, by the closed family of `compareAnswers`. Texts are alike that are the same but for compatible characters (NFKC), white space
 * and case, except at protected places, where every character counts; words beside tool calls count only where they are protected. What is new in every
 * answer (ids of answers and calls, instants, fingerprints) is no part of one.
 */
export function answerDifferences(
  primary: Answer | null,
  shadow: Answer | null,
  places: readonly ProtectedPlace[],
): readonly AnswerDifference[] {
  if (primary === null && shadow === null) return [];
  const [original, replay] = [primary?.text ?? "", shadow?.text ?? ""];
  const { differences, measure } = compareAnswers(primary, shadow);
  const found = differences.filter((one) => isProtected(one.path, places) || !onlyWritten(one, original, replay));
  if (measure === null || found.some(({ path }) => path.startsWith("/text"))) return found;
  const same = isProtected("/text", places)
    ? original === replay
    : measure !== LEXICAL_MEASURE || alike(original, replay);
  return same ? found : [...found, { kind: "value", path: "/text", original, replay }];
}

/** What is found in words, the whole text looked at. */
const OF_WORDS: ReadonlySet<string> = new Set(["number", "negation", "url", "identifier"]);

/** A difference that is one of writing only. */
function onlyWritten(one: AnswerDifference, originalText: string, replayText: string): boolean {
  if (OF_WORDS.has(one.kind)) return alike(originalText, replayText);
  const { kind, original, replay } = one;
  if (kind !== "value" && kind !== "argument_value") return false;
  return typeof original === "string" && typeof replay === "string" && alike(original, replay);
}

function alike(one: string, other: string): boolean {
  return one === other || plain(one) === plain(other);
}

function plain(text: string): string {
  return singleSpaced(text.normalize("NFKC")).trim().toLowerCase();
}
