import { describe, expect, it } from "vitest";
import { chatToCall } from "./to-call.ts";

const HI = [{ role: "user", content: "hi" }];

describe("a chat request as a call", () => {
  it("carries the conversation: images, files, audio, calls and their results", () => {
    const { call, dropped } = chatToCall({
      model: "m",
      messages: [
        { role: "system", content: "a" },
        { role: "developer", content: [{ type: "text", text: "b" }] },
        {
          role: "user",
          content: [
            { type: "text", text: "look" },
            { type: "image_url", image_url: { url: "data:image/png;base64,AAAA", detail: "low" } },
            { type: "image_url", image_url: { url: "https://example.com/a.png" } },
            { type: "input_audio", input_audio: { data: "BBBB", format: "mp3" } },
            { type: "file", file: { filename: "a.pdf", file_data: "data:application/pdf;base64,CCCC" } },
          ],
        },
        {
          role: "assistant",
          content: "calling",
          reasoning_content: "hm",
          tool_calls: [
            { id: "1", type: "function", function: { name: "f", arguments: '{"a":1}' } },
            { id: "2", type: "function", function: { name: "g", arguments: "" } },
          ],
        },
        { role: "tool", tool_call_id: "1", content: "one" },
        { role: "tool", tool_call_id: "2", content: [{ type: "text", text: "two" }] },
        { role: "user", content: "and?" },
      ],
    });
    expect(dropped).toEqual([]);
    expect(call).toEqual({
      prompt: [
        { role: "system", content: "a\n\nb" },
        {
          role: "user",
          content: [
            { type: "text", text: "look" },
            {
              type: "file",
              mediaType: "image/png",
              data: { type: "data", data: "AAAA" },
              providerOptions: { openai: { imageDetail: "low" } },
            },
            { type: "file", mediaType: "image", data: { type: "url", url: new URL("https://example.com/a.png") } },
            { type: "file", mediaType: "audio/mpeg", data: { type: "data", data: "BBBB" } },
            { type: "file", mediaType: "application/pdf", filename: "a.pdf", data: { type: "data", data: "CCCC" } },
          ],
        },
        {
          role: "assistant",
          content: [
            { type: "reasoning", text: "hm" },
            { type: "text", text: "calling" },
            { type: "tool-call", toolCallId: "1", toolName: "f", input: { a: 1 } },
            { type: "tool-call", toolCallId: "2", toolName: "g", input: {} },
          ],
        },
        {
          role: "tool",
          content: [
            { type: "tool-result", toolCallId: "1", toolName: "f", output: { type: "text", value: "one" } },
            { type: "tool-result", toolCallId: "2", toolName: "g", output: { type: "text", value: "two" } },
          ],
        },
        { role: "user", content: [{ type: "text", text: "and?" }] },
      ],
    });
  });

  it("carries parameters, tools, the choice and the form of the answer", () => {
    const schema = { type: "object", properties: {} };
    const { call, dropped } = chatToCall({
      model: "m",
      messages: HI,
      max_tokens: 4,
      max_completion_tokens: 5,
      temperature: 0,
      top_p: 0.9,
      top_k: 3,
      presence_penalty: 0.1,
      frequency_penalty: 0.2,
      seed: 7,
      stop: "END",
      reasoning_effort: "high",
      stream: true,
      stream_options: { include_usage: true },
      n: 1,
      user: "u",
      metadata: { a: "b" },
      parallel_tool_calls: false,
      tools: [{ type: "function", function: { name: "f", description: "d", parameters: schema, strict: true } }],
      tool_choice: { type: "function", function: { name: "f" } },
      response_format: { type: "json_schema", json_schema: { name: "answer", schema, strict: true } },
    });
    expect(dropped).toEqual([]);
    expect(call).toEqual({
      prompt: [{ role: "user", content: [{ type: "text", text: "hi" }] }],
      maxOutputTokens: 5,
      temperature: 0,
      topP: 0.9,
      topK: 3,
      presencePenalty: 0.1,
      frequencyPenalty: 0.2,
      seed: 7,
      stopSequences: ["END"],
      reasoning: "high",
      responseFormat: { type: "json", name: "answer", schema },
      tools: [{ type: "function", name: "f", description: "d", inputSchema: schema, strict: true }],
      toolChoice: { type: "tool", toolName: "f" },
      providerOptions: {
        anthropic: { disableParallelToolUse: true },
        openai: { parallelToolCalls: false, strictJsonSchema: true },
        groq: { parallelToolCalls: false, strictJsonSchema: true },
        mistral: { parallelToolCalls: false, strictJsonSchema: true },
        compatible: { strictJsonSchema: true },
      },
    });
  });

  it("takes the functions of old, and a choice among some tools", () => {
    const old = chatToCall({
      messages: [
        ...HI,
        { role: "assistant", content: null, function_call: { name: "f", arguments: "{}" } },
        { role: "function", name: "f", content: "1" },
      ],
      functions: [{ name: "f" }],
      function_call: { name: "f" },
    });
    expect(old).toMatchObject({
      dropped: [],
      call: {
        tools: [{ name: "f", inputSchema: { type: "object" } }],
        toolChoice: { type: "tool", toolName: "f" },
        prompt: [
          {},
          { content: [{ type: "tool-call", toolCallId: "f" }] },
          { content: [{ type: "tool-result", toolCallId: "f", toolName: "f" }] },
        ],
      },
    });
    const tool = (name: string) => ({ type: "function", function: { name, parameters: {} } });
    const some = chatToCall({
      messages: HI,
      tools: [tool("f"), tool("g")],
      tool_choice: { type: "allowed_tools", allowed_tools: { mode: "required", tools: [tool("g")] } },
    });
    expect(some.call.tools).toMatchObject([{ name: "g" }]);
    expect(some.call.toolChoice).toEqual({ type: "required" });
  });

  it("lets instructions on the way be said by the user, and says so", () => {
    const { call, dropped } = chatToCall({ messages: [...HI, { role: "system", content: "now in French" }] });
    expect(call.prompt).toEqual([
      {
        role: "user",
        content: [
          { type: "text", text: "hi" },
          { type: "text", text: "now in French" },
        ],
      },
    ]);
    expect(dropped).toEqual(["messages.role.system"]);
  });

  it("names all it cannot carry", () => {
    const { call, dropped } = chatToCall({
      model: "m",
      n: 2,
      logprobs: true,
      top_logprobs: 3,
      logit_bias: { "5": 1 },
      service_tier: "flex",
      modalities: ["text", "audio"],
      audio: { voice: "ash", format: "mp3" },
      store: true,
      prediction: null,
      reasoning_effort: "enormous",
      tools: [{ type: "custom", custom: { name: "c" } }],
      response_format: { type: "grammar" },
      messages: [
        { role: "user", name: "ann", content: [{ type: "file", file: { file_id: "file_1" } }] },
        {
          role: "assistant",
          audio: { id: "a" },
          tool_calls: [
            { id: "1", type: "custom", custom: { name: "c", input: "x" } },
            { id: "2", type: "function", function: { name: "f", arguments: '{"cut' } },
          ],
        },
      ],
    });
    expect(call.tools).toBeUndefined();
    expect([...dropped].toSorted()).toEqual([
      "audio",
      "logit_bias",
      "logprobs",
      "messages.audio",
      "messages.content.file.file_id",
      "messages.name",
      "messages.tool_calls.custom",
      "messages.tool_calls.function.arguments",
      "modalities",
      "n",
      "reasoning_effort",
      "response_format.grammar",
      "service_tier",
      "store",
      "tools.custom",
      "top_logprobs",
    ]);
  });
});
