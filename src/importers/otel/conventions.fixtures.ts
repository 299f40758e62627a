import type { ImporterFixtures } from "../conformance.ts";
import { ASKED, ID, LOOKUP, REQUEST, TOOLS, call, other, signals, texts } from "./call.fixtures.ts";
import { event, span } from "./otlp.fixtures.ts";

export const CONVENTIONS: ImporterFixtures["accepted"] = [
  {
    title: "a streamed call after the conventions, its messages as JSON",
    record: other("eee19b7ec3c1b174", {
      ...call,
      ...texts,
      "gen_ai.response.time_to_first_chunk": 0.4,
      "gen_ai.response.finish_reasons": ["tool_calls"],
      "gen_ai.conversation.id": "s9",
      "user.id": "cust_88",
    }),
    expect: {
      source: "otel-genai",
      source_id: ID,
      created_at: 1793610843120,
      latency_ms: 1790,
      ttft_ms: 400,
      stream: true,
      model_requested: "gpt-4o-mini",
      model: "gpt-4o-mini-2024-07-18",
      provider: "openai",
      end_user: "cust_88",
      session: "s9",
      usage: { input_uncached: 216, cache_read: 1024, cache_write: 0, output: 312, reasoning: 0 },
      cost_logged: null,
      dialect: "openai-chat",
      replayability: "exact",
      request_body: REQUEST,
      needs: { tools: true, images: false, json_schema: false },
      signals: signals({ finish_reason: "tool_calls", tool_calls: true, tool_calls_valid: true }),
      metadata: {
        "service.name": "support-bot",
        trace_id: "5b8efff798038103d269b633813fc60c",
        instrumentation: "opentelemetry.instrumentation.openai_v2",
      },
    },
    traps: ["cached tokens", "units"],
  },
  {
    title: "the same as values instead of JSON, with a system prompt beside the messages and an answered tool call",
    record: other("aaa19b7ec3c1b171", {
      ...call,
      "gen_ai.system_instructions": [{ type: "text", content: "Be brief." }],
      "gen_ai.input.messages": [
        ...ASKED,
        {
          role: "assistant",
          parts: [{ type: "tool_call", id: "c1", name: "lookup_order", arguments: { id: "771" } }],
        },
        { role: "tool", parts: [{ type: "tool_call_response", id: "c1", result: "shipped" }] },
      ],
      "gen_ai.output.messages": [
        { role: "assistant", parts: [{ type: "text", content: "It is on its way." }], finish_reason: "stop" },
      ],
      "gen_ai.tool.definitions": TOOLS,
    }),
    expect: {
      replayability: "exact",
      request_body: JSON.stringify({
        model: "gpt-4o-mini",
        messages: [
          { role: "system", content: "Be brief." },
          { role: "user", content: "Refund for order 771?" },
          {
            role: "assistant",
            content: null,
            tool_calls: [{ id: "c1", type: "function", function: { name: "lookup_order", arguments: '{"id":"771"}' } }],
          },
          { role: "tool", tool_call_id: "c1", content: "shipped" },
        ],
        tools: [{ type: "function", function: { name: "lookup_order", parameters: LOOKUP } }],
        temperature: 0,
      }),
    },
  },
  {
    title: "a picture among the parts, in the words of a framework",
    record: other("aaa19b7ec3c1b172", {
      ...call,
      "gen_ai.provider.name": "langchain",
      "gen_ai.system": "OpenAI",
      "gen_ai.input.messages": JSON.stringify([
        {
          role: "Human",
          parts: [
            { type: "text", content: "What is it?" },
            { type: "blob", modality: "image", mime_type: "image/png", content: "aGVsbG8=" },
          ],
        },
      ]),
    }),
    expect: {
      provider: "openai",
      replayability: "exact",
      needs: { tools: false, images: true, json_schema: false },
      response_body: null,
    },
  },
  {
    title: "a call whose texts are not captured, as is the default",
    record: other("aaa19b7ec3c1b173", call),
    expect: {
      request_body: null,
      response_body: null,
      replayability: "body_missing",
      usage: { input_uncached: 216, cache_read: 1024, cache_write: 0, output: 312, reasoning: 0 },
    },
    traps: ["missing body"],
  },
  {
    title: "messages that the SDK's limit of attribute lengths cut in the middle",
    record: other("aaa19b7ec3c1b174", { ...call, "gen_ai.input.messages": JSON.stringify(ASKED).slice(0, 40) }),
    expect: { replayability: "truncated", request_hash: null, request_body: null },
    traps: ["cut body"],
  },
  {
    title: "a span of which attributes were dropped",
    record: other("aaa19b7ec3c1b175", { ...call, ...texts }, { droppedAttributesCount: 3 }),
    expect: { replayability: "truncated", prompt_hash: null },
    traps: ["cut body"],
  },
  {
    title: "tools that were called and are not in the span",
    record: other("aaa19b7ec3c1b176", { ...call, ...texts, "gen_ai.tool.definitions": "" }),
    expect: { replayability: "truncated" },
  },
  {
    title: "an answer asked for as JSON, whose schema the conventions leave out",
    record: other("aaa19b7ec3c1b177", {
      ...call,
      "gen_ai.output.type": "json",
      "gen_ai.input.messages": JSON.stringify(ASKED),
    }),
    expect: { replayability: "truncated" },
  },
  {
    title: "events of the conventions up to 1.36",
    record: other(
      "aaa19b7ec3c1b178",
      {
        "gen_ai.operation.name": "chat",
        "gen_ai.system": "mistral_ai",
        "gen_ai.request.model": "mistral-small",
        "gen_ai.usage.input_tokens": 9,
        "gen_ai.usage.output_tokens": 2,
      },
      {
        events: [
          event("gen_ai.system.message", { content: "Be brief." }),
          event("gen_ai.user.message", { content: "Hello" }),
          event("gen_ai.choice", {
            index: 0,
            finish_reason: "stop",
            message: JSON.stringify({ role: "assistant", content: "Hi" }),
          }),
        ],
      },
    ),
    expect: {
      provider: "mistral",
      replayability: "exact",
      request_body: JSON.stringify({
        model: "mistral-small",
        messages: [
          { role: "system", content: "Be brief." },
          { role: "user", content: "Hello" },
        ],
      }),
      response_body: JSON.stringify({
        object: "chat.completion",
        model: "mistral-small",
        choices: [{ index: 0, message: { role: "assistant", content: "Hi" }, finish_reason: "stop" }],
      }),
    },
  },
  {
    title: "embeddings",
    record: other("aaa19b7ec3c1b17f", {
      "gen_ai.operation.name": "embeddings",
      "gen_ai.provider.name": "openai",
      "gen_ai.request.model": "text-embedding-3-small",
      "gen_ai.usage.input_tokens": 12,
    }),
    expect: {
      dialect: "embeddings",
      replayability: "body_missing",
      usage: { input_uncached: 12, cache_read: 0, cache_write: 0, output: 0, reasoning: 0 },
    },
  },
  {
    title: "a completion of a text, which is no chat",
    record: other("aaa19b7ec3c1b180", {
      "llm.request.type": "completion",
      "gen_ai.request.model": "gpt-3.5-turbo-instruct",
      "gen_ai.prompt.0.content": "Once upon",
    }),
    expect: { dialect: "unknown", replayability: "unknown_dialect" },
  },
  {
    title: "a call that was refused for its rate",
    record: other(
      "aaa19b7ec3c1b181",
      { ...call, "error.type": "429", "gen_ai.input.messages": JSON.stringify(ASKED) },
      { status: { code: 2, message: "Rate limit reached" } },
    ),
    expect: {
      status: "failed",
      failure: { class: "rate_limit", code: "429", message: "Rate limit reached" },
      replayability: "exact",
    },
  },
  {
    title: "a call that failed by an exception",
    record: other("aaa19b7ec3c1b182", call, {
      status: { code: "STATUS_CODE_ERROR" },
      events: [
        event("exception", {
          "exception.type": "openai.APIConnectionError",
          "exception.message": "Connection error.",
        }),
      ],
    }),
    expect: { failure: { class: "connect", code: "openai.APIConnectionError", message: "Connection error." } },
  },
  {
    title: "ids in base64, as some writers of JSON put them, and the older name of scopes",
    record: {
      resource_spans: [
        {
          scope_spans: [{ spans: [span(call, { traceId: "W47/95gDgQPSabYzgT/GDA==", spanId: "qqGbfsPBsZM=" })] }],
        },
      ],
    },
    expect: { source_id: "5b8efff798038103d269b633813fc60c-aaa19b7ec3c1b193" },
  },
];
