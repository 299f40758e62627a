import { writeFileSync } from "node:fs";
import { expect, it } from "vitest";
import { writeFiles } from "../../src/actions/packs/made-pack.fixtures.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";
import type { ShadowReport } from "./stand-ins.ts";

const QUESTIONS = ["one", "two", "three", "four"] as const;
const request = (text: string): object => ({ model: "m", messages: [{ role: "user", content: text }] });

/** A row as `understudy export` writes it: what a model answered, and whether that was right. */
function row(model: string, text: string, right: number, at: number): string {
  return `${JSON.stringify({
    source_id: `${model}-${text}`,
    created_at: new Date(Date.UTC(2026, 0, 5) + at).toISOString(),
    model,
    provider: "openai",
    dialect: "openai-chat",
    request: { ...request(text), model },
    response: {
      choices: [{ index: 0, message: { role: "assistant", content: `${model} says` }, finish_reason: "stop" }],
      usage: { prompt_tokens: 20, completion_tokens: 6, total_tokens: 26 },
    },
    outcomes: [{ name: "valid", value: right }],
  })}\n`;
}

it("two models are compared on what they answered in the log, by outcomes that were supplied, and nobody is asked", async () => {
  using folder = temporaryFolder();
  // The primary is right on three, the shadow on two of these and on none else; to one question it has no answer.
  const primary = QUESTIONS.map((text, at) => row("old", text, text === "four" ? 0 : 1, at));
  const shadow = QUESTIONS.slice(0, 3).map((text, at) => row("new", text, text === "one" ? 0 : 1, at + 10));
  writeFileSync(folder.file("rows.jsonl"), [...primary, ...shadow].join(""));
  const data = ["--data", folder.file("store")];
  await understudy(["import", folder.file("rows.jsonl"), ...data]);
  const contract = `assertions:
  response:
    - {type: outcome, name: valid, gte: 1}
golden_cases:
${QUESTIONS.map((text) => `  - {id: ${text}, input_ref: ${text}.success.json}\n`).join("")}`;
  writeFiles(folder.file("pack"), {
    "pack.yaml": "name: questions\n",
    "contracts/valid.yaml": contract,
    ...Object.fromEntries(QUESTIONS.map((text) => [`golden/${text}.success.json`, { request: request(text) }])),
  });
  const sides = "--provider log --model old --shadow-provider log --shadow-model new".split(" ");
  const args = ["shadow", "--pack", folder.file("pack"), ...sides, ...data];
  const { shadow_pipeline: pipeline } = await understudyJson<ShadowReport>(args);
  expect(pipeline).toMatchObject({
    executed: 4,
    compared: 3,
    persisted: true,
    error: null,
    // A log never changes its mind, and nobody is paid.
    asked_again: 0,
    cost_usd: 0,
    summary: {
      comparable_n: 3,
      incomparable_n: 1,
      incomparable: { not_recorded: 1 },
      would_fail: 1,
      both_pass: 2,
      differs: 3,
      success_rate_delta: -1 / 3,
    },
  });
  const loss = pipeline.comparisons.find(({ result }) => result === "loss");
  expect(loss).toMatchObject({ contract: "valid", case: "one", shadow: { target: "new:log" } });
  const logged = await understudyJson(["logs", loss?.shadow.request_id ?? "", ...data]);
  expect(logged["source_id"]).toBe("new-one");
});
