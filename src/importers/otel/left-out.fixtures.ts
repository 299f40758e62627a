import type { ImporterFixtures } from "../conformance.ts";
import { call, other } from "./call.fixtures.ts";
import { log, logBatch } from "./otlp.fixtures.ts";

export const LEFT_OUT: NonNullable<ImporterFixtures["others"]> = [
  {
    title: "the span around the calls of a Vercel AI function",
    record: other("bbb19b7ec3c1b171", { "ai.operationId": "ai.generateText", "ai.usage.inputTokens": 100 }),
    what: "ai.generateText",
  },
  {
    title: "a tool that was run",
    record: other("bbb19b7ec3c1b172", { "gen_ai.operation.name": "execute_tool" }),
    what: "execute_tool",
  },
  { title: "a chain", record: other("bbb19b7ec3c1b173", { "openinference.span.kind": "CHAIN" }), what: "chain" },
  { title: "a workflow", record: other("bbb19b7ec3c1b174", { "traceloop.span.kind": "workflow" }), what: "workflow" },
  {
    title: "a span of HTTP",
    record: other("bbb19b7ec3c1b175", { "http.request.method": "POST" }),
    what: "a span without a model's call",
  },
  {
    title: "a span of our own gateway",
    record: other("bbb19b7ec3c1b176", { ...call, "understudy.request_id": "x" }),
    what: "a span of Understudy's own",
  },
  {
    title: "any other line of a log",
    record: logBatch([log("app.started", {})]),
    what: "a log record of no model's call",
  },
];
