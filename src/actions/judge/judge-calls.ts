import type { LiveRequest } from "../../core/live/live-send.ts";
import type { Call, Signal } from "../../core/send.ts";
import type { Target } from "../../core/target.ts";
import { judgeQuestion, type Material, type Order, type Rubric } from "../../judging/index.ts";

/** Output tokens of a verdict: 400 characters of reason and two short lists take a fifth of that. */
export const VERDICT_TOKENS = 1_024;
/** Models that think aloud to themselves need more: asked again with four times as many, up to this many. */
const MOST_VERDICT_TOKENS = 16_384;

/** What has been learnt of a target while it was asked, for all calls after. */
export interface Learnt {
  /** Left out of requests: what it has refused once, or cannot do. */
  readonly without: Set<Refusable>;
  /** Output tokens it is given. */
  tokens: number;
}

/** More output tokens after an answer that ended at so many; false where it has had the most. */
export function learnRoom(learnt: Learnt, ended: number): boolean {
  if (ended >= MOST_VERDICT_TOKENS) return false;
  learnt.tokens = Math.max(learnt.tokens, 4 * ended);
  return true;
}

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
