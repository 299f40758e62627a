import type { ImporterFixtures } from "../conformance.ts";
import { ANSWERED, ASKED, ID, TOOLS, call, signals } from "./call.fixtures.ts";
import { attributes, batch, log, logBatch, nanos, span } from "./otlp.fixtures.ts";

export const BESIDE: NonNullable<ImporterFixtures["calls"]> = [
  {
    title: "a span and the details logged beside it",
    records: [
      logBatch([
        log("gen_ai.client.inference.operation.details", {
          "gen_ai.operation.name": "chat",
          "gen_ai.input.messages": ASKED,
          "gen_ai.output.messages": ANSWERED,
          "gen_ai.tool.definitions": TOOLS,
        }),
      ]),
      batch([span(call)]),
    ],
    expect: [
      {
        source_id: ID,
        created_at: 1793610843120,
        latency_ms: 1790,
        replayability: "exact",
        usage: { input_uncached: 216, cache_read: 1024, cache_write: 0, output: 312, reasoning: 0 },
      },
    ],
  },
  {
    title: "a span and the messages logged beside it, as up to 1.36",
    records: [
      batch([span(call)]),
      logBatch([
        log(
          "gen_ai.user.message",
          {},
          { timeUnixNano: nanos(130), body: { kvlistValue: { values: attributes({ content: "Hello" }) } } },
        ),
      ]),
      logBatch([
        log(
          "",
          { "event.name": "gen_ai.choice" },
          {
            eventName: undefined,
            body: {
              kvlistValue: { values: attributes({ index: 0, finish_reason: "stop", message: { content: "Hi" } }) },
            },
          },
        ),
      ]),
    ],
    expect: [
      {
        replayability: "exact",
        request_body: '{"model":"gpt-4o-mini","messages":[{"role":"user","content":"Hello"}],"temperature":0}',
        signals: signals({ finish_reason: "stop" }),
      },
    ],
  },
  {
    title: "the details alone: how long it took is not known",
    records: [
      logBatch([log("gen_ai.client.inference.operation.details", { ...call, "gen_ai.input.messages": ASKED })]),
    ],
    expect: [{ source_id: ID, created_at: 1793610844900, latency_ms: null, replayability: "exact" }],
  },
  {
    title: "messages logged without their texts, as is the default: they say who spoke, and no more",
    records: [
      batch([span(call)]),
      logBatch([
        log("gen_ai.system.message", {}),
        log("gen_ai.user.message", {}),
        log(
          "gen_ai.choice",
          {},
          {
            body: {
              kvlistValue: {
                values: attributes({ index: 0, finish_reason: "stop", message: { role: "assistant" } }),
              },
            },
          },
        ),
      ]),
    ],
    expect: [{ source_id: ID, request_body: null, response_body: null, replayability: "body_missing" }],
  },
];
