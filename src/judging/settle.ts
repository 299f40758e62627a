import type { Preference } from "../stats/order-swap.ts";
import type { Rule, Unjudged, UnitOutcome } from "./judge-unit.ts";
import { answerLength, hasControlTokens, type Material } from "./material.ts";
import type { Order } from "./question.ts";
import { readSlotScore, readSlotVerdict, type SlotVerdict } from "./read-verdict.ts";
import type { Protocol } from "./protocol.ts";

/** What calling a judge came to: the text of its last answer, or why there is none. */
export interface Asked {
  readonly text: string | null;
  readonly unjudged: { readonly why: Unjudged; readonly detail: string } | null;
  readonly tries: number;
  readonly cost_usd: number | null;
}

/** What the verdict on A and B says of the replay. */
export function preferenceOf(verdict: SlotVerdict["verdict"], order: Order): Preference {
  if (verdict === "tie") return "equivalent";
  return (verdict === "B") === (order === "original_first") ? "better" : "worse";
}

/** What is stored of a unit that was asked. */
export function settle(protocol: Protocol, material: Material, order: Order, asked: Asked): UnitOutcome {
  const shared = { tries: asked.tries, cost_usd: asked.cost_usd, ...about(material) };
  const none = { answer: null, preference: null, score: null, ...shared };
  if (asked.text === null) {
    return { ...none, unjudged: asked.unjudged ?? { why: "empty", detail: "the answer holds no text" } };
  }
  if (protocol === "pairwise") {
    const read = readSlotVerdict(asked.text);
    if (!read.ok) return { ...none, unjudged: { why: "malformed", detail: read.wrong } };
    const preference = preferenceOf(read.value.verdict, order);
    return { answer: read.value, preference, score: null, unjudged: null, ...shared };
  }
  const read = readSlotScore(asked.text);
  if (!read.ok) return { ...none, unjudged: { why: "malformed", detail: read.wrong } };
  return { answer: read.value, preference: null, score: read.value.score, unjudged: null, ...shared };
}

/** What is stored of a pair that needs no judge. */
export function settleByRule(protocol: Protocol, rule: Rule, material: Material): UnitOutcome {
  const pairwise = protocol === "pairwise";
  return {
    answer: null,
    preference: pairwise ? (rule === "identical" ? "equivalent" : "worse") : null,
    score: pairwise ? null : rule === "identical" ? 1 : 0,
    unjudged: null,
    tries: 0,
    cost_usd: 0,
    ...about(material),
  };
}

function about({ original, replay }: Material): Pick<UnitOutcome, "length_difference" | "control_tokens"> {
  return {
    length_difference: answerLength(replay) - answerLength(original),
    control_tokens: hasControlTokens(original) || hasControlTokens(replay),
  };
}
