import { context, trace, SpanStatusCode, type Tracer } from "@opentelemetry/api";
import { OTLPTraceExporter as JsonExporter } from "@opentelemetry/exporter-trace-otlp-http";
import { OTLPTraceExporter as ProtobufExporter } from "@opentelemetry/exporter-trace-otlp-proto";
import { BatchSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { remove, start, type LoggedRow, type Running } from "../gateway/running.ts";
import { understudyJson } from "../understudy.ts";

const DAY = 86_400_000;
const CALLS = 40;

interface Row extends LoggedRow {
  readonly source: string;
  readonly origin: string;
  readonly project: string;
  readonly model: string;
  readonly source_id: string;
  readonly replayability: string;
  readonly usage: Readonly<Record<string, number>>;
}

interface Simulated {
  readonly baseline: { readonly cost_usd: number };
  readonly difference: { readonly cost_pct: number };
}

/** An application whose model client is instrumented after the conventions, below a framework that is too. */
function application(tracer: Tracer, number: number): void {
  const startTime = Date.now() - DAY + number * 1_000;
  const attributes = {
    "gen_ai.operation.name": "chat",
    "gen_ai.provider.name": "openai",
    "gen_ai.request.model": "gpt-4o",
    "gen_ai.response.model": "gpt-4o",
    "gen_ai.request.temperature": 0,
    "gen_ai.usage.input_tokens": 1_000 + number,
    "gen_ai.usage.output_tokens": 200,
    "gen_ai.input.messages": JSON.stringify([
      { role: "user", parts: [{ type: "text", content: `Question ${number}` }] },
    ]),
    "gen_ai.output.messages": JSON.stringify([
      { role: "assistant", parts: [{ type: "text", content: `Answer ${number}` }], finish_reason: "stop" },
    ]),
  };
  const agent = tracer.startSpan("agent", { startTime, attributes: { "gen_ai.operation.name": "invoke_agent" } });
  const around = tracer.startSpan("ChatOpenAI.chat", { startTime, attributes }, trace.setSpan(context.active(), agent));
  const inside = tracer.startSpan("chat gpt-4o", { startTime, attributes }, trace.setSpan(context.active(), around));
  if (number % 10 === 9)
    inside.setStatus({ code: SpanStatusCode.ERROR, message: "slow down" }).setAttribute("error.type", "429");
  inside.end(startTime + 800);
  around.end(startTime + 805);
  agent.end(startTime + 900);
}

describe("an application instrumented with OpenTelemetry's SDK sends its spans to a gateway", () => {
  let gateway: Running;
  let url = "";
  let headers: Readonly<Record<string, string>> = {};

  beforeAll(async () => {
    gateway = await start({});
    url = `${gateway.url}/v1/traces`;
    headers = { authorization: `Bearer ${gateway.key}` };
    const exporters = [
      new JsonExporter({ url, headers, compression: "gzip" as never }),
      new ProtobufExporter({ url, headers }),
    ];
    for (const [number, exporter] of exporters.entries()) {
      const provider = new TracerProvider({
        spanProcessors: [new BatchSpanProcessor({ exporter, maxExportBatchSize: 25 })],
      });
      const tracer = provider.getTracer("a client");
      for (let call = number; call < CALLS; call += exporters.length) application(tracer, call);
      await provider.forceFlush();
      await provider.shutdown();
    }
  });
  afterAll(async () => {
    await gateway.stop();
    remove(gateway.folder);
  });

  const listed = async (): Promise<readonly Row[]> => {
    for (let waited = 0; ; waited += 50) {
      const { rows } = (await gateway.api("GET", "/api/logs?limit=1000")).body as unknown as {
        readonly rows: readonly Row[];
      };
      if (rows.length >= CALLS || waited > 5_000) return rows;
      await new Promise((done) => setTimeout(done, 50));
    }
  };

  it("each call is one row, with its texts, whichever way it came", async () => {
    const rows = await listed();
    expect(rows).toHaveLength(CALLS);
    expect(rows.filter(({ status }) => status === "failed")).toHaveLength(CALLS / 10);
    for (const row of rows) {
      expect(row).toMatchObject({ source: "otel-genai", origin: "import", project: "default", replayability: "exact" });
      expect([800, 805]).toContain(Math.round(row.latency_ms));
    }
    for (const newest of rows.slice(0, 2)) {
      const { body } = await gateway.api("GET", `/api/logs/${newest.request_id}`);
      const number = Number((newest as Row).usage["input_uncached"]) - 1_000;
      expect(JSON.parse(body.request_body)).toEqual({
        model: "gpt-4o",
        messages: [{ role: "user", content: `Question ${number}` }],
        temperature: 0,
      });
      expect(body.response_body).toContain(`Answer ${number}`);
    }
  });

  it("sending them again adds nothing", async () => {
    const [{ source_id: id }] = (await listed()) as readonly [Row];
    const [traceId, spanId] = id.split("-");
    const nanos = `${Date.now() - DAY}000000`;
    const span = {
      traceId,
      spanId,
      startTimeUnixNano: nanos,
      endTimeUnixNano: nanos,
      attributes: [
        { key: "gen_ai.operation.name", value: { stringValue: "chat" } },
        { key: "gen_ai.request.model", value: { stringValue: "gpt-4o" } },
      ],
    };
    const body = JSON.stringify({ resourceSpans: [{ scopeSpans: [{ spans: [span] }] }] });
    const answer = await fetch(url, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json" },
      body,
    });
    expect([answer.status, await answer.json()]).toEqual([200, {}]);
    await new Promise((done) => setTimeout(done, 200));
    expect(await listed()).toHaveLength(CALLS);
  });

  it("a simulation over them says what another model would have cost", async () => {
    const result = await understudyJson<Simulated>([
      "simulate",
      "--policy",
      "single:gpt-4o-mini:openai",
      "--last",
      "7d",
      "--data",
      gateway.folder,
    ]);
    expect(result).toMatchObject({
      requests: CALLS,
      baseline: { errors: CALLS / 10, cost_rows: { logged: 0, list: CALLS, unpriced: 0 }, evidence: "recorded" },
      candidate: { unpriced: 0 },
      unreplayable: {},
    });
    const input = Array.from({ length: CALLS }, (_, number) => 1_000 + number).reduce((sum, tokens) => sum + tokens, 0);
    expect(result.baseline.cost_usd).toBeCloseTo((input * 2.5 + CALLS * 200 * 10) / 1e6, 9);
    expect(result.difference.cost_pct).toBeCloseTo(-94, 6);
  });
});
