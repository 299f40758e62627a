import { describe, expect, it } from "vitest";
import { readAnswer } from "../../core/answer/read-answer.ts";
import type { JsonObject } from "../../core/json.ts";
import type { LiveAnswer, LiveRequest } from "../../core/live/live-send.ts";
import { CLIENT_DIALECTS } from "../../dialects/index.ts";
import { lightSignal } from "../../sends/light-signal.ts";
import { liveRuntime } from "../../sends/runtime.ts";
import { providerConfig, type LiveSetup } from "../live-provider.ts";
import { mockLive } from "./mock-live.ts";

const DIALECTS = new Map(CLIENT_DIALECTS.map((dialect) => [dialect.name, dialect]));
/** Time passes at once. */
const SETUP: LiveSetup = {
  runtime: { ...liveRuntime(() => performance.now()), sleep: () => Promise.resolve() },
  now: () => Date.UTC(2026, 0, 1),
  cost: (_, usage) => usage.input_uncached + usage.output,
  dialects: DIALECTS,
  maxAnswerBytes: 1_000_000,
};
const PARAMETERS = { type: "object", properties: { city: { enum: ["Oslo"] } }, required: ["city"] };
const ASKED: Readonly<Record<string, JsonObject>> = {
  "openai-chat": {
    messages: [{ role: "user", content: "Weather?" }],
    tools: [{ type: "function", function: { name: "weather", parameters: PARAMETERS } }],
    tool_choice: "required",
  },
  "openai-responses": {
    input: "Weather?",
    tools: [{ type: "function", name: "weather", parameters: PARAMETERS }],
    tool_choice: "required",
  },
  "anthropic-messages": {
    max_tokens: 500,
    messages: [{ role: "user", content: "Weather?" }],
    tools: [{ name: "weather", input_schema: PARAMETERS }],
    tool_choice: { type: "any" },
  },
};

async function ask(name: string, body: JsonObject, model = "gpt-4o") {
  const dialect = DIALECTS.get(name as "openai-chat")!;
  const send = mockLive.connect(SETUP, providerConfig.parse({}), dialect);
  const asked = { model, ...body };
  const request: LiveRequest = {
    request_id: "r",
    dialect: dialect.name,
    body: asked,
    bytes: new TextEncoder().encode(JSON.stringify(asked)),
    stream: asked["stream" as keyof typeof asked] === (true as never),
    buffered: false,
    gone: lightSignal(),
  };
  const call = { target: `${model}:mock`, kind: "first", try: 0, patch: null, deadline_ms: null } as const;
  const outcome = await send(request, call, lightSignal());
  const answer = outcome.response as LiveAnswer | undefined;
  const parts = [...(answer?.chunks ?? [])];
  const end = await answer?.rest?.pipe({ write: (chunk) => parts.push(chunk) > 0 });
  return { outcome, end: end ?? answer?.end ?? null, text: Buffer.concat(parts).toString() };
}

describe.each(Object.keys(ASKED))("the mock, asked in %s", (name) => {
  const dialect = DIALECTS.get(name as "openai-chat")!;
  const asked = ASKED[name]!;

  it("answers, with usage and cost, the same each time", async () => {
    const { outcome, end, text } = await ask(name, asked);
    expect(outcome).toMatchObject({ ok: true, target: "gpt-4o:mock" });
    expect(end).toMatchObject({ ok: true, cost_usd: expect.any(Number) });
    const body = JSON.parse(text) as JsonObject;
    expect(readAnswer(body)?.tool_calls).toMatchObject([{ name: "weather", arguments: { city: "Oslo" } }]);
    expect(readAnswer(JSON.parse((await ask(name, asked)).text))).toEqual(readAnswer(body));
  });

  it("streams the same answer", async () => {
    const { end, text } = await ask(name, { ...asked, stream: true });
    expect(end).toMatchObject({ ok: true, cost_usd: expect.any(Number) });
    const watch = dialect.watch();
    watch.push(new TextEncoder().encode(text));
    expect(watch).toMatchObject({ begun: true, ended: true, failure: null });
    expect(readAnswer(dialect.reassemble(text))).toMatchObject({ tool_calls: [{ name: "weather" }] });
  });

  it("fails now and then, as the model it plays would", async () => {
    const kinds = new Set<string>();
    for (let tried = 0; tried < 400 && kinds.size === 0; tried++) {
      const { outcome } = await ask(
        name,
        name === "openai-responses"
          ? { input: `${tried}` }
          : { ...asked, user: `${tried}`, messages: [{ role: "user", content: `${tried}` }] },
      );
      if (!outcome.ok) kinds.add(outcome.failure!.class);
    }
    expect(["rate_limit", "server", "timeout"]).toEqual(expect.arrayContaining([...kinds]));
    expect(kinds.size).toBe(1);
  });
});

describe("the mock, asked for embeddings", () => {
  it("gives each text a direction of its own, in both encodings", async () => {
    const { outcome, text } = await ask("embeddings", { input: ["a", "b", "a"], dimensions: 8 });
    expect(outcome).toMatchObject({ ok: true, usage: { input_uncached: 3, output: 0 } });
    const { data } = JSON.parse(text) as { data: { index: number; embedding: number[] }[] };
    expect(data.map(({ index }) => index)).toEqual([0, 1, 2]);
    expect(data[0]?.embedding).toEqual(data[2]?.embedding);
    expect(data[0]?.embedding).not.toEqual(data[1]?.embedding);
    expect(Math.hypot(...(data[0]?.embedding ?? []))).toBeCloseTo(1, 5);
    const packed = await ask("embeddings", { input: "a", dimensions: 8, encoding_format: "base64" });
    const [one] = (JSON.parse(packed.text) as { data: { embedding: string }[] }).data;
    const bytes = Buffer.from(one!.embedding, "base64");
    expect(bytes.length).toBe(32);
    expect(bytes.readFloatLE(0)).toBeCloseTo(data[0]!.embedding[0]!, 6);
  });
});
