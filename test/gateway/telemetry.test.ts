import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { remove, start, upstream, type Running, type Upstream } from "./running.ts";

const SAID = "What only the client says";
const ANSWERED = "What only the model says";
const TRACE = "0af7651916cd43dd8448eb211c80319c";
const PARENT = "b7ad6b7169203331";
const USAGE = {
  prompt_tokens: 20,
  completion_tokens: 6,
  total_tokens: 26,
  prompt_tokens_details: { cached_tokens: 8 },
  completion_tokens_details: { reasoning_tokens: 2 },
};

interface Attribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface Span {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code?: number; readonly message?: string };
}

const head = { id: "c1", created: 1, model: "m" };
const event = (delta: object, more: object = {}): string =>
  `data: ${JSON.stringify({ ...head, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason: null }], ...more })}\n\n`;

describe("a gateway whose environment names a collector", () => {
  let collector: Server;
  let provider: Upstream;
  let gateway: Running;
  let texts = "";
  const documents: { readonly resourceSpans: readonly Readonly<Record<string, unknown>>[] }[] = [];
  const spans: Span[] = [];
  const requestIds: string[] = [];

  beforeAll(async () => {
    collector = createServer((request, response) => {
      let text = "";
      request.on("data", (chunk: Buffer) => (text += chunk.toString()));
      request.on("end", () => {
        texts += `${request.url} ${request.headers.authorization} ${text}`;
        const document = JSON.parse(text) as (typeof documents)[number];
        documents.push(document);
        for (const { scopeSpans } of document.resourceSpans)
          for (const one of scopeSpans as readonly { readonly spans: readonly Span[] }[]) spans.push(...one.spans);
        response.writeHead(200).end("{}");
      });
    });
    await new Promise<void>((ready) => collector.listen(0, "127.0.0.1", ready));
    provider = await upstream((_, response, { model, stream }) => {
      if (model === "broken") response.writeHead(500).end(`{"error":{"message":"${ANSWERED}"}}`);
      else if (stream === true) {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(event({ role: "assistant", content: ANSWERED }));
        if (model === "cut") setTimeout(() => response.destroy(), 20);
        else response.end(`${event({}, { choices: [], usage: USAGE })}data: [DONE]\n\n`);
      } else {
        const choices = [{ index: 0, message: { role: "assistant", content: ANSWERED }, finish_reason: "stop" }];
        response
          .writeHead(200, { "content-type": "application/json" })
          .end(JSON.stringify({ ...head, object: "chat.completion", choices, usage: USAGE }));
      }
    });
    gateway = await start(
      { providers: { openai: { base_url: provider.url, allow_private: true, key_env: "UPSTREAM_KEY" } } },
      undefined,
      "",
      {
        OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${(collector.address() as AddressInfo).port}/`,
        OTEL_EXPORTER_OTLP_HEADERS: "authorization=Basic%20abc==",
        OTEL_RESOURCE_ATTRIBUTES: "deployment.environment.name=test",
      },
    );
    const policy = { strategy: "fallback_chain", targets: ["broken:openai", "gpt-4o-mini:openai"] };
    await gateway.api("PUT", "/api/projects/default/endpoints/support", { definition: { policy } });
    const ask = async (body: object, headers: Readonly<Record<string, string>> = {}): Promise<void> => {
      const response = await fetch(`${gateway.url}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${gateway.key}`, ...headers },
        body: JSON.stringify({ messages: [{ role: "user", content: SAID }], ...body }),
      });
      requestIds.push(response.headers.get("x-understudy-request-id") ?? "");
      await response.text();
    };
    await ask(
      { model: "endpoint/support" },
      { traceparent: `00-${TRACE}-${PARENT}-01`, "x-understudy-session": "basket-7" },
    );
    await ask({ model: "gpt-4o-mini", stream: true });
    await ask({ model: "cut:openai", stream: true });
    await ask({ model: "nobody-serves-it" });
    await ask({ model: "gpt-4o-mini" }, { traceparent: `00-${TRACE}-${PARENT}-00` });
    await gateway.stop();
  }, 40_000);
  afterAll(async () => {
    await provider.close();
    collector.closeAllConnections();
    await new Promise((done) => collector.close(done));
    remove(gateway.folder);
  });

  const attributesOf = (span: Span | undefined): Readonly<Record<string, unknown>> =>
    Object.fromEntries((span?.attributes ?? []).map(({ key, value }) => [key, Object.values(value)[0]]));
  /** The span of a request, then those of its calls. */
  const spansOf = (request: number): readonly Span[] => {
    const root = spans.find((one) => attributesOf(one)["understudy.request_id"] === requestIds[request]);
    return root === undefined ? [] : [root, ...spans.filter((one) => one.parentSpanId === root.spanId)];
  };

  it("tells it of a request in its caller's trace, with each call to a provider below it", () => {
    const [root, failed, answered, ...more] = spansOf(0);
    expect(more).toEqual([]);
    expect(root).toMatchObject({
      traceId: TRACE,
      parentSpanId: PARENT,
      name: "chat endpoint/support",
      kind: 2,
      status: {},
    });
    expect(attributesOf(root)).toMatchObject({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "endpoint/support",
      "gen_ai.response.model": "gpt-4o-mini",
      "gen_ai.conversation.id": "basket-7",
      "gen_ai.usage.input_tokens": "20",
      "gen_ai.usage.output_tokens": "6",
      "gen_ai.usage.cache_read.input_tokens": "8",
      "gen_ai.usage.reasoning.output_tokens": "2",
      "http.response.status_code": "200",
      "understudy.project": "default",
      "understudy.strategy": "fallback_chain",
      "understudy.origin": "live",
      "understudy.outcome": "ok",
    });
    expect(attributesOf(root)).not.toHaveProperty(["error.type"]);
    expect(failed).toMatchObject({ name: "chat broken", kind: 3, status: { code: 2, message: "server" } });
    expect(attributesOf(failed)).toMatchObject({ "error.type": "server", "gen_ai.request.model": "broken" });
    expect(answered).toMatchObject({ name: "chat gpt-4o-mini", kind: 3, status: {} });
    expect(attributesOf(answered)).toMatchObject({
      "gen_ai.operation.name": "chat",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "gpt-4o-mini",
      "gen_ai.usage.input_tokens": "20",
    });
    const cost = answered?.attributes.find(({ key }) => key === "understudy.cost_usd")?.value["doubleValue"];
    expect(cost).toBeCloseTo(12 * 0.15e-6 + 8 * 0.075e-6 + 6 * 0.6e-6, 12);
    for (const one of [root, failed, answered]) {
      expect(one?.spanId).toMatch(/^[0-9a-f]{16}$/u);
      expect(BigInt(one?.endTimeUnixNano ?? 0)).toBeGreaterThan(BigInt(one?.startTimeUnixNano ?? 0));
      expect(BigInt(one?.startTimeUnixNano ?? 0)).toBeGreaterThanOrEqual(BigInt(root?.startTimeUnixNano ?? 0));
      expect(Number(BigInt(one?.startTimeUnixNano ?? 0) / 1_000_000n)).toBeGreaterThan(Date.UTC(2024, 0));
    }
  });

  it("tells of a stream when it has ended: with its usage and its first chunk, and as an error where it broke", () => {
    const [root, call] = spansOf(1);
    expect(root).toMatchObject({ traceId: requestIds[1]?.replaceAll("-", ""), status: {} });
    expect(root).not.toHaveProperty("parentSpanId");
    for (const one of [root, call]) {
      expect(attributesOf(one)).toMatchObject({ "gen_ai.request.stream": true, "gen_ai.usage.output_tokens": "6" });
      const first = one?.attributes.find(({ key }) => key === "gen_ai.response.time_to_first_chunk");
      expect(first?.value["doubleValue"]).toBeGreaterThan(0);
    }
    const [broken, brokenCall] = spansOf(2);
    for (const one of [broken, brokenCall]) {
      expect(one?.status).toEqual({ code: 2, message: "truncated_stream" });
      expect(attributesOf(one)).toMatchObject({ "error.type": "truncated_stream" });
    }
    expect(attributesOf(broken)).toMatchObject({ "http.response.status_code": "200", "understudy.outcome": "failed" });
  });

  it("tells of a request that went to nobody; not of one whose caller records nothing", () => {
    const refused = spansOf(3);
    expect(refused).toHaveLength(1);
    expect(refused[0]).toMatchObject({ name: "chat nobody-serves-it", status: { code: 2 } });
    expect(attributesOf(refused[0])).toMatchObject({
      "gen_ai.provider.name": "understudy",
      "http.response.status_code": "404",
      "error.type": "invalid_request",
    });
    expect(requestIds[4]).not.toBe("");
    expect(spansOf(4)).toEqual([]);
    expect(spans).toHaveLength(3 + 2 + 2 + 1);
  });

  it("says who it is, and nothing of what was said", () => {
    expect(texts).toMatch(/^\/v1\/traces Basic abc== \{/u);
    expect(documents[0]?.resourceSpans[0]?.["resource"]).toMatchObject({
      attributes: expect.arrayContaining([
        { key: "service.name", value: { stringValue: "understudy" } },
        { key: "deployment.environment.name", value: { stringValue: "test" } },
      ]),
    });
    for (const secret of [SAID, ANSWERED, gateway.key, "upstream-secret"]) expect(texts).not.toContain(secret);
    expect(provider.headers.flatMap((one) => Object.keys(one))).not.toContain("traceparent");
  });
});

describe("a gateway whose collector cannot be reached", () => {
  it("serves all the same, says so once, and counts what it gave up", async () => {
    const provider = await upstream((_, response) => response.end('{"choices":[]}'));
    const gone = await upstream(() => {});
    await gone.close();
    const gateway = await start(
      { providers: { openai: { base_url: provider.url, allow_private: true } } },
      undefined,
      "",
      { OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: `${gone.url}/v1/traces` },
    );
    const ask = (): Promise<number> =>
      fetch(`${gateway.url}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${gateway.key}` },
        body: JSON.stringify({ model: "gpt-4o-mini", messages: [{ role: "user", content: "hi" }] }),
      }).then(async (response) => {
        await response.text();
        return response.status;
      });
    for (let round = 0; round < 15; round++) {
      const statuses = await Promise.all(Array.from({ length: 20 }, ask));
      expect(new Set(statuses).size).toBe(1);
    }
    await gateway.stop();
    const told = gateway.lines().filter(({ level }) => level === "warn");
    expect(told).toMatchObject([{ message: "spans do not get to the collector" }]);
    expect(gateway.lines().at(-1)).toMatchObject({ message: "stopped", rows_lost: 0, written_rows: 300 });
    await provider.close();
    remove(gateway.folder);
  }, 30_000);

  it("does not start where the variable holds no URL", async () => {
    await expect(start({}, undefined, "", { OTEL_EXPORTER_OTLP_ENDPOINT: "collector" })).rejects.toThrow(
      /OTEL_EXPORTER_OTLP_ENDPOINT is no http\(s\) URL/u,
    );
  });
});
