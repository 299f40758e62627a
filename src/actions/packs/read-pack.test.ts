import { mkdtempSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OperatorError } from "../../core/errors.ts";
import { GOOD_PACK, writeFiles, type MadeFile } from "./made-pack.fixtures.ts";
import { readPack } from "./read-pack.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "understudy-pack-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const CONTRACT = "contracts/get_weather.yaml";
const GOLDEN = "golden/ok.success.json";

/** What is said of the good pack with some files changed: code, place relative to the pack, message. */
function mistake(changed: Readonly<Record<string, MadeFile | Uint8Array | null>> = {}): string {
  writeFiles(folder, { ...GOOD_PACK, ...changed });
  return mistakeOf(folder);
}

function mistakeOf(path: string): string {
  try {
    readPack(path);
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    const { file = "", line, field } = error.place;
    const place = `${file.replace(`${folder}/`, "")}${line === undefined ? "" : `:${line}`}`;
    return [error.code, place, ...(field === undefined ? [] : [field]), error.message].join(" | ");
  }
  return "no mistake";
}

const contract = (text: string): Record<string, string> => ({
  [CONTRACT]: `${text}\n${GOOD_PACK[CONTRACT] as string}`,
});

describe("a pack", () => {
  it("is read with its cases, golden files and recordings", () => {
    writeFiles(folder, {
      ...GOOD_PACK,
      "pack.yaml":
        "name: weather\nversion: 1.2\nprovider: openai\nmodel: gpt-4o-mini\ndefaults: {retries: 1, timeout_ms: 9000, critical: true}",
      "contracts/pay.yaml":
        "tool: pay\nstatus: observed\nside_effect: financial\ncritical: false\nretries: {max_attempts: 3}\ngate: block\ntimeouts: {total_ms: 100}",
      "contracts/delete.yaml": "tool: delete\nside_effect: destructive\ngate: block",
      "NeverNormalize.json": { paths: ["$.text"] },
      "session.yaml": "phases: []",
    });
    const pack = readPack(folder);
    expect(pack).toMatchObject({
      name: "weather",
      version: "1.2",
      provider: "openai",
      model: "gpt-4o-mini",
      never_normalize: ["$.text"],
    });
    expect(
      pack.contracts.map(({ id, status, critical, retries, timeout_ms: timeout }) => [
        id,
        status,
        critical,
        retries,
        timeout,
      ]),
    ).toEqual([
      ["delete", "promoted", true, 1, 9000],
      ["get_weather", "promoted", true, 1, 9000],
      ["pay", "observed", false, 2, 100],
    ]);
    expect([...pack.golden.keys()]).toEqual(["ok.success.json", "negative/silent.json"]);
    expect(pack.golden.get("ok.success.json")).toMatchObject({ dialect: "openai-chat", response: null });
    expect([...pack.recordings].map(([id, { model, file }]) => [id, model, file])).toEqual([
      ["ok", "gpt-4o-mini-2024-07-18", "recordings/ok.recording.json"],
    ]);
    expect(pack.notes).toEqual([
      "gate is kept and not enforced here (2 contracts)",
      "contracts/delete.yaml has no golden cases: nothing holds an answer against it",
      "contracts/pay.yaml has no golden cases: nothing holds an answer against it",
      "session.yaml is kept and not enforced here",
    ]);
  });

  it.each([
    ["tool: get_weather", ["get_weather"]],
    ["tool: multi_tool_call", []],
    ["tool: get_weather\nexpect_tools: [other]", ["other"]],
    ["tool: get_weather\nexpected_tool_calls: [{name: other}]", []],
    ["critical: true", []],
  ])("of which %j expects calls of %j", (text, expected) => {
    writeFiles(folder, { "contracts/one.yaml": text });
    expect(readPack(folder).contracts[0]?.expect_tools).toEqual(expected);
  });

  it("finds recordings that are named like the golden file", () => {
    writeFiles(folder, {
      ...GOOD_PACK,
      "recordings/ok.recording.json": null,
      "recordings/ok.success.recording.json": GOOD_PACK["recordings/ok.recording.json"] as object,
    });
    expect(readPack(folder).recordings.get("ok")?.file).toBe("recordings/ok.success.recording.json");
  });

  it("is the same pack by its hash until a contract or golden file changes", () => {
    writeFiles(folder, GOOD_PACK);
    const { hash } = readPack(folder);
    writeFiles(folder, { "recordings/other.recording.json": GOOD_PACK["recordings/ok.recording.json"] as object });
    expect(readPack(folder).hash).toBe(hash);
    writeFiles(folder, contract("critical: true"));
    expect(readPack(folder).hash).not.toBe(hash);
  });

  it("may link within itself", () => {
    writeFiles(folder, { ...GOOD_PACK, [GOLDEN]: null, "other/ok.json": GOOD_PACK[GOLDEN] as object });
    symlinkSync("../other/ok.json", join(folder, GOLDEN));
    expect(mistakeOf(folder)).toBe("no mistake");
  });
});

describe("a mistake in a pack: its code, file, line and field", () => {
  it.each<[string, Readonly<Record<string, MadeFile | null>>, string]>([
    [
      "no contracts",
      { [CONTRACT]: null, "golden/ok.success.json": null, "golden/negative/silent.json": null },
      "pack_invalid | contracts | the pack has no contracts: expected one YAML file or more",
    ],
    [
      "an unknown key of the pack",
      { "pack.yaml": "name: a\ndefaults:\n  timeout: 5" },
      'pack_invalid | pack.yaml:3 | defaults.timeout | unknown key "timeout": expected critical, timeout_ms, retries, pass_threshold',
    ],
    [
      "an unknown key of a contract",
      contract("side_efect: read"),
      'contract_invalid | contracts/get_weather.yaml:1 | side_efect | unknown key "side_efect": did you mean side_effect?',
    ],
    [
      "a value that is none of the known",
      contract("status: draft"),
      'contract_invalid | contracts/get_weather.yaml:1 | status | Invalid option: expected one of "observed"|"promoted"',
    ],
    ["YAML that is none", contract("a: ["), "not_yaml"],
    [
      "an alias too many",
      contract(
        `expect_tools: &a0 [x]\n${Array.from({ length: 9 }, (_, level) => `k${level}: &a${level + 1} [${`*a${level}, `.repeat(10)}]`).join("\n")}`,
      ),
      "not_yaml | contracts/get_weather.yaml | the contract is not YAML: an anchor is repeated more than 100 times: write the value out",
    ],
    [
      "lists without end in YAML",
      { [CONTRACT]: `expect_tools: ${"[".repeat(9_000)}${"]".repeat(9_000)}` },
      "not_yaml | contracts/get_weather.yaml:1 | the contract is not YAML: it is nested too deeply",
    ],
    [
      "lists without end in JSON",
      { "NeverNormalize.json": `${"[".repeat(9_000)}${"]".repeat(9_000)}` },
      "pack_invalid | NeverNormalize.json | the list of paths is nested too deeply",
    ],
    [
      "a missing golden file",
      { "golden/negative/silent.json": null },
      "contract_invalid | contracts/get_weather.yaml:9 | golden_cases[1].input_ref | there is no file golden/negative/silent.json",
    ],
    [
      "a golden file of no case",
      { "golden/stray.json": GOOD_PACK[GOLDEN] as object },
      "pack_invalid | golden/stray.json | no case of a contract names this golden file",
    ],
    [
      "a case that stands twice",
      { "contracts/other.yaml": "tool: other\ngolden_cases:\n  - {input_ref: ok.success.json,\n     id: ok}" },
      "contract_invalid | contracts/other.yaml:4 | golden_cases[0].id | there is a case ok already, in contracts/get_weather.yaml",
    ],
    [
      "an error expected of a case that is in order",
      { [CONTRACT]: "golden_cases:\n  - id: ok\n    input_ref: ok.success.json\n    expected_error: wrong_tool" },
      "contract_invalid | contracts/get_weather.yaml:4 | golden_cases[0].expected_error | only a case with expect_ok: false has an expected error",
    ],
    [
      "two files of one contract",
      { "contracts/get_weather.yml": "tool: b" },
      "pack_invalid | contracts/get_weather.yml | there is a contract of this name already: contracts/get_weather.yaml",
    ],
    [
      "a golden file without a request",
      { [GOLDEN]: '{\n  "requst": {}\n}' },
      "pack_invalid | golden/ok.success.json:1 | request | expected object, found nothing",
    ],
    [
      "a request of no dialect",
      { [GOLDEN]: '{\n\n  "request": {"prompt": "hi"}\n}' },
      "pack_invalid | golden/ok.success.json:3 | request | expected a request of OpenAI chat completions, OpenAI responses or Anthropic messages, which has `messages` or `input`",
    ],
    ["a golden file that is no JSON", { [GOLDEN]: '{\n  "request": {},\n}' }, "not_json | golden/ok.success.json:3"],
    [
      "a response nobody gives",
      { [GOLDEN]: { ...(GOOD_PACK[GOLDEN] as object), response: { answer: 42 } } },
      "pack_invalid | golden/ok.success.json:26 | response | expected the body of a response",
    ],
    [
      "a recording that is none",
      { "recordings/ok.recording.json": { response: { answer: 42 } } },
      "pack_invalid | recordings/ok.recording.json:2 | response | expected the body of a response",
    ],
    [
      "a recording of two minds",
      {
        "recordings/ok.recording.json": {
          choices: [{ message: { content: "a" } }],
          response: { content: [{ type: "text", text: "b" }] },
        },
      },
      "pack_invalid | recordings/ok.recording.json:9 | response | this is a response that holds another one",
    ],
    [
      "a cost below nothing",
      {
        "recordings/ok.recording.json": { cost_usd: -1, response: GOOD_PACK["recordings/ok.recording.json"] as object },
      },
      "pack_invalid | recordings/ok.recording.json:2 | cost_usd | expected a number >=0",
    ],
    [
      "a day that is none",
      {
        "nr-allowlist.json": [
          {
            contract_path: CONTRACT,
            reason_code: "recording_not_found",
            owner: "ops",
            expiry_date: "2026-02-30",
            rationale: "r",
          },
        ],
      },
      "pack_invalid | nr-allowlist.json:6 | [0].expiry_date | there is no such day",
    ],
    [
      "an allow-list without an owner",
      {
        "nr-allowlist.json": [
          {
            contract_path: CONTRACT,
            reason_code: "recording_not_found",
            owner: " ",
            expiry_date: "2026-02-28",
            rationale: "r",
          },
        ],
      },
      "pack_invalid | nr-allowlist.json:5 | [0].owner | expected a text with something in it",
    ],
    [
      "a folder named like a file",
      { "contracts/x.yaml/y.yaml": "tool: x" },
      "pack_invalid | contracts/x.yaml | expected a file",
    ],
    [
      "a folder among contracts",
      { "contracts/more/y.yaml": "tool: x" },
      "pack_invalid | contracts/more | expected a file",
    ],
    [
      "a file named like a folder",
      { recordings: "x", "recordings/ok.recording.json": null },
      "pack_invalid | recordings | this is a file: expected a folder",
    ],
  ])("%s", (_, changed, expected) => {
    expect(mistake(changed)).toContain(expected);
  });

  it.each([
    "../../etc/passwd",
    "/etc/passwd.json",
    "a/../../b.json",
    "./ok.success.json",
    "a\\..\\b.json",
    "C:/x.json",
    "a//b.json",
    "ok\u0000.json",
    "ok.txt",
    "",
  ])("input_ref %j", (ref) => {
    const text = `golden_cases:\n  - id: ok\n    input_ref: ${JSON.stringify(ref)}`;
    expect(mistake({ [CONTRACT]: text })).toBe(
      "contract_invalid | contracts/get_weather.yaml:3 | golden_cases[0].input_ref | expected the path of a JSON file below golden/, such as ok.success.json",
    );
  });

  it.each(["../ok", "a/b", ".", "a\nb", "a\u0000", "x".repeat(300)])("case id %j", (id) => {
    const text = `golden_cases:\n  - id: ${JSON.stringify(id)}\n    input_ref: ok.success.json`;
    expect(mistake({ [CONTRACT]: text })).toContain("golden_cases[0].id | expected a name that a file may have");
  });
});
