import { canonicalJson } from "../core/canonical.ts";
import { OperatorError } from "../core/errors.ts";
import { sha256Hex } from "../core/fingerprint.ts";
import { ENVELOPES } from "./envelopes.ts";
import type { Protocol } from "./protocol.ts";

/** What a judge is asked: the customer's sentence inside an envelope that is always the same. */
export interface Rubric {
  /** Hash of the sentence and the envelope: equal ids, equal questions. */
  readonly id: string;
  readonly protocol: Protocol;
  readonly criterion: string;
}

/** Asked where the customer gives no sentence. */
export const DEFAULT_CRITERIA: Readonly<Record<Protocol, string>> = {
  pairwise: "Which answer serves the person who asked better: correct, complete and as they wanted it?",
  equivalence:
    "Would the person who asked be served as well by either answer: correct, complete and as they wanted it?",
};

const MOST_CHARACTERS = 500;

/** The rubric of a criterion. Throws `judge_invalid` where it is empty, has more than one line, or more than 500 characters. */
export function makeRubric(protocol: Protocol, criterion: string): Rubric {
  const sentence = criterion.trim();
  const wrong =
    sentence === ""
      ? "is empty"
      : sentence.length > MOST_CHARACTERS
        ? `has ${sentence.length} characters, ${MOST_CHARACTERS} at most`
        : /[\p{Cc}\p{Zl}\p{Zp}]/u.test(sentence)
          ? "has more than one line"
          : null;
  if (wrong !== null) {
    throw new OperatorError("judge_invalid", `the criterion ${wrong}`, {
      field: "criterion",
      hint: 'Say in one sentence what makes an answer good, for example "focus on factual correctness for medical questions".',
    });
  }
  const hash = sha256Hex(canonicalJson({ criterion: sentence, envelope: ENVELOPES[protocol] }));
  return { id: `rub_${hash.slice(0, 16)}`, protocol, criterion: sentence };
}
