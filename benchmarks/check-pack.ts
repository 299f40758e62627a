import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { boundaryOf } from "../src/contracts/boundary.ts";
import { chanceOf } from "./chance.ts";

const WORDS = "order refund invoice parcel address account delivery payment product customer status return".split(" ");

/** Writes a pack of contracts with a golden case and a recording each: tool calls with arguments to hold, boundaries to compare, texts to look through. */
export function writePack(folder: string, contracts: number): void {
  const { next } = chanceOf(7);
  const words = (count: number): string =>
    Array.from({ length: count }, () => WORDS[Math.floor(next() * WORDS.length)]).join(" ");
  for (const name of ["contracts", "golden", "recordings"]) mkdirSync(join(folder, name), { recursive: true });
  writeFileSync(join(folder, "pack.yaml"), "name: bench\n");
  for (let at = 0; at < contracts; at += 1) {
    const name = `tool_${at}`;
    const city = words(1);
    const request = {
      model: "gpt-4o-mini",
      messages: [
        { role: "system", content: words(120) },
        { role: "user", content: words(40) },
      ],
      tools: Array.from({ length: 4 }, (_, index) => toolNamed(index === 0 ? name : `other_${index}`, words(12))),
    };
    const call = { id: "call_1", type: "function", function: { name, arguments: JSON.stringify({ city, count: 3 }) } };
    const response = {
      id: "c",
      object: "chat.completion",
      model: "gpt-4o-mini-2024-07-18",
      choices: [
        {
          index: 0,
          message: { role: "assistant", content: words(30), tool_calls: [call] },
          finish_reason: "tool_calls",
        },
      ],
      usage: { prompt_tokens: 300, completion_tokens: 60, total_tokens: 360 },
    };
    const boundary = boundaryOf(request, "openai-chat");
    writeFileSync(join(folder, `contracts/${name}.yaml`), contractText(name, city));
    writeFileSync(join(folder, `golden/${name}.success.json`), JSON.stringify({ boundary, request }, null, 2));
    const recording = { boundary, response, latency_ms: 800, cost_usd: 0.0001 };
    writeFileSync(join(folder, `recordings/${name}.recording.json`), JSON.stringify(recording, null, 2));
  }
}

function toolNamed(name: string, description: string): object {
  const properties = { city: { type: "string" }, count: { type: "integer" } };
  const parameters = { type: "object", properties, required: ["city"] };
  return { type: "function", function: { name, description, parameters } };
}

function contractText(name: string, city: string): string {
  return `tool: ${name}
expect_tools: [${name}]
tool_order: strict
tool_call_match_mode: strict
expected_tool_calls:
  - name: ${name}
    argument_invariants:
      - {path: $.city, one_of: [${city}, elsewhere]}
      - {path: $.count, type: number, gte: 1}
assertions:
  input_invariants:
    - {path: $.messages, type: array}
  output_invariants:
    - {path: "$.tool_calls[0].name", equals: ${name}}
    - {path: $.text, regex: "^[a-z ]+$"}
  response:
    - {type: finish-reason, value: tool_calls}
    - {type: not-refusal}
golden_cases:
  - {id: ${name}, input_ref: ${name}.success.json}
`;
}
