import { basename, resolve } from "node:path";
import { boundaryOf } from "../../contracts/boundary.ts";
import type { Contract } from "../../contracts/contract.ts";
import type { Golden, Recording } from "../../contracts/pack.ts";
import type { JsonObject } from "../../core/json.ts";
import type { PackContents } from "./write-pack.ts";

const REQUEST = {
  model: "gpt-4o-mini",
  messages: [
    { role: "system", content: "You tell the weather. Look it up before you answer." },
    { role: "user", content: "Do I need an umbrella in Oslo today?" },
  ],
  tools: [
    {
      type: "function",
      function: {
        name: "get_weather",
        description: "The weather of a city, now",
        parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
      },
    },
  ],
};

const CONTRACT: Contract = {
  id: "get_weather",
  file: "contracts/get_weather.yaml",
  tool: "get_weather",
  status: "promoted",
  critical: false,
  expect_tools: [],
  tool_order: "any",
  tool_call_match_mode: "strict",
  pass_threshold: 1,
  expected_tool_calls: [
    { name: "get_weather", argument_invariants: [{ path: "$.city", type: "string", length_gte: 1 }] },
  ],
  assertions: { input_invariants: [], output_invariants: [], response: [{ type: "not-refusal" }] },
  allowed_errors: [],
  timeout_ms: null,
  retries: null,
  golden_cases: [
    { id: "umbrella", input_ref: "umbrella.success.json", expect_ok: true, expected_error: null, provider_modes: [] },
    {
      id: "answers-from-memory",
      input_ref: "negative/answers-from-memory.json",
      expect_ok: false,
      expected_error: "tool_not_invoked",
      provider_modes: ["recorded"],
    },
  ],
};

const HEAD = [
  "Whoever asks about the weather gets it looked up: one call of get_weather, with a city.",
  "The first case must pass; the second shows what the contract is there to catch, and must fail.",
];

/** A small pack that works: one contract, a case that passes on its recording, and one that must fail. */
export function firstPack(folder: string): PackContents {
  const boundary = boundaryOf(REQUEST, "openai-chat");
  const called = {
    role: "assistant",
    content: null,
    tool_calls: [{ id: "call_1", type: "function", function: { name: "get_weather", arguments: '{"city":"Oslo"}' } }],
  };
  const guessed = { role: "assistant", content: "Better take one, it often rains in Oslo." };
  return {
    name: basename(resolve(folder)),
    description: "A first pack: does the model look the weather up?",
    contracts: [CONTRACT],
    golden: new Map([
      ["umbrella.success.json", golden(REQUEST, null)],
      ["negative/answers-from-memory.json", golden(REQUEST, completion(guessed, "stop"))],
    ]),
    recordings: new Map<string, Recording>([
      [
        "umbrella",
        {
          file: "recordings/umbrella.recording.json",
          boundary,
          model: "gpt-4o-mini-2024-07-18",
          provider: "openai",
          latency_ms: 640,
          cost_usd: null,
          outcomes: {},
          response: completion(called, "tool_calls"),
        },
      ],
    ]),
    head: () => HEAD,
  };

  function golden(request: JsonObject, response: JsonObject | null): Golden {
    return { file: "", boundary, request, dialect: "openai-chat", response, logged_at: null, request_id: null };
  }
}

function completion(message: object, finish_reason: string): JsonObject {
  return {
    id: "chatcmpl-1",
    object: "chat.completion",
    model: "gpt-4o-mini-2024-07-18",
    choices: [{ index: 0, message, finish_reason }],
    usage: { prompt_tokens: 81, completion_tokens: 15, total_tokens: 96 },
  };
}
