import type { LiveRequest } from "../../core/live/live-send.ts";
import type { Call, Signal } from "../../core/send.ts";
import type { Target } from "../../core/target.ts";
import { judgeQuestion, type Material, type Order, type Rubric } from "../../judging/index.ts";

/** Output tokens of a verdict: 400 characters of reason, two short lists, and room for models that think. */
export const VERDICT_TOKENS = 1_024;

/** Fields of a request that some targets refuse. */
export type Refusable = "temperature" | "response_format";

const NEVER_GONE: Signal = { aborted: false, addEventListener() {}, removeEventListener() {} };

/** One try of a question as a request that a target can be sent, in OpenAI's words. */
export function judgeRequest(
  question: {
    readonly rubric: Rubric;
    readonly material: Material;
    readonly order: Order;
    readonly nonce: string;
    readonly attempt: number;
  },
  {
    id,
    judge,
    without,
    gone = NEVER_GONE,
  }: {
    readonly id: string;
    readonly judge: Target;
    readonly without: ReadonlySet<Refusable>;
    readonly gone?: Signal;
  },
): LiveRequest {
  const { rubric, material, order, nonce, attempt } = question;
  const { messages, response_format } = judgeQuestion(rubric, material, order, nonce, attempt);
  const body = {
    model: judge,
    messages,
    ...(!without.has("temperature") && { temperature: 0 }),
    ...(!without.has("response_format") && { response_format }),
  };
  return {
    request_id: id,
    dialect: "openai-chat",
    body,
    bytes: new TextEncoder().encode(JSON.stringify(body)),
    stream: false,
    buffered: true,
    gone,
  };
}

/** The call of a judge. */
export function judgeCall(judge: Target, attempt: number): Call {
  return { target: judge, kind: "judge", try: attempt, patch: null, deadline_ms: null };
}
