import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import Anthropic, { APIError as AnthropicError, RateLimitError } from "@anthropic-ai/sdk";
import OpenAI, { APIError } from "openai";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { remove, start, upstream, type AskedBody, type LoggedRow, type Running, type Upstream } from "./running.ts";

const WIRE = join(import.meta.dirname, "../../../shared/data/wire");
const MISSING = "recorded provider bodies (../shared/data/wire) are not there";

const linesOf = (file: string): readonly string[] =>
  readFileSync(join(WIRE, file), "utf8")
    .split("\n")
    .filter((line) => line.startsWith("{"));

/** Recorded lines as the events they were, with the names that the provider gives them and its terminator. */
function eventsOf(lines: readonly string[], named: boolean): readonly string[] {
  const events = lines.map((line) => {
    const { type } = JSON.parse(line) as { readonly type?: string };
    return `${named ? `event: ${type}\n` : ""}data: ${line}\n\n`;
  });
  return named ? events : [...events, "data: [DONE]\n\n"];
}

interface Answer {
  readonly status?: number;
  readonly type: string;
  readonly pieces: readonly string[];
  /** Goes on for as long as anybody listens. */
  readonly endless?: boolean;
}

const json = (file: string): Answer => ({
  type: "application/json",
  pieces: [readFileSync(join(WIRE, file), "utf8")],
});
const stream = (file: string): Answer => ({
  type: "text/event-stream",
  pieces: eventsOf(linesOf(file), !file.includes("chat")),
});

/** A recording of several answers, one after the other. */
function steps(file: string): readonly Answer[] {
  const answers: string[][] = [];
  for (const line of linesOf(file)) {
    if (line.startsWith('{"type":"response.created"')) answers.push([]);
    answers.at(-1)?.push(line);
  }
  return answers.map((lines) => ({ type: "text/event-stream", pieces: eventsOf(lines, true) }));
}

/** A recorded call of a tool in chat chunks. Its server left out the role, which OpenAI sends and OpenAI's client insists on. */
function chatTools(): Answer {
  const lines = linesOf("mistral/mistral-incremental-tool-call.chunks.txt");
  const first = (lines[0] as string).replace('"delta":{', '"delta":{"role":"assistant",');
  return { type: "text/event-stream", pieces: eventsOf([first, ...lines.slice(1)], false) };
}

const CALCULATE = {
  type: "object" as const,
  properties: { a: { type: "number" }, b: { type: "number" }, op: { type: "string" } },
  required: ["a", "b", "op"],
};
const WEATHER = { type: "object" as const, properties: { location: { type: "string" } }, required: ["location"] };
const PNG = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR4nGNgYGBgAAAABQABh6FO1AAAAABJRU5ErkJggg==";
const CHAT_WEATHER = [{ type: "function" as const, function: { name: "weather", parameters: WEATHER } }];
const CLAUDE = "claude-haiku-4-5";
const GPT = "gpt-5.1-codex-max";

describe("official clients, with recordings of OpenAI and Anthropic behind the gateway", () => {
  let providers: { readonly openai: Upstream; readonly anthropic: Upstream };
  let gateway: Running;
  let openai: OpenAI;
  let anthropic: Anthropic;
  /** What the providers answer next, in order. */
  let next: Answer[] = [];
  const paths: string[] = [];
  /** Answers that nobody listened to any more. */
  const left: string[] = [];

  beforeAll(async () => {
    const provider = (): Promise<Upstream> =>
      upstream((request, response) => {
        paths.push(request.url ?? "");
        const answer = next.shift();
        if (answer === undefined) {
          response.writeHead(500).end('{"error":{"message":"nothing recorded"}}');
          return;
        }
        response.writeHead(answer.status ?? 200, { "content-type": answer.type });
        for (const piece of answer.pieces) response.write(piece);
        if (answer.endless === true) response.once("close", () => left.push(request.url ?? ""));
        else response.end();
      });
    providers = { openai: await provider(), anthropic: await provider() };
    const config = (url: string, models: readonly unknown[]) => ({
      base_url: url,
      allow_private: true,
      key_env: "UPSTREAM_KEY",
      models,
    });
    gateway = await start({
      providers: {
        openai: config(providers.openai.url, [
          GPT,
          "gpt-5-mini",
          "text-embedding-3-small",
          { name: "plain", tools: false },
        ]),
        anthropic: config(providers.anthropic.url, [CLAUDE, "claude-sonnet-4-5"]),
      },
    });
    openai = new OpenAI({ apiKey: gateway.key, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
    anthropic = new Anthropic({ apiKey: gateway.key, baseURL: gateway.url, maxRetries: 0 });
  }, 30_000);

  beforeEach(({ skip }) => {
    skip(!existsSync(WIRE), MISSING);
    next = [];
    paths.length = 0;
    providers.openai.requests.length = 0;
    providers.anthropic.requests.length = 0;
  });

  afterAll(async () => {
    await gateway.stop();
    await providers.openai.close();
    await providers.anthropic.close();
    remove(gateway.folder);
  });

  /** A row that comes into the store a moment after its answer. */
  const rowOf = async (filter: string): Promise<LoggedRow> => {
    for (let tried = 0; tried < 100; tried++) {
      const { body } = await gateway.api("GET", `/api/logs?limit=1&${filter}`);
      const id = body.rows[0]?.request_id;
      if (id !== undefined) return (await gateway.api("GET", `/api/logs/${id}`)).body;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`no row where ${filter}`);
  };

  describe("OpenAI's client", () => {
    const asked = (model: string) => ({
      model,
      messages: [
        { role: "system" as const, content: "Be brief." },
        { role: "user" as const, content: "What is the weather in San Francisco?" },
      ],
      tools: CHAT_WEATHER,
    });

    it("streams a tool call from OpenAI", async () => {
      next = [chatTools()];
      const answer = await openai.chat.completions
        .stream({ ...asked(GPT), stream_options: { include_usage: true } })
        .finalChatCompletion();
      const [called] = answer.choices[0]?.message.tool_calls ?? [];
      expect(called).toMatchObject({ type: "function", function: { name: "webSearchTool" } });
      expect(answer.usage).toMatchObject({ prompt_tokens: 171, prompt_tokens_details: { cached_tokens: 128 } });
      expect(paths).toEqual(["/v1/chat/completions"]);
    });

    it("streams a tool call from Anthropic, and tells usage as asked", async () => {
      next = [stream("anthropic/anthropic-json-other-tool.1.chunks.txt")];
      const answer = await openai.chat.completions
        .stream({ ...asked(CLAUDE), stream_options: { include_usage: true } })
        .finalChatCompletion();
      expect(answer.choices[0]).toMatchObject({
        finish_reason: "tool_calls",
        message: {
          tool_calls: [
            {
              id: "toolu_019Zvehfe1XQWweT1pm7okyt",
              type: "function",
              function: { name: "weather", arguments: '{"location": "San Francisco"}' },
            },
          ],
        },
      });
      expect(answer.usage).toMatchObject({ prompt_tokens: 843, completion_tokens: 28, total_tokens: 871 });
      expect(answer.model).toContain("claude-haiku-4-5");
      expect(paths).toEqual(["/v1/messages"]);
      expect(providers.anthropic.headers.at(-1)).toMatchObject({ "x-api-key": "upstream-secret" });
      expect(providers.anthropic.requests[0]).toMatchObject({
        model: CLAUDE,
        stream: true,
        system: [{ type: "text", text: "Be brief." }],
        tools: [{ name: "weather" }],
      });
      const row = await rowOf(`model=${CLAUDE}`);
      expect(row).toMatchObject({ status: "ok", stream: true, dialect: "openai-chat" });
    });

    it("gets a whole text from either, and sends pictures", async () => {
      const image = { type: "image_url" as const, image_url: { url: `data:image/png;base64,${PNG}` } };
      const messages = [{ role: "user" as const, content: [{ type: "text" as const, text: "What is it?" }, image] }];
      next = [json("openai/chat__openai-text.json"), json("anthropic/anthropic-text.json")];
      const own = await openai.chat.completions.create({ model: GPT, messages });
      expect(own.choices[0]?.message.content).toContain("Galaxy Day");
      const other = await openai.chat.completions.create({ model: CLAUDE, messages });
      expect(other.choices[0]).toMatchObject({ finish_reason: "stop", message: { role: "assistant" } });
      expect(other.choices[0]?.message.content).toMatch(/^Hello! I'm doing well/u);
      expect(other.usage).toMatchObject({ prompt_tokens: 12, completion_tokens: 29 });
      expect(JSON.stringify(providers.openai.requests[0]?.messages)).toContain(PNG);
      expect(providers.anthropic.requests[0]?.messages).toMatchObject([
        {
          role: "user",
          content: [{ type: "text" }, { type: "image", source: { media_type: "image/png", data: PNG } }],
        },
      ]);
    });

    it("gets structured output from Anthropic", async () => {
      const schema = {
        type: "object",
        properties: { recipe: { type: "object" } },
        required: ["recipe"],
        additionalProperties: false,
      };
      next = [json("anthropic/anthropic-json-output-format.1.json")];
      const answer = await openai.chat.completions.parse({
        model: "claude-sonnet-4-5",
        messages: [{ role: "user", content: "A recipe for lasagna." }],
        response_format: { type: "json_schema", json_schema: { name: "recipe", strict: true, schema } },
      });
      expect(answer.choices[0]?.message.parsed).toMatchObject({ recipe: { name: "Classic Lasagna" } });
      expect(JSON.stringify(providers.anthropic.requests[0])).toContain('"recipe"');
    });

    it("speaks responses to either", async () => {
      const input = "Add 12 and 7.";
      const tools = [
        { type: "function" as const, name: "calculator", parameters: CALCULATE, strict: false },
        { type: "function" as const, name: "weather", parameters: WEATHER, strict: false },
      ];
      const [first] = steps("openai/responses__openai-reasoning-encrypted-content.1.chunks.txt");
      next = [first as Answer, stream("anthropic/anthropic-json-other-tool.1.chunks.txt")];
      const own = await openai.responses.stream({ model: GPT, input, tools }).finalResponse();
      expect(own.output.find(({ type }) => type === "function_call")).toMatchObject({ name: "calculator" });
      const other = await openai.responses.stream({ model: CLAUDE, input, tools }).finalResponse();
      expect(other).toMatchObject({
        status: "completed",
        output: [{ type: "function_call", name: "weather", arguments: '{"location": "San Francisco"}' }],
        usage: { input_tokens: 843, output_tokens: 28 },
      });
      expect(paths).toEqual(["/v1/responses", "/v1/messages"]);
    });

    it("goes where its tools can go; what the target was not told stands in the trace", async () => {
      const policy = { strategy: "cost_optimized", allow: ["plain:openai", `${CLAUDE}:anthropic`] };
      const made = await gateway.api("PUT", "/api/projects/default/endpoints/capable", { definition: { policy } });
      expect(made.status, JSON.stringify(made.body)).toBeLessThan(300);
      const ask = async (): Promise<{ status: number; id: string | null }> => {
        next = [json("anthropic/anthropic-json-other-tool.1.json")];
        const { response } = await openai.chat.completions
          .create({ ...asked("endpoint/capable"), seed: 7 })
          .withResponse();
        return { status: response.status, id: response.headers.get("x-understudy-request-id") };
      };
      let served: Awaited<ReturnType<typeof ask>> | null = null;
      for (let tried = 0; tried < 60 && served === null; tried++) {
        served = await ask().catch(() => new Promise((done) => setTimeout(() => done(null), 50)));
      }
      expect(paths).toEqual(["/v1/messages"]);
      const row = await rowOf("endpoint=capable&status=ok");
      expect(row.request_id).toBe(served?.id);
      expect(JSON.parse(row.trace)).toMatchObject({ dropped: ["seed"] });
      expect(row.trace).toMatch(/plain:openai[^}]*tools/u);
    });

    it("hears why a request that only OpenAI can look up cannot go to Anthropic", async () => {
      const failed = await openai.responses
        .create({ model: CLAUDE, input: "Go on.", previous_response_id: "resp_1" })
        .then(
          () => null,
          (error: unknown) => error,
        );
      expect(failed).toBeInstanceOf(APIError);
      expect(failed).toMatchObject({ status: 400, code: "unsupported_for_target" });
      expect((failed as APIError).message).toContain("previous_response_id");
      expect(paths).toEqual([]);
    });

    it("gets embeddings from a provider that has them, and no others", async () => {
      next = [json("openai/embedding__openai-embedding.json")];
      const { data } = await openai.embeddings.create({
        model: "text-embedding-3-small",
        input: ["a", "b"],
        encoding_format: "float",
      });
      expect(data[0]?.embedding[0]).toBeCloseTo(0.0057293195);
      expect(paths).toEqual(["/v1/embeddings"]);
      expect(await rowOf("model=text-embedding-3-small")).toMatchObject({ status: "ok", dialect: "embeddings" });
      const failed = await openai.embeddings.create({ model: CLAUDE, input: "a", encoding_format: "float" }).then(
        () => null,
        (error: unknown) => error,
      );
      expect(failed).toMatchObject({ status: 400, code: "unsupported_for_target" });
    });
  });

  describe("Anthropic's client", () => {
    it("streams a tool call from Anthropic", async () => {
      next = [stream("anthropic/anthropic-json-other-tool.1.chunks.txt")];
      const message = await anthropic.messages
        .stream({
          model: CLAUDE,
          max_tokens: 500,
          messages: [{ role: "user", content: "Weather in San Francisco?" }],
          tools: [{ name: "weather", input_schema: WEATHER }],
        })
        .finalMessage();
      expect(message).toMatchObject({
        stop_reason: "tool_use",
        content: [{ type: "tool_use", name: "weather", input: { location: "San Francisco" } }],
        usage: { input_tokens: 843, output_tokens: 28 },
      });
    });

    it("works through a whole task with a tool at OpenAI, which gets its reasoning back", async () => {
      next = [...steps("openai/responses__openai-reasoning-encrypted-content.1.chunks.txt")];
      const messages: Anthropic.MessageParam[] = [{ role: "user", content: "Compute (12 + 7) * 3 * 10." }];
      const results: unknown[] = [];
      let message: Anthropic.Message;
      for (;;) {
        message = await anthropic.messages
          .stream({
            model: GPT,
            max_tokens: 2_000,
            system: "Use the calculator.",
            messages,
            tools: [{ name: "calculator", input_schema: CALCULATE }],
          })
          .finalMessage();
        if (message.stop_reason !== "tool_use") break;
        messages.push({ role: "assistant", content: message.content });
        const content = message.content.flatMap((block) => {
          if (block.type !== "tool_use") return [];
          const { a, b, op } = block.input as { a: number; b: number; op: string };
          const value = op === "add" ? a + b : a * b;
          results.push(value);
          return [{ type: "tool_result" as const, tool_use_id: block.id, content: String(value) }];
        });
        messages.push({ role: "user", content });
      }
      expect(results).toEqual([19, 57, 570]);
      expect(message).toMatchObject({
        stop_reason: "end_turn",
        content: [{ type: "text", text: "The final result is **570**." }],
        usage: { input_tokens: 299, output_tokens: 12 },
      });
      expect(paths).toEqual(Array.from({ length: 4 }, () => "/v1/responses"));
      const [first, second] = providers.openai.requests as unknown as readonly (AskedBody & {
        readonly input: readonly object[];
      })[];
      expect(first).toMatchObject({ model: GPT, stream: true, store: false, max_output_tokens: 2_000 });
      expect(second?.input).toContainEqual(
        expect.objectContaining({ type: "reasoning", encrypted_content: expect.stringMatching(/^gAAAAAB/u) }),
      );
      expect(second?.input).toContainEqual(
        expect.objectContaining({ type: "function_call_output", call_id: "call_AB6AaRZ1FYZB2RwS6A5vbdqn" }),
      );
      expect(providers.openai.headers.at(-1)).toMatchObject({ authorization: "Bearer upstream-secret" });
    });

    it("gets a whole answer from OpenAI, thoughts and all", async () => {
      next = [json("openai/responses__openai-reasoning-encrypted-content.1.json")];
      const message = await anthropic.messages.create({
        model: "gpt-5-mini",
        max_tokens: 900,
        messages: [
          {
            role: "user",
            content: [
              { type: "text", text: "Go on." },
              { type: "image", source: { type: "base64", media_type: "image/png", data: PNG } },
            ],
          },
        ],
      });
      expect(message).toMatchObject({
        type: "message",
        stop_reason: "end_turn",
        content: [{ type: "thinking" }, { type: "text" }],
        usage: { input_tokens: 865, output_tokens: 163 },
      });
      expect(JSON.stringify(providers.openai.requests[0])).toContain(`data:image/png;base64,${PNG}`);
    });

    it("hears an error in its own words", async () => {
      next = [
        {
          status: 429,
          type: "application/json",
          pieces: ['{"error":{"message":"Slow down.","type":"requests","code":"rate_limit_exceeded"}}'],
        },
      ];
      const failed = await anthropic.messages
        .create({ model: "gpt-5-mini", max_tokens: 9, messages: [{ role: "user", content: "hi" }] })
        .then(
          () => null,
          (error: unknown) => error,
        );
      expect(failed).toBeInstanceOf(RateLimitError);
      expect((failed as Error).message).toContain("Slow down.");
    });

    it("stops the provider when it leaves", async () => {
      const [first] = steps("openai/responses__openai-reasoning-encrypted-content.1.chunks.txt");
      next = [{ ...(first as Answer), pieces: (first as Answer).pieces.slice(0, -1), endless: true }];
      const messages = [{ role: "user" as const, content: "hi" }];
      const stream = anthropic.messages.stream({ model: GPT, max_tokens: 90, messages });
      await new Promise<void>((begun) => void stream.once("streamEvent", () => begun()));
      expect(left).toEqual([]);
      stream.abort();
      await expect(stream.done()).rejects.toThrow("aborted");
      for (let tried = 0; tried < 100 && left.length === 0; tried++) await new Promise((done) => setTimeout(done, 20));
      expect(left).toEqual(["/v1/responses"]);
      expect(await rowOf("status=cancelled")).toMatchObject({ status: "cancelled", stream: true });
    });

    it("hears of a stream that broke off, and so does the log", async () => {
      const [first] = steps("openai/responses__openai-reasoning-encrypted-content.1.chunks.txt");
      next = [{ ...(first as Answer), pieces: (first as Answer).pieces.slice(0, -1) }];
      const failed = await anthropic.messages
        .stream({ model: GPT, max_tokens: 90, messages: [{ role: "user", content: "hi" }] })
        .finalMessage()
        .then(
          () => null,
          (error: unknown) => error,
        );
      expect(failed).toBeInstanceOf(AnthropicError);
      expect(await rowOf(`status=failed&model=${GPT}`)).toMatchObject({
        status: "failed",
        failure: { class: "truncated_stream" },
      });
    });
  });
});
