import { answerHash } from "../core/answer/canonical-answer.ts";
import { readAnswer } from "../core/answer/read-answer.ts";
import { neutralRequest } from "../core/neutral/neutral-request.ts";
import { sha256Hex } from "../core/fingerprint.ts";
import type { Outcome } from "../core/outcome.ts";
import { signalsOf } from "../core/signals.ts";
import { splitTarget } from "../core/target.ts";
import type { Usage } from "../core/usage.ts";
import { mockAnswer } from "./mock/answer.ts";
import { chatCompletion, inputTokensOf } from "./mock/completion.ts";
import { draws } from "./mock/draws.ts";
import { profileOf } from "./mock/profiles.ts";
import { trouble } from "./mock/trouble.ts";
import type { Provider, ProviderSetup, RequestBody } from "./provider.ts";
import { requestKey } from "./request-key.ts";

const DEFAULT_SEED = "mock";

function failedCall(call: Pick<Outcome, "target" | "failure" | "latency_ms" | "cost_usd">): Outcome {
  return { ...call, ok: false, ttft_ms: null, usage: null, evidence: "measured", signals: null, answer_hash: null };
}

/** What asking a target for a chat completion gives: fixed by seed, request, who asks, target and try. */
function answerOf(body: RequestBody, target: string, tried: number, setup: ProviderSetup): Outcome {
  const model = splitTarget(target)?.model ?? target;
  const profile = profileOf(model);
  const key = `${setup.seed ?? DEFAULT_SEED} ${requestKey(body)}`;
  const truth = draws(`truth ${key}`);
  const own = draws(`own ${key} ${target} ${tried} ${String(body["user"] ?? "")}`);
  if (own.chance(profile.failing)) {
    const { failure, latency_ms, billed } = trouble(own);
    return failedCall({ target, failure, latency_ms, cost_usd: billed === "no" ? 0 : null });
  }
  const answer = mockAnswer(body, profile, truth, own);
  const usage: Usage = {
    input_uncached: inputTokensOf(body),
    cache_read: 0,
    cache_write: 0,
    output: answer.output_tokens,
    reasoning: 0,
  };
  const ttft = profile.ttft_ms * Math.exp(0.35 * own.normal());
  const latency = ttft + usage.output * profile.ms_per_token * Math.exp(0.2 * own.normal());
  const at = setup.runtime.now();
  const id = sha256Hex(`${key} ${target} ${tried}`).slice(0, 24);
  const response = chatCompletion(id, model, answer, usage, Math.floor(at / 1_000));
  const read = readAnswer(response);
  return {
    target,
    ok: true,
    failure: null,
    cost_usd: setup.cost(target, usage, at),
    latency_ms: Math.round(latency * 10) / 10,
    ttft_ms: body["stream"] === true ? Math.round(ttft * 10) / 10 : null,
    usage,
    evidence: "measured",
    signals: signalsOf(neutralRequest(body, "openai-chat", sha256Hex)?.prompt ?? null, read, usage),
    answer_hash: answerHash(read),
    response,
  };
}

/** Made-up models in this process: the same request gives the same answer, with plausible lengths, times, prices and failures. */
export const mock: Provider = {
  name: "mock",
  summary: "made-up models in this process, for tests and demos: OpenAI chat requests, reproducible answers",
  connect: (setup) => async (request, call, signal) => {
    const body = { ...request, ...call.patch };
    if (!Array.isArray(body["messages"])) {
      const message = "the mock provider takes OpenAI chat requests: expected `messages`";
      const failure = { class: "client_4xx" as const, code: "400", message };
      return failedCall({ target: call.target, failure, latency_ms: 1, cost_usd: 0 });
    }
    const outcome = answerOf(body, call.target, call.try, setup);
    if (setup.waits === true) await setup.runtime.sleep(outcome.latency_ms as number, signal);
    return outcome;
  },
};
