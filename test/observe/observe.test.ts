import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readPack } from "../../src/actions/packs/read-pack.ts";
import type { ObserveResult } from "../../src/actions/observe/observe.ts";
import type { Contract } from "../../src/contracts/contract.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const KEY = `sk-${"a1".repeat(16)}`;
const WEATHER = {
  type: "function",
  function: {
    name: "get_weather",
    parameters: {
      type: "object",
      properties: { city: { type: "string" }, unit: { type: "string" } },
      required: ["city"],
    },
  },
};

interface Logged {
  readonly id: string;
  readonly minute: number;
  readonly content: string;
  readonly [more: string]: unknown;
}

/** A row as `understudy export` writes it: `calls` by tool name and arguments, or a text. */
function logged({ id, minute, content, calls, text, tools = [WEATHER], ...more }: Logged): object {
  const tool_calls = ((calls ?? []) as [string, object][]).map(([name, given], at) => ({
    id: `call_${at}`,
    type: "function",
    function: { name, arguments: JSON.stringify(given) },
  }));
  const called = tool_calls.length > 0;
  const message = { role: "assistant", content: called ? null : text, ...(called ? { tool_calls } : {}) };
  return {
    source_id: id,
    created_at: new Date(Date.UTC(2026, 0, 5, 10, minute)).toISOString(),
    model: "gpt-4o",
    provider: "openai",
    request: { model: "gpt-4o", messages: [{ role: "user", content }], ...((tools as []).length > 0 ? { tools } : {}) },
    response: { id, choices: [{ index: 0, message, finish_reason: called ? "tool_calls" : "stop" }] },
    latency_ms: 700,
    cost_logged: 0.002,
    ...more,
  };
}

const weather = (id: string, minute: number, city: string, valid?: number): object =>
  logged({
    id,
    minute,
    content: `Weather in ${city}?`,
    calls: [["get_weather", { city, unit: "C" }]],
    ...(valid === undefined ? {} : { outcomes: [{ name: "valid", value: valid }] }),
  });

const ROWS = [
  weather("oslo", 0, "Oslo", 1),
  weather("bergen", 1, "Bergen", 1),
  weather("kiel", 2, "Kiel", 1),
  weather("wrong", 3, "Kiel", 0),
  logged({ id: "silent", minute: 4, content: "Hello", text: "Hello!", outcomes: [{ name: "valid", value: 1 }] }),
  logged({ id: "misfit", minute: 5, content: "Weather?", calls: [["get_weather", { town: "Oslo" }]] }),
  logged({ id: "no", minute: 6, content: "How?", text: "I'm sorry, but I can't assist with that.", tools: [] }),
  logged({ id: "json", minute: 7, content: `Use ${KEY}`, text: '{"a":1}', tools: [], endpoint: "desk" }),
  logged({
    id: "broken",
    minute: 8,
    content: "x",
    text: "",
    status: "failed",
    failure: { class: "server", code: "500", message: "" },
  }),
  logged({ id: "cut", minute: 9, content: "x", text: "y", replayability: "truncated" }),
];

describe("understudy observe", () => {
  const folder = temporaryFolder();
  const data = ["--data", folder.file("store")];
  const drafts = folder.file("packs/drafts");
  let first: ObserveResult;
  beforeAll(async () => {
    writeFileSync(folder.file("rows.jsonl"), ROWS.map((row) => `${JSON.stringify(row)}\n`).join(""));
    await understudy(["import", folder.file("rows.jsonl"), ...data]);
    first = await observed(drafts);
  });
  afterAll(() => folder[Symbol.dispose]());

  const observed = (pack: string, ...more: string[]): Promise<ObserveResult> =>
    understudyJson<ObserveResult>(["observe", "--pack", pack, ...data, ...more]);
  const contract = (name: string, pack = drafts): Contract | undefined =>
    readPack(pack).contracts.find(({ id }) => id === name);
  const filesOf = (pack: string): Record<string, string> =>
    Object.fromEntries(
      readdirSync(pack, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name), "utf8")]),
    );

  it("drafts what answers had in common, and says which rows make no case", () => {
    expect(first).toMatchObject({
      rows: 10,
      cases_added: 5,
      cases_known: 0,
      left_out: { no_tool_called: 1, tool_calls_invalid: 1, refused: 1, failed: 1, truncated: 1 },
      redacted: { rows: 1, kinds: { openai_api_key: 1 } },
      success_rate: 1,
    });
    expect(contract("get_weather")).toMatchObject({
      status: "observed",
      tool: "get_weather",
      tool_call_match_mode: "strict",
      expected_tool_calls: [
        {
          name: "get_weather",
          argument_invariants: [
            { path: "$.city", type: "string" },
            { path: "$.unit", type: "string" },
          ],
        },
      ],
      assertions: { input_invariants: [{ path: "$.tools[0].function.name", equals: "get_weather" }] },
    });
    expect(contract("answers-desk")?.assertions.response.map(({ type }) => type)).toEqual([
      "not-refusal",
      "finish-reason",
      "is-json",
    ]);
  });

  it("keeps request and answer with what the row cost, took and was worth, and no secrets", () => {
    const { contracts, golden, recordings, notes } = readPack(drafts);
    expect(notes).toEqual([]);
    const [{ id, input_ref } = { id: "", input_ref: "" }] = contracts.find(
      (one) => one.id === "get_weather",
    )!.golden_cases;
    expect(id).toMatch(/^2026-01-05-[0-9a-f]{12}$/u);
    expect(golden.get(input_ref)).toMatchObject({
      request: { model: "gpt-4o", messages: [{ role: "user", content: "Weather in Oslo?" }], tools: [WEATHER] },
      logged_at: Date.UTC(2026, 0, 5, 10),
      request_id: expect.stringMatching(/^[0-9a-f-]{36}$/u) as string,
    });
    expect(recordings.get(id)).toMatchObject({
      model: "gpt-4o",
      provider: "openai",
      latency_ms: 700,
      cost_usd: 0.002,
      outcomes: { valid: 1 },
    });
    const written = Object.values(filesOf(drafts)).join("\n");
    expect(written).not.toContain(KEY);
    expect(written).toContain("Use [openai_api_key]");
  });

  it("changes nothing the second time, and leaves what a person wrote", async () => {
    const before = filesOf(drafts);
    expect(await observed(drafts)).toMatchObject({ cases_added: 0, cases_known: 5 });
    expect(filesOf(drafts)).toEqual(before);
  });

  it("brings new cases into drafts, but no row that their rules break, and nothing into what is promoted", async () => {
    const pack = folder.file("packs/grown");
    await observed(pack, "--to", "2026-01-05T10:02:00Z");
    const file = join(pack, "contracts/get_weather.yaml");
    const edited = readFileSync(file, "utf8").replace(
      "path: $.city, type: string",
      "path: $.city, one_of: [Oslo, Bergen, Rome]",
    );
    writeFileSync(file, `${edited}# kept\n`);
    const grown = await observed(pack);
    expect(grown.contracts.find(({ name }) => name === "get_weather")).toMatchObject({
      state: "unchanged",
      cases: 2,
      breaks: [{ message: expect.stringContaining("Kiel") as string }, {}],
    });
    expect(grown.left_out.breaks_contract).toBe(2);
    writeFileSync(file, readFileSync(file, "utf8").replace("Rome", "Kiel"));
    expect(await observed(pack)).toMatchObject({ cases_added: 2 });
    expect(readFileSync(file, "utf8")).toContain("# kept");
    expect(contract("get_weather", pack)?.golden_cases).toHaveLength(4);

    const promoted = folder.file("packs/promoted");
    await observed(promoted, "--to", "2026-01-05T10:02:00Z");
    const own = join(promoted, "contracts/get_weather.yaml");
    writeFileSync(own, readFileSync(own, "utf8").replace("status: observed", "status: promoted"));
    const before = readFileSync(own, "utf8");
    expect(await observed(promoted)).toMatchObject({ left_out: { promoted: 2 } });
    expect(readFileSync(own, "utf8")).toBe(before);
  });

  it("asserts a supplied outcome: rules come from right answers, the others are held against the outcome alone", async () => {
    const pack = folder.file("packs/valid");
    const result = await observed(pack, "--outcome", "valid");
    expect(result).toMatchObject({
      cases_added: 5,
      success_rate: 0.8,
      left_out: { outcome_missing: 3, failed: 1, truncated: 1 },
    });
    expect(contract("get_weather", pack)?.golden_cases).toHaveLength(3);
    expect(contract("valid", pack)).toMatchObject({
      tool: null,
      expected_tool_calls: [],
      assertions: { response: [{ type: "outcome", name: "valid", gte: 1 }] },
    });
    const only = folder.file("packs/only");
    expect(await observed(only, "--only-outcome", "valid")).toMatchObject({ cases_added: 5, success_rate: 0.8 });
    expect(readPack(only).contracts.map(({ id }) => id)).toEqual(["valid"]);
  });

  it("takes personal data out where it is told to, or nothing at all", async () => {
    const rows = [logged({ id: "mail", minute: 20, content: `ada@example.com, ${KEY}`, text: "Done.", tools: [] })];
    writeFileSync(folder.file("mail.jsonl"), `${JSON.stringify(rows[0])}\n`);
    const other = ["--data", folder.file("other")];
    await understudy(["import", folder.file("mail.jsonl"), ...other]);
    const text = async (name: string, ...more: string[]): Promise<string> => {
      const pack = folder.file(`packs/${name}`);
      await understudy(["observe", "--pack", pack, ...other, ...more]);
      return Object.values(filesOf(pack)).join("\n");
    };
    expect(await text("secrets")).toContain("ada@example.com, [openai_api_key]");
    expect(await text("people", "--redact")).toContain("[email], [openai_api_key]");
    expect(await text("all", "--no-redact")).toContain(`ada@example.com, ${KEY}`);
  });

  it("says what is missing, and what the log has", async () => {
    const forgotten = await understudy(["observe", ...data]);
    expect(forgotten.code).toBe(2);
    expect(forgotten.err).toContain("--pack is missing");
    const unheard = await understudy(["observe", "--pack", folder.file("x"), "--outcome", "vaild", ...data]);
    expect(unheard.err).toContain('no row of the log has an outcome "vaild"');
    expect(unheard.err).toContain("valid");
    const both = await understudy([
      "observe",
      "--pack",
      folder.file("x"),
      "--outcome",
      "valid",
      "--only-outcome",
      "valid",
      ...data,
    ]);
    expect(both.code).toBe(2);
    const none = await understudy(["observe", "--pack", folder.file("x"), "--model", "gpt-5", ...data]);
    expect(none).toMatchObject({ code: 1 });
    expect(readdirSync(folder.path)).not.toContain("x");
  });

  it("prints the next commands", async () => {
    const pack = folder.file("packs/told");
    const { code, out } = await understudy(["observe", "--pack", pack, ...data]);
    expect(code).toBe(0);
    expect(out).toContain("1 case (openai_api_key 1)");
    expect(out).toMatch(/get_weather +new +4 +4/u);
    expect(out).toContain(`understudy check --pack ${pack}`);
    expect(out).toContain(`understudy pack promote ${pack} `);
  });
});
