import type { ImporterFixtures } from "../conformance.ts";
import { LOOKED_UP, LOOKUP, TOOL, call, other, signals } from "./call.fixtures.ts";
import { attributes } from "./otlp.fixtures.ts";

const event = (name: string, content: object): object => ({
  name,
  timeUnixNano: "1793610843500000000",
  attributes: attributes({ "gen_ai.system": "az.ai.inference", "gen_ai.event.content": JSON.stringify(content) }),
});

export const FRAMEWORKS: ImporterFixtures["accepted"] = [
  {
    title: "OpenInference around LangChain, which has members of its own among the parameters",
    record: other("aaa29b7ec3c1b183", {
      "openinference.span.kind": "LLM",
      "llm.model_name": "gpt-4o",
      "llm.provider": "openai",
      "llm.invocation_parameters": JSON.stringify({
        _type: "openai-chat",
        model: "gpt-4o",
        model_name: "gpt-4o",
        temperature: 0.7,
        stop: null,
        tools: [TOOL],
        tool_choice: { type: "tool", name: "lookup_order" },
      }),
      "llm.input_messages.0.message.role": "user",
      "llm.input_messages.0.message.content": "Refund for order 771?",
      "llm.output_messages.0.message.role": "assistant",
      "llm.output_messages.0.message.function_call_name": "lookup_order",
      "llm.output_messages.0.message.function_call_arguments_json": '{"id":"771"}',
    }),
    expect: {
      replayability: "exact",
      request_body: JSON.stringify({
        model: "gpt-4o",
        messages: [{ role: "user", content: "Refund for order 771?" }],
        tools: [TOOL],
        temperature: 0.7,
        tool_choice: { type: "function", function: { name: "lookup_order" } },
      }),
      signals: signals({ tool_calls: true, tool_calls_valid: true }),
    },
  },
  {
    title: "parameters of another API that a chat completion has no equal of",
    record: other("aaa29b7ec3c1b184", {
      "openinference.span.kind": "LLM",
      "llm.model_name": "gemini-2.5-flash",
      "llm.invocation_parameters": '{"max_output_tokens":9,"response_schema":{"type":"OBJECT"},"tool_choice":"auto"}',
      "llm.input_messages.0.message.role": "user",
      "llm.input_messages.0.message.content": "Hello",
    }),
    expect: {
      replayability: "truncated",
      request_body:
        '{"model":"gemini-2.5-flash","messages":[{"role":"user","content":"Hello"}],"max_completion_tokens":9}',
    },
    traps: ["cut body"],
  },
  {
    title: "a text alone as the input of OpenAI's Responses",
    record: other("aaa29b7ec3c1b185", {
      "openinference.span.kind": "LLM",
      "llm.model_name": "gpt-4o",
      "input.value": '{"model":"gpt-4o","input":"Hello","max_output_tokens":5}',
      "llm.input_messages.0.message.role": "user",
      "llm.input_messages.0.message.content": "Hello",
    }),
    expect: {
      dialect: "openai-responses",
      replayability: "exact",
      request_body: '{"model":"gpt-4o","input":"Hello","max_output_tokens":5}',
    },
  },
  {
    title: "events of Azure's SDKs, whose texts are the JSON of one attribute",
    record: other(
      "aaa29b7ec3c1b186",
      { "gen_ai.operation.name": "chat", "gen_ai.system": "az.ai.inference", "gen_ai.request.model": "gpt-4o" },
      {
        events: [
          event("gen_ai.user.message", { role: "user", content: "Hello" }),
          event("gen_ai.choice", { index: 0, finish_reason: "stop", message: { content: "Hi" } }),
        ],
      },
    ),
    expect: {
      provider: "azure",
      replayability: "exact",
      request_body: '{"model":"gpt-4o","messages":[{"role":"user","content":"Hello"}]}',
      response_body:
        '{"object":"chat.completion","model":"gpt-4o","choices":[{"index":0,"message":{"role":"assistant","content":"Hi"},"finish_reason":"stop"}]}',
    },
  },
  {
    title: "Spring AI, which writes all values as text",
    record: other("aaa29b7ec3c1b187", {
      "gen_ai.operation.name": "chat",
      "gen_ai.system": "openai",
      "gen_ai.request.model": "gpt-4o",
      "gen_ai.request.temperature": "0.5",
      "gen_ai.request.stop_sequences": '["bye"]',
      "gen_ai.input.messages": '[{"role":"user","content":"Hello"}]',
      "gen_ai.output.messages": '[{"role":"assistant","content":"Hi"}]',
      "gen_ai.response.finish_reasons": '["STOP"]',
      "gen_ai.usage.input_tokens": "1000",
      "gen_ai.usage.output_tokens": "500",
      "gen_ai.usage.total_tokens": "1500",
    }),
    expect: {
      request_body:
        '{"model":"gpt-4o","messages":[{"role":"user","content":"Hello"}],"temperature":0.5,"stop":["bye"]}',
      usage: { input_uncached: 1000, cache_read: 0, cache_write: 0, output: 500, reasoning: 0 },
      signals: signals({ finish_reason: "stop" }),
    },
  },
  {
    title: "tools and cost as Pydantic AI writes them",
    record: other("aaa29b7ec3c1b188", {
      ...call,
      "operation.cost": 0.001,
      "gen_ai.input.messages": '[{"role":"user","parts":[{"type":"text","content":"Refund for order 771?"}]}]',
      model_request_parameters: JSON.stringify({
        function_tools: [{ name: "lookup_order", description: null, parameters_json_schema: LOOKUP }],
        output_mode: "text",
        output_tools: [],
      }),
    }),
    expect: {
      cost_logged: 0.001,
      replayability: "exact",
      request_body: JSON.stringify({
        model: "gpt-4o-mini",
        messages: [{ role: "user", content: "Refund for order 771?" }],
        tools: [TOOL],
        temperature: 0,
      }),
    },
  },
  {
    title: "tools whose parameters were not captured, as is the conventions' default",
    record: other("aaa29b7ec3c1b189", {
      ...call,
      "gen_ai.input.messages": '[{"role":"user","parts":[{"type":"text","content":"Refund for order 771?"}]}]',
      "gen_ai.tool.definitions": '[{"type":"function","name":"lookup_order"}]',
    }),
    expect: { replayability: "truncated" },
    traps: ["cut body"],
  },
  {
    title: "a request of LiteLLM, which names the operation by its function",
    record: other("aaa29b7ec3c1b18a", {
      "gen_ai.operation.name": "acompletion",
      "llm.request.type": "acompletion",
      "gen_ai.system": "anthropic",
      "gen_ai.request.model": "claude-haiku-4-5",
      "gen_ai.usage.input_tokens": 1000,
      "gen_ai.usage.output_tokens": 20,
      "gen_ai.usage.total_tokens": 1020,
      "gen_ai.cost.total_cost": 0.0011,
      "llm.is_streaming": "True",
      "metadata.user_api_key_end_user_id": "cust_88",
      "llm.request.functions.0.name": "lookup_order",
      "llm.request.functions.0.parameters": JSON.stringify(LOOKUP),
      "gen_ai.system_instructions": '[{"role":"system","parts":[{"type":"text","content":"Be brief."}]}]',
      "gen_ai.input.messages": JSON.stringify([
        { role: "user", parts: [{ type: "text", content: "Refund for order 771?" }] },
        { role: "assistant", parts: [], tool_calls: [LOOKED_UP] },
        { role: "tool", parts: [{ type: "text", content: "shipped" }], tool_call_id: "t1" },
        { role: "user", parts: [{ type: "image_url", image_url: { url: "https://shop.test/771.png" } }] },
      ]),
      "gen_ai.output.messages": JSON.stringify([
        {
          role: "assistant",
          parts: [],
          tool_calls: ["ChatCompletionMessageToolCall(function=Function(name='lookup_order'))"],
          finish_reason: "tool_calls",
        },
      ]),
      "gen_ai.response.finish_reasons": '["tool_calls"]',
      "gen_ai.completion.0.function_call.name": "lookup_order",
      "gen_ai.completion.0.function_call.arguments": '{"id":"771"}',
    }),
    expect: {
      provider: "anthropic",
      end_user: "cust_88",
      stream: true,
      cost_logged: 0.0011,
      usage: { input_uncached: 1000, cache_read: 0, cache_write: 0, output: 20, reasoning: 0 },
      replayability: "exact",
      request_body: JSON.stringify({
        model: "claude-haiku-4-5",
        messages: [
          { role: "system", content: "Be brief." },
          { role: "user", content: "Refund for order 771?" },
          { role: "assistant", content: null, tool_calls: [LOOKED_UP] },
          { role: "tool", tool_call_id: "t1", content: "shipped" },
          { role: "user", content: [{ type: "image_url", image_url: { url: "https://shop.test/771.png" } }] },
        ],
        tools: [TOOL],
        stream: true,
      }),
      signals: signals({ finish_reason: "tool_calls", tool_calls: true, tool_calls_valid: true }),
    },
  },
  {
    title: "an embedding of LiteLLM that captures no texts",
    record: other("aaa29b7ec3c1b18b", {
      "llm.request.type": "aembedding",
      "gen_ai.system": "openai",
      "gen_ai.request.model": "text-embedding-3-small",
      "gen_ai.usage.input_tokens": 12,
    }),
    expect: { dialect: "embeddings", replayability: "body_missing" },
  },
];
