import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isObject, type JsonObject } from "../../core/json.ts";
import { messagesToCall } from "./to-call.ts";

const word = fc.stringMatching(/^[a-zé ]{1,9}$/u);

/** A conversation as Anthropic takes it: turns in any order of blocks, calls answered in the turn that follows. */
const conversation = fc
  .array(fc.record({ said: word, thought: fc.option(word), asked: word, calls: fc.array(word, { maxLength: 2 }) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((turns) =>
    turns.flatMap(({ said, thought, asked, calls }, turn) => {
      const id = (at: number): string => `call_${turn}_${at}`;
      return [
        { role: "user", content: turn % 2 === 0 ? asked : [{ type: "text", text: asked }] },
        {
          role: "assistant",
          content: [
            ...(thought === null ? [] : [{ type: "thinking", thinking: thought, signature: "s" }]),
            { type: "text", text: said },
            ...calls.map((input, at) => ({ type: "tool_use", id: id(at), name: `tool_${at}`, input: { q: input } })),
          ],
        },
        ...(calls.length === 0
          ? []
          : [
              {
                role: "user",
                content: calls.map((output, at) => ({ type: "tool_result", tool_use_id: id(at), content: output })),
              },
            ]),
      ];
    }),
  );

/** Roles with all that is said, asked and called, in order. */
function said(messages: readonly unknown[]): readonly string[] {
  const told: string[] = [];
  const walk = (role: string, value: unknown): void => {
    if (typeof value === "string") told.push(`${role}: ${value}`);
    else if (Array.isArray(value)) for (const part of value) walk(role, part);
    else if (isObject(value)) {
      const type = String(value["type"]).replace("_", "-");
      if (type === "tool-use" || type === "tool-call")
        told.push(`call ${String(value["id"] ?? value["toolCallId"])} ${JSON.stringify(value["input"])}`);
      else if (type === "tool-result") walk("tool", value["content"] ?? (value["output"] as JsonObject)["value"]);
      else walk(role, value["text"] ?? value["thinking"] ?? value["content"]);
    }
  };
  for (const message of messages as readonly { role: string; content: unknown }[]) walk(message.role, message.content);
  return told;
}

describe("a request as a call", () => {
  it("says the same, by the same roles, in the same order, with nothing dropped", () => {
    fc.assert(
      fc.property(conversation, fc.option(word), (messages, system) => {
        const body = { model: "m", max_tokens: 5, messages, ...(system === null ? {} : { system }) };
        const { call, dropped } = messagesToCall(body);
        expect(dropped).toEqual([]);
        expect(said(call.prompt)).toEqual([...(system === null ? [] : [`system: ${system}`]), ...said(messages)]);
        const results = call.prompt.flatMap(({ role, content }) => (role === "tool" ? content : []));
        for (const result of results) {
          expect(result.type === "tool-result" && result.toolName).toBe(
            `tool_${result.type === "tool-result" ? result.toolCallId.split("_").at(-1) : ""}`,
          );
        }
      }),
      { numRuns: 100 },
    );
  });

  it("carries parameters, tools and the form of the answer", () => {
    const schema = { type: "object", properties: {} };
    const { call, dropped } = messagesToCall({
      model: "m",
      max_tokens: 5,
      temperature: 0.5,
      top_p: 0.9,
      top_k: 3,
      stop_sequences: ["END"],
      thinking: { type: "adaptive" },
      output_config: { effort: "high", format: { type: "json_schema", schema } },
      tools: [{ name: "f", description: "d", input_schema: schema, strict: true }],
      tool_choice: { type: "tool", name: "f", disable_parallel_tool_use: true },
      messages: [{ role: "user", content: "hi" }],
    });
    expect(dropped).toEqual([]);
    expect(call).toEqual({
      prompt: [{ role: "user", content: [{ type: "text", text: "hi" }] }],
      maxOutputTokens: 5,
      temperature: 0.5,
      topP: 0.9,
      topK: 3,
      stopSequences: ["END"],
      reasoning: "high",
      responseFormat: { type: "json", schema },
      tools: [{ type: "function", name: "f", description: "d", inputSchema: schema, strict: true }],
      toolChoice: { type: "tool", toolName: "f" },
      providerOptions: {
        anthropic: { disableParallelToolUse: true },
        openai: { parallelToolCalls: false, strictJsonSchema: false },
        groq: { parallelToolCalls: false, strictJsonSchema: false },
        mistral: { parallelToolCalls: false, strictJsonSchema: false },
        compatible: { strictJsonSchema: false },
      },
    });
  });

  it("carries images, documents, failed tools and system texts on the way", () => {
    const image = { type: "image", source: { type: "base64", media_type: "image/png", data: "AAAA" } };
    const { call, dropped } = messagesToCall({
      system: [
        { type: "text", text: "a" },
        { type: "text", text: "b" },
      ],
      messages: [
        {
          role: "user",
          content: [
            image,
            { type: "image", source: { type: "url", url: "https://example.com/a.png" } },
            { type: "document", title: "T", source: { type: "base64", media_type: "application/pdf", data: "BBBB" } },
            { type: "document", title: "T", source: { type: "text", media_type: "text/plain", data: "plain" } },
          ],
        },
        { role: "system", content: "now" },
        { role: "assistant", content: [{ type: "tool_use", id: "t", name: "f", input: {} }] },
        {
          role: "user",
          content: [
            { type: "tool_result", tool_use_id: "t", is_error: true, content: "broke" },
            { type: "tool_result", tool_use_id: "t", content: [{ type: "text", text: "see" }, image] },
            { type: "text", text: "and?" },
          ],
        },
      ],
    });
    expect(dropped).toEqual([]);
    const png = { type: "file", mediaType: "image/png", data: { type: "data", data: "AAAA" } };
    expect(call.prompt).toEqual([
      { role: "system", content: "a\n\nb" },
      {
        role: "user",
        content: [
          png,
          { type: "file", mediaType: "image", data: { type: "url", url: new URL("https://example.com/a.png") } },
          { type: "file", filename: "T", mediaType: "application/pdf", data: { type: "data", data: "BBBB" } },
          { type: "text", text: "T" },
          { type: "text", text: "plain" },
        ],
      },
      { role: "system", content: "now" },
      { role: "assistant", content: [{ type: "tool-call", toolCallId: "t", toolName: "f", input: {} }] },
      {
        role: "tool",
        content: [
          { type: "tool-result", toolCallId: "t", toolName: "f", output: { type: "error-text", value: "broke" } },
          {
            type: "tool-result",
            toolCallId: "t",
            toolName: "f",
            output: { type: "content", value: [{ type: "text", text: "see" }, png] },
          },
        ],
      },
      { role: "user", content: [{ type: "text", text: "and?" }] },
    ]);
  });

  it("names all it cannot carry", () => {
    const { call, dropped } = messagesToCall({
      thinking: { type: "enabled", budget_tokens: 20_000 },
      metadata: { user_id: "u" },
      container: null,
      mcp_servers: [{}],
      output_config: { task_budget: 1 },
      tools: [
        { type: "web_search_20250305", name: "web_search" },
        { name: "f", input_schema: {}, cache_control: { type: "ephemeral" }, eager_input_streaming: true },
      ],
      messages: [
        { role: "user", content: [{ type: "image", source: { type: "file", file_id: "f_1" } }] },
        { role: "assistant", content: [{ type: "server_tool_use", id: "s", name: "web_search", input: {} }] },
      ],
    });
    expect(call.reasoning).toBe("high");
    expect([...dropped].toSorted()).toEqual([
      "cache_control",
      "mcp_servers",
      "messages.content.image.source.file",
      "messages.content.server_tool_use",
      "metadata",
      "output_config.task_budget",
      "thinking.budget_tokens",
      "tools.eager_input_streaming",
      "tools.web_search_20250305",
    ]);
  });
});
