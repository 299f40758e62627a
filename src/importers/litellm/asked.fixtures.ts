import type { ImporterFixtures } from "../conformance.ts";
import { anonymous, call, lookup } from "./call.fixtures.ts";

export const ASKED: ImporterFixtures["accepted"] = [
  {
    title: "an Anthropic call: its system prompt stands among the messages, its answer counts in Anthropic's words",
    traps: ["cached tokens"],
    record: {
      ...anonymous,
      id: "n2",
      call_type: "anthropic_messages",
      custom_llm_provider: "anthropic",
      model: "claude-haiku-4-5",
      model_group: "claude",
      messages: [
        { role: "system", content: "Short." },
        { role: "user", content: "Refund for order 771?" },
      ],
      model_parameters: { max_tokens: 100 },
      prompt_tokens: 1000,
      completion_tokens: 7,
      total_tokens: 1007,
      metadata: { usage_object: { prompt_tokens: 1000, completion_tokens: 7, total_tokens: 1007 } },
      response: {
        type: "message",
        content: [{ type: "text", text: "Yes." }],
        stop_reason: "end_turn",
        usage: { input_tokens: 1000, cache_read_input_tokens: 900, output_tokens: 7 },
      },
    },
    expect: {
      dialect: "anthropic-messages",
      usage: { input_uncached: 1000, cache_read: 900, cache_write: 0, output: 7, reasoning: 0 },
      replayability: "exact",
      request_body: JSON.stringify({
        model: "claude",
        messages: [{ role: "user", content: "Refund for order 771?" }],
        max_tokens: 100,
        system: "Short.",
      }),
    },
  },
  {
    title: "an Anthropic call without a system prompt: one of several blocks is not logged",
    traps: ["cut body"],
    record: {
      ...anonymous,
      id: "n3",
      call_type: "anthropic_messages",
      messages: [{ role: "user", content: "Refund for order 771?" }],
      model_parameters: { max_tokens: 100 },
    },
    expect: { dialect: "anthropic-messages", replayability: "truncated", request_hash: null },
  },
  {
    title: "a Responses call",
    record: {
      ...anonymous,
      id: "r1",
      call_type: "aresponses",
      messages: "Hello?",
      model_parameters: { max_output_tokens: 9 },
    },
    expect: {
      dialect: "openai-responses",
      request_body: '{"model":"fast","input":"Hello?","max_output_tokens":9}',
      replayability: "exact",
    },
  },
  {
    title: "a body that was not logged",
    traps: ["missing body"],
    record: { ...call, id: "m1", messages: null },
    expect: { replayability: "body_missing", request_body: null, prompt_hash: null, request_hash: null },
  },
  {
    title: "a body that was cut",
    traps: ["cut body"],
    record: {
      ...call,
      id: "t1",
      messages: [{ role: "user", content: "Long... (litellm_truncated skipped 900 chars) ...end" }],
    },
    expect: { replayability: "truncated", request_hash: null },
  },
  {
    title: "a picture that was cut",
    traps: ["cut body"],
    record: {
      ...call,
      id: "t2",
      messages: [
        {
          role: "user",
          content: [{ type: "image_url", image_url: { url: "data:image/png;base64,[base64_data truncated: 1.20MB]" } }],
        },
      ],
    },
    expect: {
      replayability: "truncated",
      request_hash: null,
      needs: { tools: true, images: true, json_schema: false },
    },
  },
  {
    title: "tools as Gemini takes them, which older versions log: not what was asked",
    traps: ["cut body"],
    record: {
      ...call,
      id: "t3",
      custom_llm_provider: "gemini",
      model_parameters: { tools: [{ function_declarations: [lookup.function] }] },
    },
    expect: { replayability: "truncated", request_hash: null },
  },
  {
    title: "a body that was redacted",
    record: {
      ...call,
      id: "x1",
      messages: [{ role: "user", content: "redacted-by-litellm" }],
      response: {
        choices: [{ finish_reason: "stop", message: { role: "assistant", content: "redacted-by-litellm" } }],
      },
    },
    expect: { replayability: "redacted", request_hash: null, answer_hash: null },
  },
  {
    title: "an image made, which nothing of ours can replay",
    record: { ...call, id: "i1", call_type: "aimage_generation", messages: "A cat", response: { data: [] } },
    expect: { dialect: "unknown", replayability: "unknown_dialect", request_hash: null },
  },
  {
    title: "a type of call that nobody knows",
    record: { ...call, id: "u1", call_type: "constructor" },
    expect: { dialect: "unknown", replayability: "unknown_dialect" },
  },
  {
    title: "an embedding",
    record: {
      ...call,
      id: "e1",
      call_type: "aembedding",
      messages: [
        { role: "user", content: "a" },
        { role: "user", content: "b" },
      ],
      model_parameters: {},
      response: { data: [] },
    },
    expect: {
      dialect: "embeddings",
      request_hash: null,
      needs: { tools: false, images: false, json_schema: false },
      request_body: '{"model":"fast","input":["a","b"]}',
    },
  },
];
