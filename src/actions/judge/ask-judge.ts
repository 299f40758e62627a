import { readAnswer } from "../../core/answer/read-answer.ts";
import type { Answer } from "../../core/answer/answer.ts";
import { parseJson, type JsonObject } from "../../core/json.ts";
import type { LiveAnswer, LiveSend } from "../../core/live/live-send.ts";
import { RETRYABLE, type Outcome, type OutcomeFailure } from "../../core/outcome.ts";
import type { Signal } from "../../core/send.ts";
import type { Target } from "../../core/target.ts";
import { CAP_REACHED } from "../../experiments/index.ts";
import {
  MOST_TRIES,
  readSlotScore,
  readSlotVerdict,
  type Asked,
  type Material,
  type Order,
  type Rubric,
} from "../../judging/index.ts";
import { joined } from "../serve/body-text.ts";
import { judgeCall, judgeRequest, learnRoom, type Learnt, type Refusable } from "./judge-calls.ts";

export interface JudgeAsking {
  /** Keeps to the budget, and limits output to so many tokens. */
  readonly send: (tokens: number) => LiveSend;
  readonly judge: Target;
  readonly rubric: Rubric;
  /** Shared by all units, and added to. */
  readonly learnt: Learnt;
  readonly newId: () => string;
  readonly nonce: () => string;
}

/**
 * Asks a judge about one pair in one order, three times at most: again where the answer is not in the form that was asked for, the last time
 * insisting on it; again with more room where it was cut short; and again where the provider failed in a way that may pass. Null = no money was left before anything came of it, or the run is over.
 */
export async function askJudge(
  asking: JudgeAsking,
  material: Material,
  order: Order,
  signal: Signal,
): Promise<Asked | null> {
  const { send, judge, rubric, learnt, newId, nonce } = asking;
  const { without } = learnt;
  let cost: number | null = 0;
  let tries = 0;
  let last: Asked | null = null;
  const told = (text: string | null, unjudged: Asked["unjudged"]): Asked => ({ text, unjudged, tries, cost_usd: cost });
  for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
    const question = { rubric, material, order, nonce: nonce(), attempt };
    const request = judgeRequest(question, { id: newId(), judge, without, gone: signal });
    const { tokens } = learnt;
    const outcome = await send(tokens)(request, judgeCall(judge, attempt), signal);
    if (outcome.failure?.code === CAP_REACHED || (signal.aborted && outcome.failure?.class === "cancelled"))
      return last;
    tries += 1;
    cost = cost === null || outcome.cost_usd === null ? null : cost + outcome.cost_usd;
    if (outcome.failure !== null) {
      last = told(null, {
        why: outcome.failure.class === "content_filter" ? "refused" : "failed",
        detail: failureText(outcome.failure),
      });
      const field = refusedField(outcome.failure, request.body);
      if (field !== null) without.add(field);
      else if (!RETRYABLE.includes(outcome.failure.class)) return last;
      continue;
    }
    const answer = answerOf(outcome);
    const over = unjudgedAnswer(answer);
    if (over !== null) return told(null, over);
    const text = answer?.text ?? "";
    last = told(text, null);
    const read = rubric.protocol === "pairwise" ? readSlotVerdict(text) : readSlotScore(text);
    if (read.ok) return last;
    if (answer?.finish_reason !== "length") continue;
    last = told(null, { why: "cut_short", detail: `the answer ended at its output limit of ${tokens} tokens` });
    if (!learnRoom(learnt, tokens)) return last;
  }
  return last;
}

function answerOf({ response }: Outcome): Answer | null {
  const live = (response ?? null) as LiveAnswer | null;
  return live === null ? null : readAnswer(parseJson(joined(live.chunks)));
}

function unjudgedAnswer(answer: Answer | null): Asked["unjudged"] {
  if (answer === null) return { why: "failed", detail: "the provider's answer could not be read" };
  if (answer.refused || answer.finish_reason === "content_filter") {
    return { why: "refused", detail: (answer.text ?? "the judge refused").slice(0, 200) };
  }
  return (answer.text ?? "").trim() === "" && answer.finish_reason !== "length"
    ? { why: "empty", detail: "the answer holds no text" }
    : null;
}

/** The field of a request that a target does not take, by its own words. */
export function refusedField(
  { class: kind, message }: { readonly class: string; readonly message: string },
  body: JsonObject,
): Refusable | null {
  if (kind !== "client_4xx" && kind !== "invalid_request") return null;
  if ("temperature" in body && /temperature/i.test(message)) return "temperature";
  return "response_format" in body && /response.?format|json.?schema|structured/i.test(message)
    ? "response_format"
    : null;
}

function failureText({ class: kind, code, message }: OutcomeFailure): string {
  return `${kind}${code === null ? "" : ` ${code}`}: ${message}`.slice(0, 200);
}
