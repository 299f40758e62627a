import { readAnswer } from "../../core/answer/read-answer.ts";
import { isObject, parseJson, type JsonObject } from "../../core/json.ts";
import type { LiveAnswer, LiveRequest, LiveSend } from "../../core/live/live-send.ts";
import type { Outcome } from "../../core/outcome.ts";
import type { Plan } from "../../core/plan.ts";
import { run } from "../../core/run.ts";
import type { Runtime } from "../../core/send.ts";
import { inputTokens, outputTokens } from "../../core/usage.ts";
import { withTimeout } from "../../sends/timeout.ts";
import { joined } from "../serve/body-text.ts";
import type { Asked, AskedAnswer } from "./ask-target.ts";

export interface DirectParts {
  readonly send: LiveSend;
  readonly runtime: Runtime;
  readonly newId: () => string;
  /** 0 to 1: what spreads retries of many calls that failed at once. */
  readonly random: () => number;
  /** Supplied for a logged row, where answers are played from a log. */
  readonly outcomes?: (request_id: string) => Readonly<Record<string, number>>;
}

/** How much longer a pause may become by chance. */
const JITTER = 0.5;
const NOTHING_DROPPED: readonly string[] = [];

/** Asks one target, through the executor that live traffic has: retries after failures that may pass, each try with its own time. */
export async function askDirectly(parts: DirectParts, asked: Asked, signal: AbortSignal): Promise<AskedAnswer> {
  const { send, runtime, newId } = parts;
  const { target, timeout_ms, retries } = asked;
  const result = await run(planOf(target, retries), requestOf(asked, newId(), signal), {
    send: withTimeout(send, runtime, timeout_ms),
    runtime: spread(runtime, parts.random),
    signal,
  });
  return { ...answerOf(asked, result.answer, result.attempts.length), ...played(result.answer, parts) };
}

/** Retries and their pauses are a plan's own: one attempt, and nothing chosen. */
function planOf(target: string, retries: number): Plan {
  return {
    node: { node: "attempt", target, retries },
    policy_type: "single",
    leaf: "single",
    candidates: [],
    excluded: [],
    selection_reason: "named",
    arms: [],
  };
}

function spread(runtime: Runtime, random: () => number): Runtime {
  return { ...runtime, sleep: (ms, signal) => runtime.sleep(ms * (1 + JITTER * random()), signal) };
}

/** Asked for in one piece, whoever asked for a stream when it was logged. */
function requestOf({ request, dialect, logged_at }: Asked, id: string, gone: AbortSignal): LiveRequest {
  const { stream: _, stream_options: __, ...body } = request;
  return {
    request_id: id,
    dialect,
    body,
    bytes: new TextEncoder().encode(JSON.stringify(body)),
    stream: false,
    buffered: true,
    gone,
    ...(logged_at === null ? {} : { logged_at }),
  };
}

function answerOf({ dialect }: Asked, outcome: Outcome | null, tries: number): AskedAnswer {
  const live = (outcome?.response ?? null) as LiveAnswer | null;
  const response = outcome?.ok === true ? bodyOf(live) : null;
  const answer = readAnswer(response);
  const usage = outcome?.usage ?? null;
  return {
    answer,
    failure: failureOf(outcome, answer !== null || (dialect === "embeddings" && response !== null)),
    response,
    latency_ms: outcome?.latency_ms ?? null,
    cost_usd: outcome?.cost_usd ?? null,
    input_tokens: usage === null ? null : inputTokens(usage),
    output_tokens: usage === null ? null : outputTokens(usage),
    played: null,
    tries,
    dropped: live?.dropped ?? NOTHING_DROPPED,
  };
}

/** What a played answer was when it was given: what it costs to play it says nothing. */
function played(outcome: Outcome | null, parts: DirectParts): Partial<AskedAnswer> {
  if (outcome?.recorded === undefined) return {};
  const { request_id, cost_usd, latency_ms } = outcome.recorded;
  return { cost_usd, latency_ms, played: { request_id, outcomes: parts.outcomes?.(request_id) ?? {} } };
}

function bodyOf(live: LiveAnswer | null): JsonObject | null {
  const body = live === null ? null : parseJson(joined(live.chunks));
  return isObject(body) ? body : null;
}

function failureOf(outcome: Outcome | null, read: boolean): AskedAnswer["failure"] {
  if (outcome?.failure != null) {
    const { class: kind, code, message } = outcome.failure;
    return { class: kind, code, message };
  }
  return read ? null : { class: "server", code: null, message: "the provider's answer could not be read" };
}
