import { arrayOf, type JsonObject } from "../../core/json.ts";
import type { LiveSend } from "../../core/live/live-send.ts";
import type { Usage } from "../../core/usage.ts";
import { countedEnd } from "../http/answer-end.ts";
import { wholeOutcome } from "../http/outcomes.ts";
import type { LiveSetup } from "../live-provider.ts";
import { draws } from "../mock/draws.ts";
import { countTokens } from "../mock/prose.ts";

const DIMENSIONS = 256;
const MOST_DIMENSIONS = 4_096;

/** A direction that a text alone fixes, of length 1. */
function vectorOf(text: string, dimensions: number): Float32Array {
  const { normal } = draws(`vector ${text}`);
  const vector = Float32Array.from({ length: dimensions }, normal);
  const length = Math.hypot(...vector);
  return vector.map((value) => value / length);
}

function textsOf(input: unknown): readonly string[] {
  if (typeof input === "string") return [input];
  const list = arrayOf(input);
  return typeof list[0] === "number"
    ? [JSON.stringify(list)]
    : list.map((one) => (typeof one === "string" ? one : JSON.stringify(one)));
}

/** Made-up vectors: the same text has the same one. */
export function mockEmbeddings(setup: LiveSetup): LiveSend {
  return async (request, call, signal) => {
    const started = setup.runtime.now();
    const body: JsonObject = { ...request.body, ...call.patch };
    const texts = textsOf(body["input"]);
    const wanted = Number(body["dimensions"] ?? DIMENSIONS);
    const dimensions = Number.isInteger(wanted) && wanted > 0 ? Math.min(wanted, MOST_DIMENSIONS) : DIMENSIONS;
    const data = texts.map((text, index) => {
      const vector = vectorOf(text, dimensions);
      const packed = body["encoding_format"] === "base64";
      return {
        object: "embedding",
        index,
        embedding: packed ? Buffer.from(vector.buffer).toString("base64") : [...vector],
      };
    });
    const tokens = texts.reduce((all, text) => all + countTokens(text), 0);
    const told = { prompt_tokens: tokens, total_tokens: tokens };
    const whole = { object: "list", data, model: body["model"], usage: told };
    await setup.runtime.sleep(20, signal);
    const usage: Usage = { input_uncached: tokens, cache_read: 0, cache_write: 0, output: 0, reasoning: 0 };
    const parts = { request, target: call.target, setup, latency_ms: setup.runtime.now() - started, ttft_ms: null };
    const end = countedEnd(parts, null, { usage, raw: told }, () => whole);
    return wholeOutcome(call.target, end, {
      status: 200,
      content_type: "application/json",
      chunks: [new TextEncoder().encode(JSON.stringify(whole))],
      rest: null,
      end,
      dropped: [],
    });
  };
}
