import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { isObject, type JsonObject } from "../../core/json.ts";
import { responsesToCall } from "./to-call.ts";

const word = fc.stringMatching(/^[a-zé ]{1,9}$/u);

/** Input items as OpenAI takes them: reasoning and calls stand beside messages, outputs follow their calls. */
const conversation = fc
  .array(fc.record({ said: word, thought: fc.option(word), asked: word, calls: fc.array(word, { maxLength: 2 }) }), {
    minLength: 1,
    maxLength: 4,
  })
  .map((turns) =>
    turns.flatMap(({ said, thought, asked, calls }, turn): readonly JsonObject[] => {
      const id = (at: number): string => `call_${turn}_${at}`;
      return [
        turn % 2 === 0
          ? { role: "user", content: asked }
          : { type: "message", role: "user", content: [{ type: "input_text", text: asked }] },
        ...(thought === null
          ? []
          : [{ type: "reasoning", id: `rs_${turn}`, summary: [{ type: "summary_text", text: thought }] }]),
        { type: "message", role: "assistant", content: [{ type: "output_text", text: said }] },
        ...calls.map((input, at) => ({
          type: "function_call",
          call_id: id(at),
          name: `tool_${at}`,
          arguments: JSON.stringify({ q: input }),
        })),
        ...calls.map((output, at) => ({ type: "function_call_output", call_id: id(at), output })),
      ];
    }),
  );

/** What items say, in the words of a prompt. */
function saidByItems(items: readonly JsonObject[]): readonly string[] {
  return items.map((item) => {
    switch (item["type"]) {
      case "function_call":
        return `call ${String(item["call_id"])} ${String(item["name"])} ${String(item["arguments"])}`;
      case "function_call_output":
        return `tool ${String(item["call_id"])}: ${String(item["output"])}`;
      case "reasoning":
        return `thought: ${(item["summary"] as { text: string }[])[0]?.text}`;
      default: {
        const { content } = item;
        return `${String(item["role"])}: ${typeof content === "string" ? content : (content as { text: string }[])[0]?.text}`;
      }
    }
  });
}

function saidByPrompt(prompt: ReturnType<typeof responsesToCall>["call"]["prompt"]): readonly string[] {
  return prompt.flatMap((message) => {
    if (message.role === "system") return [`system: ${message.content}`];
    return message.content.map((part) => {
      switch (part.type) {
        case "text":
          return `${message.role}: ${part.text}`;
        case "reasoning":
          return `thought: ${part.text}`;
        case "tool-call":
          return `call ${part.toolCallId} ${part.toolName} ${JSON.stringify(part.input)}`;
        case "tool-result":
          expect(part.toolName).toBe(`tool_${part.toolCallId.split("_").at(-1)}`);
          return `tool ${part.toolCallId}: ${isObject(part.output) && "value" in part.output ? String(part.output.value) : ""}`;
        default:
          return part.type;
      }
    });
  });
}

describe("a request as a call", () => {
  it("says the same, by the same roles, in the same order, with nothing dropped", () => {
    fc.assert(
      fc.property(conversation, fc.option(word), (input, instructions) => {
        const { call, dropped } = responsesToCall({ model: "m", instructions, input });
        expect(dropped).toEqual([]);
        const first = instructions === null ? [] : [`system: ${instructions}`];
        expect(saidByPrompt(call.prompt)).toEqual([...first, ...saidByItems(input)]);
      }),
      { numRuns: 100 },
    );
  });

  it("carries parameters, tools and the form of the answer", () => {
    const schema = { type: "object", properties: {} };
    const { call, dropped } = responsesToCall({
      model: "m",
      input: "hi",
      instructions: "Be short.",
      stream: true,
      max_output_tokens: 5,
      temperature: 0.5,
      top_p: 0.9,
      reasoning: { effort: "low", summary: null },
      text: { format: { type: "json_schema", name: "n", description: "d", schema, strict: true } },
      tools: [{ type: "function", name: "f", description: "d", parameters: schema, strict: true }],
      tool_choice: { type: "function", name: "f" },
      parallel_tool_calls: false,
      include: ["reasoning.encrypted_content"],
      store: false,
      metadata: {},
      truncation: "disabled",
      previous_response_id: null,
    });
    expect(dropped).toEqual([]);
    expect(call).toEqual({
      prompt: [
        { role: "system", content: "Be short." },
        { role: "user", content: [{ type: "text", text: "hi" }] },
      ],
      maxOutputTokens: 5,
      temperature: 0.5,
      topP: 0.9,
      reasoning: "low",
      responseFormat: { type: "json", name: "n", description: "d", schema },
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
    expect(responsesToCall({ input: "hi", tools: null, tool_choice: "auto" }).call).toEqual({
      prompt: [{ role: "user", content: [{ type: "text", text: "hi" }] }],
    });
  });

  it("carries images, files, developers' words and the reasoning of OpenAI", () => {
    const image = "data:image/png;base64,AAAA";
    const { call, dropped } = responsesToCall({
      instructions: "a",
      input: [
        { role: "developer", content: [{ type: "input_text", text: "b" }] },
        {
          role: "user",
          content: [
            { type: "input_image", image_url: image, detail: "auto" },
            { type: "input_image", image_url: "https://example.com/a.png" },
            { type: "input_file", filename: "t.pdf", file_data: "data:application/pdf;base64,BBBB" },
          ],
        },
        { type: "reasoning", id: "rs_1", summary: [], encrypted_content: "sealed" },
        { type: "function_call", call_id: "c", name: "f", arguments: "{not json" },
        {
          type: "function_call_output",
          call_id: "c",
          output: [
            { type: "input_text", text: "see" },
            { type: "input_image", image_url: image },
          ],
        },
      ],
    });
    expect(dropped).toEqual([]);
    const png = { type: "file", mediaType: "image/png", data: { type: "data", data: "AAAA" } };
    const sealed = { openai: { itemId: "rs_1", reasoningEncryptedContent: "sealed" } };
    expect(call.prompt).toEqual([
      { role: "system", content: "a\n\nb" },
      {
        role: "user",
        content: [
          png,
          { type: "file", mediaType: "image", data: { type: "url", url: new URL("https://example.com/a.png") } },
          { type: "file", filename: "t.pdf", mediaType: "application/pdf", data: { type: "data", data: "BBBB" } },
        ],
      },
      {
        role: "assistant",
        content: [
          { type: "reasoning", text: "", providerOptions: sealed },
          { type: "tool-call", toolCallId: "c", toolName: "f", input: "{not json" },
        ],
      },
      {
        role: "tool",
        content: [
          {
            type: "tool-result",
            toolCallId: "c",
            toolName: "f",
            output: { type: "content", value: [{ type: "text", text: "see" }, png] },
          },
        ],
      },
    ]);
  });

  it("names all it cannot carry", () => {
    const { dropped } = responsesToCall({
      previous_response_id: "resp_1",
      conversation: "conv_1",
      prompt: { id: "p" },
      store: true,
      background: true,
      truncation: "auto",
      metadata: { a: "b" },
      max_tool_calls: 3,
      include: ["message.output_text.logprobs"],
      reasoning: { effort: "high", summary: "auto" },
      text: { verbosity: "low" },
      tools: [{ type: "web_search" }, { type: "custom", name: "sql" }],
      tool_choice: { type: "web_search" },
      input: [
        { type: "item_reference", id: "x" },
        { type: "reasoning", id: "rs_1", summary: [] },
        { type: "web_search_call", id: "ws" },
        {
          role: "user",
          content: [
            { type: "input_image", file_id: "f_1" },
            { type: "input_image", image_url: "nowhere" },
          ],
        },
      ],
    });
    expect([...dropped].toSorted()).toEqual([
      "background",
      "conversation",
      "include.message.output_text.logprobs",
      "input.content.input_image",
      "input.content.input_image.file_id",
      "input.item_reference",
      "input.reasoning",
      "input.web_search_call",
      "max_tool_calls",
      "metadata",
      "previous_response_id",
      "prompt",
      "reasoning.summary",
      "store",
      "text.verbosity",
      "tool_choice",
      "tools.custom",
      "tools.web_search",
      "truncation",
    ]);
  });
});
