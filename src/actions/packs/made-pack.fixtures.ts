import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

export type MadeFile = string | object;

/** A pack that is in order, by path; a value that is no text becomes JSON. */
export const GOOD_PACK: Readonly<Record<string, MadeFile>> = {
  "pack.yaml": "name: weather\n",
  "contracts/get_weather.yaml": `tool: get_weather
assertions:
  output_invariants:
    - {path: "$.tool_calls[0].name", equals: get_weather}
golden_cases:
  - id: ok
    input_ref: ok.success.json
  - id: silent
    input_ref: negative/silent.json
    expect_ok: false
    expected_error: tool_not_invoked
`,
  "golden/ok.success.json": {
    request: {
      model: "gpt-4o-mini",
      messages: [
        { role: "system", content: "You know the weather." },
        { role: "user", content: "Weather in Oslo?" },
      ],
      tools: [{ type: "function", function: { name: "get_weather", parameters: { type: "object" } } }],
    },
  },
  "golden/negative/silent.json": {
    request: { model: "gpt-4o-mini", messages: [{ role: "user", content: "Weather in Oslo?" }] },
    response: { text: "I cannot tell." },
  },
  "recordings/ok.recording.json": {
    model: "gpt-4o-mini-2024-07-18",
    choices: [
      {
        message: { content: null, tool_calls: [{ function: { name: "get_weather", arguments: '{"city":"Oslo"}' } }] },
        finish_reason: "tool_calls",
      },
    ],
  },
};

/** Writes files below a folder; null leaves a file out. */
export function writeFiles(folder: string, files: Readonly<Record<string, MadeFile | Uint8Array | null>>): void {
  for (const [path, content] of Object.entries(files)) {
    if (content === null) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    const raw = typeof content === "string" || content instanceof Uint8Array;
    writeFileSync(join(folder, path), raw ? content : `${JSON.stringify(content, null, 2)}\n`);
  }
}
