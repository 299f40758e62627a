import type { ImporterFixtures } from "../conformance.ts";
import { answer, call, message, messages, parameters, request, tools } from "./observation.fixtures.ts";

/** Forms that spans bring along. */
export const spanRecords: ImporterFixtures["accepted"] = [
  {
    title: "Pydantic AI: its tools, and messages that were events of a span",
    record: {
      ...call,
      id: "span-1",
      input: [{ "event.name": "gen_ai.user.message", role: "user", content: "Where is order 12?" }],
      output: {
        index: 0,
        "event.name": "gen_ai.choice",
        message: JSON.stringify(message),
        finish_reason: "tool_calls",
      },
      metadata: {
        attributes: JSON.stringify({
          model_request_parameters: JSON.stringify({
            function_tools: [{ name: "track", parameters_json_schema: parameters }],
          }),
        }),
      },
    },
    expect: {
      replayability: "exact",
      request_body: request({ tools, messages }),
      response_body: answer(message, "tool_calls"),
    },
  },
  {
    title: "tools that Langfuse moved from a span into the input",
    record: {
      ...call,
      id: "span-2",
      input: { messages, tools: [{ type: "function", name: "track", inputSchema: parameters }] },
    },
    expect: { replayability: "exact", request_body: request({ messages, tools }) },
  },
];

const claude = {
  system: "Be brief.",
  max_tokens: 64,
  messages,
  tools: [{ name: "track", input_schema: parameters }],
};
const use = { type: "tool_use", id: "call_1", name: "track", input: {} };

/** Requests and answers as Anthropic writes them. */
export const anthropicRecords: ImporterFixtures["accepted"] = [
  {
    title: "Anthropic's own bodies",
    record: {
      ...call,
      id: "claude-1",
      input: { model: "claude-haiku-4-5", ...claude },
      output: { type: "message", role: "assistant", content: [use], stop_reason: "tool_use" },
    },
    expect: {
      dialect: "anthropic-messages",
      replayability: "exact",
      response_body: JSON.stringify({
        type: "message",
        role: "assistant",
        content: [use],
        stop_reason: "tool_use",
      }),
    },
  },
  {
    title: "the blocks of Anthropic's answer",
    record: { ...call, id: "claude-2", input: claude, output: [{ type: "text", text: "One moment." }, use] },
    expect: {
      dialect: "anthropic-messages",
      replayability: "exact",
      response_body: JSON.stringify({
        type: "message",
        role: "assistant",
        content: [{ type: "text", text: "One moment." }, use],
        stop_reason: "tool_use",
      }),
    },
  },
];

/** What shows that more was sent than Langfuse holds, and what is no message. */
export const incompleteRecords: ImporterFixtures["accepted"] = [
  {
    title: "a picture that Langfuse keeps elsewhere",
    traps: ["cut body"],
    record: {
      ...call,
      id: "cut-1",
      input: [
        {
          role: "user",
          content: [
            {
              type: "image_url",
              image_url: { url: "@@@langfuseMedia:type=image/png|id=m1|source=base64_data_uri@@@" },
            },
          ],
        },
      ],
    },
    expect: { replayability: "truncated" },
  },
  {
    title: "a picture that the wrapper in Python took out",
    traps: ["cut body"],
    record: { ...call, id: "cut-8", input: [{ role: "user", content: [{ type: "image_url" }] }] },
    expect: { replayability: "truncated" },
  },
  {
    title: "a tool that was called and is not defined",
    traps: ["cut body"],
    record: { ...call, id: "cut-2", input: messages },
    expect: { replayability: "truncated" },
  },
  {
    title: "tools of the metadata that the API cut",
    traps: ["cut body"],
    record: { ...call, id: "cut-3", input: messages, metadata: { tools: '[{"type":"function","na' } },
    expect: { replayability: "truncated" },
  },
  {
    title: "Anthropic's blocks without the tools that they use, under OpenAI's names for parameters",
    traps: ["cut body"],
    record: {
      ...call,
      id: "cut-7",
      input: [...messages, { role: "assistant", content: [use] }],
      output: "One moment.",
      modelParameters: { max_tokens: 64, stop: "END", frequency_penalty: 0 },
      metadata: { tools: [{ name: "track", owner: "desk" }] },
    },
    expect: {
      dialect: "anthropic-messages",
      replayability: "truncated",
      request_body: request({
        max_tokens: 64,
        messages: [...messages, { role: "assistant", content: [use] }],
        stop_sequences: ["END"],
      }),
    },
  },
  {
    title: "a prompt of an application's own",
    record: { ...call, id: "cut-4", input: { order: 12, question: "where" }, output: '{"content":"late","sure":true}' },
    expect: {
      replayability: "unknown_dialect",
      response_body: answer({ role: "assistant", content: '{"content":"late","sure":true}' }),
    },
  },
  {
    title: "a prompt that begins with a bracket",
    record: { ...call, id: "cut-5", input: "[INST] Where is order 12?", output: "[1] On its way." },
    expect: {
      replayability: "exact",
      response_body: answer({ role: "assistant", content: "[1] On its way." }),
    },
  },
  {
    title: "an object of the export to blob storage: tools in a column",
    record: {
      ...call,
      id: "cut-6",
      input: messages,
      tool_definitions: { track: JSON.stringify({ parameters: JSON.stringify(parameters) }) },
    },
    expect: { replayability: "exact", request_body: request({ tools, messages }) },
  },
  {
    title: "roles and types that are no words",
    record: {
      ...call,
      id: "odd-1",
      input: [{ role: { toString: 1 }, content: [{ type: { toString: 1 } }] }],
      output: [{ role: { toString: 1 }, type: { toString: 1 } }],
      modelParameters: { stop: { toString: 1 } },
    },
    expect: { source_id: "odd-1" },
  },
];
