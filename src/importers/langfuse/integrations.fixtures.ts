import type { ImporterFixtures } from "../conformance.ts";
import { answer, call, message, calls, messages, parameters, request, tools } from "./observation.fixtures.ts";

const conversation = [...messages, message, { role: "tool", content: "On its way.", tool_call_id: "call_1" }];
const format = { type: "json_schema", json_schema: { name: "answer", schema: parameters } };

/** What the integrations of Langfuse write, each in its own way. */
export const integrationRecords: ImporterFixtures["accepted"] = [
  {
    title: "OpenAI's client in Python: settings that nobody asked for, the form asked for in the metadata",
    record: {
      ...call,
      id: "int-1",
      input: JSON.stringify(messages),
      output: "42",
      modelParameters: {
        temperature: 0,
        max_tokens: "Infinity",
        top_p: 1,
        frequency_penalty: 0,
        presence_penalty: 0,
      },
      metadata: { response_format: JSON.stringify(format), finish_reason: "length" },
    },
    expect: {
      stream: true,
      request_body: request({ response_format: format, temperature: 0, messages }),
      response_body: answer({ role: "assistant", content: "42" }, "length"),
    },
  },
  {
    title: "OpenAI's client in Python: the class of an answer instead of its schema",
    record: {
      ...call,
      id: "int-2",
      input: JSON.stringify(messages),
      output: '["late","lost"]',
      metadata: { response_format: { title: "Order State", type: "object", properties: {} } },
    },
    expect: {
      request_body: request({
        response_format: {
          type: "json_schema",
          json_schema: { name: "Order_State", schema: { title: "Order State", type: "object", properties: {} } },
        },
        messages,
      }),
      response_body: answer({ role: "assistant", content: '["late","lost"]' }),
    },
  },
  {
    title: "LangChain: its own form of tool calls",
    record: {
      ...call,
      id: "int-3",
      input: [
        ...messages,
        { role: "assistant", content: "", tool_calls: [{ name: "track", args: {}, id: "call_1", type: "tool_call" }] },
        { role: "tool", content: "On its way.", tool_call_id: "call_1", additional_kwargs: { name: "track" } },
        { role: "tool", content: { name: "track", input_schema: parameters } },
      ],
      output: {
        role: "assistant",
        content: [{ type: "tool_use", id: "call_1", name: "track", input: {} }],
        tool_calls: [{ name: "track", args: {}, id: "call_1", type: "tool_call" }],
      },
    },
    expect: {
      dialect: "openai-chat",
      replayability: "exact",
      request_body: request({
        messages: [messages[0], { role: "assistant", content: "", tool_calls: calls }, conversation[2]],
        tools,
      }),
      response_body: answer(message, "tool_calls"),
    },
  },
  {
    title: "LangChain in JavaScript: tools answer under their names",
    record: {
      ...call,
      id: "int-4",
      input: [...messages, message, { content: "On its way.", role: "track" }, { role: "tool", content: tools[0] }],
      output: { role: "assistant", content: "It is on its way." },
    },
    expect: {
      replayability: "exact",
      request_body: request({
        messages: [messages[0], message, { content: "On its way.", role: "tool", tool_call_id: "call_1" }],
        tools,
      }),
    },
  },
  {
    title: "LiteLLM: what Python prints, inclusive counts, and an answer of LiteLLM's own cache",
    traps: ["gateway cache hit", "cached tokens"],
    record: {
      ...call,
      id: "int-5",
      modelParameters: { stop: "['END', \"it's\"]", response_format: "{'type': 'json_object', 'strict': True}" },
      metadata: { cache_hit: true },
      usageDetails: {
        input: 900,
        output: 20,
        total: 920,
        cache_creation_input_tokens: 0,
        cache_read_input_tokens: 512,
      },
    },
    expect: {
      gateway_cache_hit: true,
      usage: { input_uncached: 388, cache_read: 512, cache_write: 0, output: 20, reasoning: 0 },
      request_body: request({
        stop: ["END", "it's"],
        response_format: { type: "json_object", strict: true },
        messages,
        tools,
      }),
    },
  },
  {
    title: "a failed call of LiteLLM, whose answer is its error",
    record: { ...call, id: "int-6", level: "ERROR", statusMessage: "Timeout: 408", output: "Timeout: 408" },
    expect: { status: "failed", response_body: null },
  },
  {
    title: "OpenTelemetry: messages in parts, tools among the attributes",
    record: {
      ...call,
      id: "int-7",
      input: [{ role: "user", parts: [{ type: "text", content: "Where is order 12?" }] }],
      output: [
        {
          role: "assistant",
          parts: [{ type: "tool_call", id: "call_1", name: "track", arguments: {} }],
          finish_reason: "tool_call",
        },
      ],
      metadata: {
        attributes: {
          "gen_ai.tool.definitions": JSON.stringify([{ type: "function", name: "track", parameters }]),
          "gen_ai.provider.name": "azure.ai.openai",
          "gen_ai.system_instructions": '[{"type":"text","content":"Be brief."}]',
        },
      },
    },
    expect: {
      provider: "azure",
      replayability: "exact",
      request_body: request({ tools, messages: [{ role: "system", content: "Be brief." }, ...messages] }),
      response_body: answer(message, "tool_calls"),
    },
  },
  {
    title: "the Vercel AI SDK: parts of its own, tools in the metadata",
    record: {
      ...call,
      id: "int-8",
      input: [
        { role: "user", content: [{ type: "text", text: "Where is order 12?" }] },
        {
          role: "assistant",
          content: [{ type: "tool-call", toolCallId: "call_1", toolName: "track", input: {} }],
        },
        {
          role: "tool",
          content: [
            {
              type: "tool-result",
              toolCallId: "call_1",
              toolName: "track",
              output: { type: "text", value: "On its way." },
            },
          ],
        },
      ],
      output: JSON.stringify({
        role: "assistant",
        content: "Once more.",
        tool_calls: '[{"toolCallId":"call_1","toolName":"track","input":"{}"}]',
      }),
      modelParameters: { toolChoice: '{"type":"required"}', maxTokens: "64", finishReason: '["tool-calls"]' },
      metadata: { tools: [JSON.stringify({ type: "function", name: "track", inputSchema: parameters })] },
    },
    expect: {
      replayability: "exact",
      request_body: request({
        tool_choice: "required",
        max_tokens: 64,
        tools,
        messages: [
          { role: "user", content: [{ type: "text", text: "Where is order 12?" }] },
          message,
          { role: "tool", tool_call_id: "call_1", content: "On its way." },
        ],
      }),
      response_body: answer({ role: "assistant", content: "Once more.", tool_calls: calls }, "tool_calls"),
    },
  },
  {
    title: "the Responses API: its items",
    record: {
      ...call,
      id: "int-9",
      input: {
        input: [{ role: "system", content: "Be brief." }, ...messages],
        tools: [{ type: "function", name: "track", parameters }],
      },
      output: { type: "function_call", id: "fc_1", call_id: "call_1", name: "track", arguments: "{}" },
      modelParameters: { temperature: 0, max_tokens: "Infinity", presence_penalty: 0 },
    },
    expect: {
      dialect: "openai-responses",
      replayability: "exact",
      request_body: request({
        temperature: 0,
        input: [{ role: "system", content: "Be brief." }, ...messages],
        tools: [{ type: "function", name: "track", parameters }],
      }),
    },
  },
  {
    title: "the Responses API in JavaScript: an answer under a schema, whose text is JSON",
    record: {
      ...call,
      id: "int-11",
      input: [{ role: "user", content: "Is order 12 late?" }],
      output: '{"late":true}',
      modelParameters: { truncation: "disabled" },
      metadata: { status: "completed" },
    },
    expect: {
      dialect: "openai-responses",
      response_body: JSON.stringify({
        object: "response",
        status: "completed",
        output: [{ type: "message", role: "assistant", content: [{ type: "output_text", text: '{"late":true}' }] }],
      }),
    },
  },
  {
    title: "the Responses API in JavaScript: a text, and the rest beside it",
    record: {
      ...call,
      id: "int-10",
      input: "Where is order 12?",
      output: "On its way.",
      modelParameters: { temperature: 0, top_p: 1, truncation: "disabled", store: true },
      metadata: {
        status: "completed",
        instructions: "Be brief.",
        previous_response_id: "resp_1",
        reasoning: { effort: null, summary: null },
        tools: [],
      },
    },
    expect: {
      dialect: "openai-responses",
      replayability: "stateful",
      signals: {
        finish_reason: "stop",
        output_tokens: 20,
        refusal: false,
        tool_calls: false,
        tool_calls_valid: true,
        json_schema: null,
        mean_logprob: null,
      },
      request_body: request({
        temperature: 0,
        truncation: "disabled",
        instructions: "Be brief.",
        previous_response_id: "resp_1",
        input: "Where is order 12?",
      }),
    },
  },
];
