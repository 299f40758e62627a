import type { Seen } from "../../contracts/finding.ts";
import type { Target } from "../../core/target.ts";
import { criterionQuestion, MOST_TRIES, readSlotScore, shownAnswer, type SlotScore } from "../../judging/index.ts";
import type { Asking } from "../asking/ask-target.ts";
import { refusedField } from "../judge/ask-judge.ts";
import type { Refusable } from "../judge/judge-calls.ts";
import type { Settler } from "./settling.ts";

export interface JudgeParts {
  readonly asking: Asking;
  readonly judge: Target;
  /** Random, of 16 characters or more: what marks the material of a question. */
  readonly nonce: () => string;
}

const VERDICT_TOKENS = 1_024;
const TIMEOUT_MS = 60_000;

/** Has a judge settle what contracts leave to one. Where it gives no score in the form that was asked for, the question stays open. */
export function settleByJudge({ asking, judge, nonce }: JudgeParts): Settler {
  let cost: number | null = 0;
  // What the judge has refused once is left out from then on.
  const without = new Set<Refusable>();
  async function score(criterion: string, { request, answer }: Seen, signal: AbortSignal): Promise<SlotScore | null> {
    if (answer === null) return null;
    for (let attempt = 0; attempt < MOST_TRIES; attempt += 1) {
      const question = criterionQuestion(criterion, { request, answer: shownAnswer(answer) }, nonce(), attempt);
      const body = {
        model: judge,
        max_tokens: VERDICT_TOKENS,
        messages: question.messages,
        ...(without.has("temperature") ? {} : { temperature: 0 }),
        ...(without.has("response_format") ? {} : { response_format: question.response_format }),
      };
      const said = await asking.ask(
        { target: judge, dialect: "openai-chat", request: body, timeout_ms: TIMEOUT_MS, retries: 2, logged_at: null },
        signal,
      );
      const refused = said.failure === null ? null : refusedField(said.failure, body);
      if (refused !== null) without.add(refused);
      else if (said.failure !== null) return null;
      else {
        cost = cost === null || said.cost_usd === null ? null : cost + said.cost_usd;
        const read = readSlotScore(said.answer?.text ?? "");
        if (read.ok) return read.value;
      }
    }
    return null;
  }
  return {
    cost: () => cost,
    async settle({ ask }, seen, signal) {
      const given = ask.kind === "judge" ? await score(ask.criterion, seen, signal) : null;
      return given === null ? null : { score: given.score, reasoning: given.reason };
    },
  };
}
