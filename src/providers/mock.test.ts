import { describe, expect, it } from "vitest";
import type { Outcome } from "../core/outcome.ts";
import { liveRuntime } from "../sends/runtime.ts";
import { firstCall } from "../testing/send-conformance.ts";
import { virtualRuntime } from "../testing/virtual-runtime.ts";
import { mock } from "./mock.ts";
import { profileOf } from "./mock/profiles.ts";
import type { ProviderSetup, RequestBody } from "./provider.ts";

const STILL = liveRuntime(() => 1_000_000);
const NEVER = STILL.child(null).signal;

function ask(body: RequestBody, target: string, more: Partial<ProviderSetup> = {}, tried = 0): Promise<Outcome> {
  const send = mock.connect({ runtime: STILL, cost: (_, { output }) => output, ...more });
  return send(body, firstCall(target, { try: tried }), NEVER);
}

function question(index: number, more: RequestBody = {}): RequestBody {
  return { model: "any", messages: [{ role: "user", content: `Tell me about parcel ${index}.` }], ...more };
}

async function many(count: number, target: string, more: RequestBody = {}): Promise<readonly Outcome[]> {
  return Promise.all(Array.from({ length: count }, (_, index) => ask(question(index, more), target)));
}

function mean(numbers: readonly number[]): number {
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
}

const TOOL = {
  type: "function",
  function: {
    name: "book",
    parameters: {
      type: "object",
      properties: {
        room: { type: "string", enum: ["a", "b", "c"] },
        people: { type: "integer", minimum: 1, maximum: 8 },
        extras: { type: "array", items: { type: "string" } },
        projector: { type: "boolean" },
      },
      required: ["room", "people", "projector"],
    },
  },
};

describe("the mock provider", () => {
  it("gives the same answer to the same request, and another under another seed, target or try", async () => {
    const base = await ask(question(1), "gpt-4o:openai");
    expect(await ask(question(1), "gpt-4o:openai")).toEqual(base);
    expect(await ask(question(1, { model: "renamed", metadata: { a: "b" } }), "gpt-4o:openai")).toEqual(base);
    const others = [
      await ask(question(1), "gpt-4o:openai", { seed: "other" }),
      await ask(question(1), "gpt-4o-mini:openai"),
      await ask(question(1), "gpt-4o:openai", {}, 1),
      await ask(question(2), "gpt-4o:openai"),
    ];
    for (const other of others) expect(other.answer_hash).not.toBe(base.answer_hash);
  });

  it("takes no time unless it is told to wait", async () => {
    const runtime = virtualRuntime();
    const told = await runtime.drive(ask(question(1), "gpt-4o:openai", { runtime }));
    expect(runtime.now()).toBe(0);
    await runtime.drive(ask(question(1), "gpt-4o:openai", { runtime, waits: true }));
    expect(runtime.now()).toBe(told.latency_ms);
  });

  it("answers tool calls and schemas that mostly fit, the weaker model less often", async () => {
    const valid = async (target: string): Promise<number> => {
      const outcomes = (await many(400, target, { tools: [TOOL], tool_choice: "required" })).filter(({ ok }) => ok);
      return mean(
        outcomes.map(({ signals }) => Number(signals?.tool_calls === true && signals.tool_calls_valid === true)),
      );
    };
    const [strong, weak] = [await valid("gpt-4o:openai"), await valid("mistral-small-latest:mistral")];
    expect(strong).toBeGreaterThan(0.96);
    expect(weak).toBeLessThan(strong);
    expect(weak).toBeGreaterThan(0.85);
    const schema = { type: "json_schema", json_schema: { schema: TOOL.function.parameters } };
    const shaped = (await many(200, "gpt-4o:openai", { response_format: schema })).filter(({ ok }) => ok);
    expect(mean(shaped.map(({ signals }) => Number(signals?.json_schema)))).toBeGreaterThan(0.95);
  });

  it("lets models agree more often than chance, so that a vote means something", async () => {
    const body = { tools: [TOOL], tool_choice: "required" };
    const [one, other] = [await many(300, "gpt-4o:openai", body), await many(300, "claude-haiku-4-5:anthropic", body)];
    const same = one.filter(
      ({ answer_hash }, index) => answer_hash !== null && answer_hash === other[index]?.answer_hash,
    );
    expect(same.length / one.length).toBeGreaterThan(0.4);
    expect(same.length / one.length).toBeLessThan(0.95);
  });

  it("keeps models in proportion: a fast one answers sooner, a wordy one longer", async () => {
    const [strong, fast] = [await many(300, "gpt-4o:openai"), await many(300, "gemini-2.5-flash:google")];
    const latency = (outcomes: readonly Outcome[]): number =>
      mean(outcomes.filter(({ ok }) => ok).map(({ latency_ms }) => latency_ms as number));
    const tokens = (outcomes: readonly Outcome[]): number =>
      mean(outcomes.filter(({ ok }) => ok).map(({ usage }) => usage?.output as number));
    expect(latency(fast)).toBeLessThan(0.75 * latency(strong));
    expect(tokens(fast) / tokens(strong)).toBeGreaterThan(1.02);
    expect(tokens(fast) / tokens(strong)).toBeLessThan(1.2);
  });

  it("fails now and then, as a value, at a cost that is known or not", async () => {
    const failed = (await many(3_000, "gpt-4o:openai")).filter(({ ok }) => !ok);
    const expected = 3_000 * profileOf("gpt-4o").failing;
    expect(Math.abs(failed.length - expected)).toBeLessThan(5 * Math.sqrt(expected));
    for (const { failure, cost_usd, usage } of failed) {
      expect(usage).toBeNull();
      expect(cost_usd).toBe(failure?.class === "timeout" ? null : 0);
    }
    expect(failed.some(({ failure }) => (failure?.retry_after_ms ?? 0) > 0)).toBe(true);
  });

  it("stops at the output limit and says so", async () => {
    const outcome = await ask(question(3, { max_tokens: 5 }), "gpt-4o:openai");
    expect(outcome).toMatchObject({ ok: true, signals: { finish_reason: "length", output_tokens: 5 }, cost_usd: 5 });
  });

  it("tells the time to the first token of a stream", async () => {
    const outcome = await ask(question(4, { stream: true }), "gpt-4o:openai");
    expect(outcome.ttft_ms).toBeGreaterThan(0);
    expect(outcome.ttft_ms).toBeLessThan(outcome.latency_ms as number);
    expect((await ask(question(4), "gpt-4o:openai")).ttft_ms).toBeNull();
  });

  it("takes the attempt's parameters over the request's", async () => {
    const send = mock.connect({ runtime: STILL, cost: () => null });
    const outcome = await send(question(5), firstCall("gpt-4o:openai", { patch: { max_tokens: 3 } }), NEVER);
    expect(outcome.signals?.output_tokens).toBe(3);
    expect(outcome.cost_usd).toBeNull();
  });

  it("refuses what is no chat request", async () => {
    const outcome = await ask({ input: "hello" }, "gpt-4o:openai");
    expect(outcome).toMatchObject({ ok: false, failure: { class: "client_4xx" } });
  });

  it("makes up a steady profile for a model it does not know, and takes dated names for the model", () => {
    expect(profileOf("house-model")).toEqual(profileOf("house-model"));
    expect(profileOf("house-model")).not.toEqual(profileOf("other-model"));
    expect(profileOf("gpt-4o-2024-08-06")).toBe(profileOf("gpt-4o"));
    expect(profileOf("gpt-4o-mini-2024-07-18")).toBe(profileOf("gpt-4o-mini"));
  });
});
