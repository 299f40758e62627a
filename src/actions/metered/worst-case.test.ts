import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { UNKNOWN_CAPABILITIES, type Capabilities } from "../../core/facts.ts";
import type { JsonObject } from "../../core/json.ts";
import type { LiveRequest } from "../../core/live/live-send.ts";
import type { RateTier } from "../../core/rates.ts";
import { lightSignal } from "../../sends/light-signal.ts";
import { firstCall } from "../../testing/send-conformance.ts";
import { inputBound, tokensOf } from "./input-bound.ts";
import { callBound, type WorstCaseParts } from "./worst-case.ts";

const TIERS: readonly RateTier[] = [
  { from_input_tokens: 0, input: 1e-6, cache_read: 1e-7, cache_write: 1.25e-6, output: 4e-6 },
  { from_input_tokens: 200_000, input: 2e-6, cache_read: 2e-7, cache_write: 2e-6, output: 6e-6 },
];
const RATES = { spans: [{ from: 0, tiers: TIERS }], source: "user" } as const;

function request(body: JsonObject, dialect: LiveRequest["dialect"] = "openai-chat"): LiveRequest {
  const bytes = new TextEncoder().encode(JSON.stringify(body));
  return { request_id: "r", dialect, body, bytes, stream: false, buffered: false, gone: lightSignal() };
}

interface Setting extends Partial<WorstCaseParts> {
  readonly kind?: string;
  readonly can?: Partial<Capabilities>;
  readonly baseline?: number | null;
  readonly dialect?: LiveRequest["dialect"];
  readonly patch?: JsonObject;
}

function boundOf(
  body: JsonObject,
  { kind = "openai", can = {}, baseline = null, dialect, patch, ...parts }: Setting = {},
) {
  const bound = callBound({
    about: () => ({ kind, rates: RATES, recorded: false }),
    capabilities: () => ({ ...UNKNOWN_CAPABILITIES, ...can }),
    now: () => 1,
    force: false,
    ...parts,
  });
  return bound(request(body, dialect), firstCall("m:p", { patch: patch ?? null }), baseline);
}

function made(body: JsonObject, setting?: Setting) {
  const bounded = boundOf(body, setting);
  if ("refused" in bounded) throw new Error(bounded.refused.message);
  return bounded;
}

const messages = [{ role: "user", content: "Where is my order?" }];
const ASKED = { model: "m", messages };
const input = (body: JsonObject): number => inputBound(body, request(body).bytes, "openai-chat", "m");

describe("the worst case of a call", () => {
  it("is the input's bound at its dearest price and the output's limit", () => {
    const body = { ...ASKED, max_tokens: 500 };
    const { worst_usd, call } = made(body);
    expect(worst_usd).toBeCloseTo(input(body) * 1.25e-6 + 500 * 4e-6, 12);
    expect(call).toEqual(firstCall("m:p"));
  });

  it("takes the dearest of the tiers that the input may come to", () => {
    const body = { model: "m", max_tokens: 10, messages: [{ role: "user", content: "word ".repeat(140_000) }] };
    expect(input(body)).toBeGreaterThan(200_000);
    expect(made(body).worst_usd).toBeCloseTo(input(body) * 2e-6 + 10 * 6e-6, 12);
  });

  it.each([
    ["openai-chat", "openai", "max_completion_tokens"],
    ["openai-chat", "azure", "max_completion_tokens"],
    ["openai-chat", "anthropic", "max_tokens"],
    ["openai-chat", "openai-compatible", "max_tokens"],
    ["openai-responses", "openai", "max_output_tokens"],
    ["anthropic-messages", "anthropic", "max_tokens"],
  ] as const)("sets a limit where the request has none: %s to %s as %s", (dialect, kind, field) => {
    const { call, worst_usd } = made(ASKED, { dialect, kind, baseline: 700, patch: { temperature: 0 } });
    expect(call.patch).toEqual({ temperature: 0, [field]: 2_800 });
    expect(worst_usd).toBeGreaterThan(2_800 * 4e-6);
    expect(made(ASKED, { dialect, kind }).call.patch).toEqual({ [field]: 1_024 });
    expect(made(ASKED, { dialect, kind, baseline: 700, can: { max_output: 512 } }).call.patch).toEqual({
      [field]: 512,
    });
  });

  it("leaves the limit that a request, or its plan, has", () => {
    const both = { ...ASKED, max_completion_tokens: 100, max_tokens: 300 };
    expect(made(both).worst_usd).toBeCloseTo(input(both) * 1.25e-6 + 300 * 4e-6, 12);
    const planned = made(ASKED, { patch: { max_tokens: 50 } });
    expect(planned.call.patch).toEqual({ max_tokens: 50 });
    expect(planned.worst_usd).toBeLessThan(60 * 4e-6 + 300 * 1.25e-6);
  });

  it("counts every choice, a prediction, and reasoning that a translated call adds", () => {
    const body = { ...ASKED, max_tokens: 100 };
    const plain = made(body).worst_usd;
    expect(made({ ...body, n: 3 }).worst_usd - plain).toBeCloseTo(200 * 4e-6, 5);
    const prediction = { type: "content", content: "one two three four five six ".repeat(50) };
    expect(made({ ...body, prediction }).worst_usd - plain).toBeGreaterThan(300 * 4e-6);
    const thoughtful = { ...body, reasoning_effort: "high" };
    expect(made(thoughtful, { kind: "anthropic", can: { max_output: 64_000 } }).worst_usd).toBeGreaterThan(
      64_000 * 4e-6,
    );
    expect(made(thoughtful, { kind: "openai" }).worst_usd).toBeLessThan(200 * 4e-6 + 300 * 1.25e-6);
  });

  it("knows that a cache for an hour costs twice the input", () => {
    const content = [{ type: "text", text: "x", cache_control: { type: "ephemeral", ttl: "1h" } }];
    const body = { model: "m", max_tokens: 0, messages: [{ role: "user", content }] };
    expect(made(body, { dialect: "anthropic-messages", kind: "anthropic" }).worst_usd).toBeCloseTo(
      input(body) * 2e-6,
      12,
    );
  });

  it("bounds embeddings by their input alone, tokens one by one", () => {
    const texts = { model: "m", input: ["Where is my order?", "On its way."] };
    const { call, worst_usd } = made(texts, { dialect: "embeddings" });
    expect(call.patch).toBeNull();
    expect(worst_usd).toBeLessThan(60 * 1.25e-6);
    expect(made({ model: "m", input: [1, 2, 3, 4] }, { dialect: "embeddings" }).worst_usd).toBeCloseTo(4 * 1.25e-6, 12);
    expect(made({ model: "m", input: [[1, 2], [3]] }, { dialect: "embeddings" }).worst_usd).toBeCloseTo(
      3 * 1.25e-6,
      12,
    );
  });

  it("refuses a call whose price is not known, unless forced", () => {
    const about = () => ({ kind: "openai", rates: null, recorded: false });
    expect(boundOf(ASKED, { about })).toMatchObject({ refused: { class: "invalid_request", code: "price_unknown" } });
    expect(made(ASKED, { about, force: true })).toMatchObject({ worst_usd: 0, unpriced: true });
    expect(made(ASKED, { about, force: true }).call.patch).toEqual({ max_completion_tokens: 1_024 });
  });

  it("pays nobody for a recording, and nobody that is not there", () => {
    const recorded = made(ASKED, { about: () => ({ kind: "recorded", rates: RATES, recorded: true }) });
    expect(recorded).toEqual({ worst_usd: 0, call: firstCall("m:p"), free: true });
    expect(made(ASKED, { about: () => null })).toEqual(recorded);
  });
});

describe("the bound of an input", () => {
  it("counts pictures as pictures, not as the letters they are written in", () => {
    const url = `data:image/png;base64,${"iVBORw0KGgo".repeat(50_000)}`;
    const body = (model: string): number => {
      const asked = { model, messages: [{ role: "user", content: [{ type: "image_url", image_url: { url } }] }] };
      return inputBound(asked, request(asked).bytes, "openai-chat", model);
    };
    expect(body("gpt-4o")).toBeLessThan(5_000);
    expect(body("gpt-4o-mini-2024-07-18")).toBeGreaterThan(48_169);
  });

  it("adds what providers write around tools", () => {
    const tools = [{ type: "function", function: { name: "find", parameters: {} } }];
    expect(input({ ...ASKED, tools }) - input(ASKED)).toBeGreaterThan(800);
  });

  // Tokens as o200k_base or cl100k_base count them, whichever has more.
  it.each([
    ["The quick brown fox jumps over the lazy dog.", 10],
    ["你好,世界!今天天气怎么样?", 17],
    ["Где мой заказ? Он должен был прийти вчера.", 19],
    ["👩‍👩‍👧‍👦👍🏽🇳🇴", 30],
    ["8f14e45fceea167a5a36dedd4bea2543", 19],
    ["3.14159265358979323846", 9],
    ["if (a[i] !== b[j]) { return foo(bar)?.baz ?? null; }", 19],
    ["dGhpcyBpcyBzb21lIHJhbmRvbSBiYXNlNjQgdGV4dA==Qm9nLWFsc28taGVyZS0x", 48],
    ["वह घर जा रहा है", 16],
    ["நான் வீட்டிற்கு செல்கிறேன்", 35],
    ["ภาษาไทยเป็นภาษาที่สวยงาม", 27],
    ["ქართული ენა", 21],
    ["هذا الكتاب مفيد جدا", 14],
  ])("is no less than what tokenizers count: %s", (text, tokens) => {
    expect(tokensOf(text) * 1.5).toBeGreaterThanOrEqual(tokens);
  });

  const calls = join(import.meta.dirname, "../../../../shared/data/bfcl/litellm");
  it("is no less than what providers counted of 15,000 real calls with tools", (context) => {
    if (!existsSync(calls)) context.skip(`the tool-calling logs are not there (${calls})`);
    let counted = 0;
    const below: string[] = [];
    for (const file of readdirSync(calls))
      for (const line of readFileSync(join(calls, file), "utf8").trim().split("\n")) {
        const {
          id,
          model,
          messages: asked,
          model_parameters,
          prompt_tokens: tokens,
        } = JSON.parse(line) as {
          readonly id: string;
          readonly model: string;
          readonly messages: unknown;
          readonly model_parameters: JsonObject;
          readonly prompt_tokens: number;
        };
        const body = { model, messages: asked, ...model_parameters };
        counted += 1;
        if (inputBound(body, request(body).bytes, "openai-chat", model) < tokens) below.push(id);
      }
    expect(counted).toBeGreaterThan(15_000);
    expect(below).toEqual([]);
  });
});
