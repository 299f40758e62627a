import type { ImporterFixtures } from "../conformance.ts";
import { LOOKED_UP, LOOKUP, TOOL, other, signals } from "./call.fixtures.ts";

export const OPENLLMETRY: ImporterFixtures["accepted"] = [
  {
    title: "blocks of Anthropic as OpenLLMetry writes them, and what it thought as a choice of its own",
    record: other("aaa29b7ec3c1b180", {
      "llm.request.type": "chat",
      "gen_ai.system": "Anthropic",
      "gen_ai.request.model": "claude-haiku-4-5",
      "gen_ai.prompt.0.role": "user",
      "gen_ai.prompt.0.content": "Refund for order 771?",
      "gen_ai.prompt.1.role": "assistant",
      "gen_ai.prompt.1.content": JSON.stringify([
        { type: "thinking", thinking: "First the order." },
        { type: "text", text: "I look it up." },
        { type: "tool_use", id: "t1", name: "lookup_order", input: { id: "771" } },
      ]),
      "gen_ai.prompt.2.role": "user",
      "gen_ai.prompt.2.content": JSON.stringify([
        { type: "tool_result", tool_use_id: "t1", content: [{ type: "text", text: "shipped" }] },
        { type: "image", source: { type: "base64", media_type: "image/png", data: "aGVsbG8=" } },
      ]),
      "gen_ai.completion.0.role": "thinking",
      "gen_ai.completion.0.content": "It is shipped.",
      "gen_ai.completion.0.finish_reason": "end_turn",
      "gen_ai.completion.1.role": "assistant",
      "gen_ai.completion.1.content": "It is on its way.",
      "llm.request.functions.0.name": "lookup_order",
      "llm.request.functions.0.input_schema": JSON.stringify(LOOKUP),
    }),
    expect: {
      replayability: "exact",
      request_body: JSON.stringify({
        model: "claude-haiku-4-5",
        messages: [
          { role: "user", content: "Refund for order 771?" },
          { role: "assistant", content: "I look it up.", tool_calls: [LOOKED_UP] },
          { role: "tool", tool_call_id: "t1", content: "shipped" },
          { role: "user", content: [{ type: "image_url", image_url: { url: "data:image/png;base64,aGVsbG8=" } }] },
        ],
        tools: [TOOL],
      }),
      response_body: JSON.stringify({
        object: "chat.completion",
        model: "claude-haiku-4-5",
        choices: [
          {
            index: 0,
            message: { role: "assistant", content: "It is on its way.", reasoning_content: "It is shipped." },
            finish_reason: "end_turn",
          },
        ],
      }),
      signals: signals({ finish_reason: "stop" }),
    },
  },
  {
    title: "messages of a later OpenLLMetry: after the conventions, and yet as the SDK takes them",
    record: other("aaa29b7ec3c1b181", {
      "llm.request.type": "chat",
      "gen_ai.system": "anthropic",
      "gen_ai.request.model": "claude-haiku-4-5",
      "gen_ai.input.messages": JSON.stringify([
        { role: "user", content: "Refund for order 771?" },
        {
          role: "assistant",
          content: null,
          tool_calls: [{ id: "t1", name: "lookup_order", arguments: '{"id":"771"}' }],
        },
        { role: "user", content: '[{"type":"tool_result","tool_use_id":"t1","content":"shipped"}]' },
      ]),
      "gen_ai.output.messages": JSON.stringify([
        { role: "thinking", content: "Once more." },
        { role: "assistant", tool_calls: [{ id: "t2", name: "lookup_order", arguments: '{"id":"771"}' }] },
        { role: "assistant", content: "One moment." },
      ]),
      "gen_ai.response.finish_reasons": ["tool_use"],
      "gen_ai.tool.definitions": JSON.stringify([{ name: "lookup_order", input_schema: LOOKUP }]),
      "gen_ai.request.structured_output_schema": JSON.stringify(LOOKUP),
    }),
    expect: {
      replayability: "exact",
      request_body: JSON.stringify({
        model: "claude-haiku-4-5",
        messages: [
          { role: "user", content: "Refund for order 771?" },
          { role: "assistant", content: null, tool_calls: [LOOKED_UP] },
          { role: "tool", tool_call_id: "t1", content: "shipped" },
        ],
        tools: [TOOL],
        response_format: { type: "json_schema", json_schema: { name: "answer", schema: LOOKUP } },
      }),
      signals: signals({ finish_reason: "tool_calls", tool_calls: true, tool_calls_valid: true }),
    },
  },
  {
    title: "JSON without a schema, a penalty, a user and a refusal in OpenLLMetry's words",
    record: other("aaa29b7ec3c1b182", {
      "llm.request.type": "chat",
      "gen_ai.system": "openai",
      "gen_ai.request.model": "gpt-4o",
      "gen_ai.prompt.0.role": "user",
      "gen_ai.prompt.0.content": "As JSON",
      "gen_ai.request.structured_output_schema": '{"type": "json_object"}',
      "llm.frequency_penalty": 0.5,
      "llm.user": "u9",
      "gen_ai.completion.0.role": "assistant",
      "gen_ai.completion.0.refusal": "I may not.",
    }),
    expect: {
      end_user: "u9",
      replayability: "exact",
      request_body: JSON.stringify({
        model: "gpt-4o",
        messages: [{ role: "user", content: "As JSON" }],
        frequency_penalty: 0.5,
        response_format: { type: "json_object" },
      }),
      signals: signals({ refusal: true }),
    },
  },
  {
    title: "OpenLLMetry in JavaScript, which has another name for a tool's parameters and leaves calls of tools out",
    record: other("aaa29b7ec3c1b18c", {
      "llm.request.type": "chat",
      "gen_ai.system": "OpenAI",
      "gen_ai.request.model": "gpt-4o",
      "gen_ai.prompt.0.role": "user",
      "gen_ai.prompt.0.content": "Refund for order 771?",
      "gen_ai.prompt.1.role": "assistant",
      "gen_ai.prompt.1.content": "null",
      "gen_ai.prompt.2.role": "tool",
      "gen_ai.prompt.2.content": "shipped",
      "llm.request.functions.0.name": "lookup_order",
      "llm.request.functions.0.arguments": JSON.stringify(LOOKUP),
    }),
    expect: {
      replayability: "truncated",
      request_body: JSON.stringify({
        model: "gpt-4o",
        messages: [
          { role: "user", content: "Refund for order 771?" },
          { role: "assistant", content: null },
          { role: "tool", content: "shipped" },
        ],
        tools: [TOOL],
      }),
    },
    traps: ["cut body"],
  },
];
