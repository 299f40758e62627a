import type { ImporterFixtures } from "./conformance.ts";

const question = { role: "user", content: "Is parcel 12 late?" };
const answer = { role: "assistant", content: "It arrives tomorrow." };
const tools = [{ type: "function", function: { name: "track", parameters: { type: "object", properties: {} } } }];

export const openaiFinetuningFixtures: ImporterFixtures = {
  accepted: [
    {
      title: "a conversation: its last answer is the wanted one",
      record: { messages: [question, { ...answer, weight: 1 }], tools },
      expect: {
        created_at: Date.UTC(2026, 10, 2),
        model: null,
        model_requested: "unknown",
        status: "ok",
        usage: null,
        latency_ms: null,
        replayability: "exact",
        request_body: JSON.stringify({ messages: [question], tools }),
        response_body: JSON.stringify({
          object: "chat.completion",
          choices: [{ index: 0, finish_reason: "stop", message: answer }],
        }),
      },
    },
    {
      title: "an older example, whose tools are functions",
      record: { messages: [question, answer], functions: [tools[0]?.function] },
      expect: {
        needs: { tools: true, images: false, json_schema: false },
        request_body: JSON.stringify({ messages: [question], functions: [tools[0]?.function] }),
      },
    },
    {
      title: "an answer that does not count is part of the prompt",
      record: { messages: [question, { ...answer, weight: 0 }, { role: "user", content: "And parcel 13?" }] },
      expect: {
        request_body: JSON.stringify({ messages: [question, answer, { role: "user", content: "And parcel 13?" }] }),
        response_body: null,
      },
    },
    {
      title: "a preference: what is not wanted stays beside it",
      record: {
        input: { messages: [question], tools: [], parallel_tool_calls: true },
        preferred_output: [answer],
        non_preferred_output: [{ role: "assistant", content: "No." }],
      },
      expect: {
        metadata: { non_preferred_output: [{ role: "assistant", content: "No." }] },
        replayability: "exact",
        request_body: JSON.stringify({ messages: [question] }),
      },
    },
    {
      title: "an example with what a grader needs",
      record: { messages: [question], reference: "tomorrow" },
      expect: { metadata: { reference: "tomorrow" }, response_body: null },
    },
  ],
  untrapped: {
    "cached tokens": "nobody answered: there are no tokens",
    "missing body": "an example is its body",
    "cut body": "an example is written by hand or by a script, whole",
    units: "there are no costs and no times",
    "gateway cache hit": "nobody answered",
  },
  skipped: [
    { title: "no question", record: { messages: [answer] }, field: "messages", expected: "a conversation" },
    { title: "messages that are text", record: { messages: "hello" }, field: "messages", expected: "a conversation" },
    {
      title: "a preference without a prompt",
      record: { input: {}, preferred_output: [answer] },
      field: "messages",
      expected: "a conversation",
    },
    { title: "null", record: null, field: null, expected: "a JSON object" },
  ],
};
