import { writeFiles, type MadeFile } from "../../src/actions/packs/made-pack.fixtures.ts";

const TOOL = { type: "function", function: { name: "get_weather", parameters: { type: "object" } } };

/** A golden file: asked of a model that may look up the weather. */
export function asksFor(city: string, more: object = {}): object {
  return {
    request: { model: "gpt-4o-mini", messages: [{ role: "user", content: `Weather in ${city}?` }], tools: [TOOL] },
    ...more,
  };
}

/** A response that calls the tool; without a city it says something. */
export function looksUp(city: string | null): object {
  const call = { function: { name: "get_weather", arguments: JSON.stringify({ city }) } };
  const message = city === null ? { content: "I cannot tell." } : { content: null, tool_calls: [call] };
  return {
    model: "gpt-4o-mini-2024-07-18",
    choices: [{ index: 0, message, finish_reason: city === null ? "stop" : "tool_calls" }],
    usage: { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 },
  };
}

/** A contract that the weather of a city is looked up. @param more lines of YAML */
export function weatherContract(city: string, cases: readonly string[], more = ""): string {
  return `tool: get_weather
${more}expect_tools: [get_weather]
expected_tool_calls:
  - name: get_weather
    argument_invariants:
      - {path: $.city, equals: ${city}}
golden_cases:
${cases.map((one) => `  - ${one}\n`).join("")}`;
}

const plain = (city: string): string => `{id: ${city}, input_ref: ${city}.success.json}`;

/** Contracts for Oslo and Bergen that hold on their recordings, one that must fail, and a draft that does not hold. */
export const WEATHER: Readonly<Record<string, MadeFile>> = {
  "pack.yaml": "name: weather\n",
  "contracts/oslo.yaml": weatherContract("Oslo", [
    plain("oslo"),
    "{id: silent, input_ref: negative/silent.json, expect_ok: false, expected_error: tool_not_invoked}",
  ]),
  "contracts/bergen.yaml": weatherContract("Bergen", [plain("bergen")]),
  "contracts/rome.yaml": weatherContract("Rome", [plain("rome")], "status: observed\n"),
  "golden/oslo.success.json": asksFor("Oslo"),
  "golden/bergen.success.json": asksFor("Bergen"),
  "golden/rome.success.json": asksFor("Rome"),
  "golden/negative/silent.json": asksFor("Oslo", { response: looksUp(null) }),
  "recordings/oslo.recording.json": looksUp("Oslo"),
  "recordings/bergen.recording.json": looksUp("Bergen"),
  "recordings/rome.recording.json": looksUp("Paris"),
};

/** Writes that pack, with files changed or (null) left out. Returns its folder. */
export function weatherPack(folder: string, changed: Readonly<Record<string, MadeFile | null>> = {}): string {
  writeFiles(`${folder}/weather`, { ...WEATHER, ...changed });
  return `${folder}/weather`;
}
