import { describe, expect, it } from "vitest";
import type { CheckReport } from "../../src/contracts/check-report.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";
import { asksFor, looksUp, weatherContract, weatherPack } from "./packs.ts";

/** What a check of a changed pack says, and how it ends. */
async function checked(
  changed: Parameters<typeof weatherPack>[1],
  ...flags: readonly string[]
): Promise<{ readonly report: CheckReport; readonly code: number | null }> {
  using folder = temporaryFolder();
  const pack = weatherPack(folder.path, changed);
  const run = await understudy(["check", "--pack", pack, "--json", ...flags], { cwd: folder.path });
  return { report: JSON.parse(run.out) as CheckReport, code: run.code };
}
const statuses = ({ results }: CheckReport): object =>
  Object.fromEntries(results.map(({ case: id, status }) => [id, status]));

describe("understudy check, on recordings", () => {
  it("passes what holds, and lets no draft fail the run", async () => {
    const { report, code } = await checked({});
    expect(code).toBe(0);
    expect(statuses(report)).toEqual({ bergen: "passed", oslo: "passed", silent: "passed", rome: "failed" });
    expect(report).toMatchObject({
      pack: { name: "weather" },
      lane: "recorded",
      provider: "recorded",
      model: null,
      contracts: 3,
      cases: 4,
      counts: { passed: 3, failed: 1 },
      success_rate: 0.75,
      cost_usd: 0,
      blocking_failures: 0,
      exit_code: 0,
    });
    expect(report.results.find((result) => result.case === "rome")).toMatchObject({
      blocking: false,
      file: "contracts/rome.yaml",
      line: 9,
      failure_class: "schema_violation",
    });
  });

  it("fails where a promoted contract does not hold, and says where and why", async () => {
    using folder = temporaryFolder();
    const pack = weatherPack(folder.path, { "recordings/bergen.recording.json": looksUp("Oslo") });
    const run = await understudy(["check", "--pack", pack], { cwd: folder.path });
    expect(run.code).toBe(1);
    const lines = run.out.split("\n");
    expect(lines[0]).toBe("FAILED  bergen / bergen  schema_violation");
    expect(lines[1]).toBe(`  ${pack}/contracts/bergen.yaml:8`);
    expect(lines[2]).toMatch(/^ {2}argument_invariants: .*\$.*"Bergen".*"Oslo"/u);
    expect(run.out).toContain("FAILED  rome / rome  schema_violation  draft");
    expect(run.out).toMatch(/^cases\s+4 of 3 contracts: 2 passed, 2 failed$/mu);
    // Recordings do not vary: there is no interval to tell.
    expect(run.out).not.toContain("of answers");
    expect(run.out).toContain("1 case fails the run.");
    expect(run.out).toMatch(/^Next: understudy check .*--only-contracts bergen$/mu);
  });

  it("fails where a recording is missing, until somebody answers for it and no longer", async () => {
    const missing = { "recordings/bergen.recording.json": null };
    const allowed = (expiry_date: string): Parameters<typeof checked>[0] => ({
      ...missing,
      "nr-allowlist.json": [
        {
          contract_path: "contracts/bergen.yaml",
          reason_code: "recording_not_found",
          owner: "ann",
          expiry_date,
          rationale: "comes with the next release",
        },
      ],
    });
    const without = await checked(missing);
    expect(without.code).toBe(1);
    expect(without.report.results[0]).toMatchObject({
      status: "not_reproducible",
      reason: "recording_not_found",
      message: "there is no recording",
      line: 8,
    });
    const valid = await checked(allowed("2999-12-31"));
    expect(valid.code).toBe(0);
    expect(valid.report.results[0]).toMatchObject({ status: "allowed", message: expect.stringContaining("ann") });
    const over = await checked(allowed("2020-12-31"));
    expect(over.code).toBe(1);
    expect(over.report.results[0]?.message).toBe("there is no recording; what ann allowed ran out on 2020-12-31");
  });

  it("says nothing of a request that is not the one that was recorded", async () => {
    const boundary = { tool_schema_hash: "v1:0", message_hash: "v1:0", system_hash: "v1:0" };
    const { report, code } = await checked({
      "recordings/bergen.recording.json": { boundary, response: looksUp("Bergen") },
      "golden/oslo.success.json": {
        ...asksFor("Oslo"),
        request: { model: "m", messages: [{ role: "user", content: "?" }] },
      },
    });
    expect(code).toBe(1);
    expect(report.results.map(({ case: id, reason }) => [id, reason])).toEqual([
      ["bergen", "SCHEMA_DRIFT"],
      ["oslo", "MISSING_PREREQUISITES"],
      ["silent", null],
      ["rome", null],
    ]);
  });

  it("holds a contract to failing what it should fail", async () => {
    const { report, code } = await checked({
      "golden/negative/silent.json": asksFor("Oslo", { response: looksUp("Oslo") }),
    });
    expect(code).toBe(1);
    expect(report.results.find((result) => result.case === "silent")).toMatchObject({
      status: "failed",
      message: "the contract passes an answer that it should fail",
    });
  });

  it("takes a provider's recorded error for no answer", async () => {
    const error = { error: { type: "invalid_request_error", code: "bad_tools", message: "no such tool" } };
    const { report } = await checked({ "recordings/bergen.recording.json": error });
    expect(report.results[0]).toMatchObject({
      status: "failed",
      failure_class: "unexpected_error",
      message: expect.stringContaining("no such tool"),
    });
  });

  it("leaves out what does not run on recordings, and fails where nothing does", async () => {
    const live = weatherContract("Bergen", ["{id: bergen, input_ref: bergen.success.json, provider_modes: [live]}"]);
    const { report, code } = await checked({ "contracts/bergen.yaml": live });
    expect(code).toBe(0);
    expect(report.results[0]).toMatchObject({ status: "skipped", message: "it runs in live only", trials: [] });
    const nothing = await checked({ "contracts/bergen.yaml": live }, "--only-contracts", "bergen");
    expect(nothing).toMatchObject({ code: 2, report: { error: { code: "usage" } } });
  });

  it("leaves to a judge what only a judge can tell", async () => {
    const asks = (assertion: string): string =>
      `assertions:\n  response:\n    - ${assertion}\ngolden_cases:\n  - {id: bergen, input_ref: bergen.success.json}\n`;
    const { report, code } = await checked({
      "contracts/bergen.yaml": asks("{type: judge, criterion: Is it polite?, threshold: 0.5}"),
    });
    expect(code).toBe(0);
    expect(report).toMatchObject({ unknown: 1, counts: { skipped: 1 } });
    expect(report.results[0]?.message).toMatch(/^nothing could be told: /u);
  });

  it("runs chosen contracts: by id, by file, by tool, the first so many", async () => {
    const cases = async (...flags: readonly string[]): Promise<readonly string[]> =>
      (await checked({}, ...flags)).report.results.map((result) => result.case);
    expect(await cases("--only-contracts", "oslo,contracts/rome.yaml")).toEqual(["oslo", "silent", "rome"]);
    expect(await cases("--only-contracts", "bergen", "--only-contracts", "rome")).toEqual(["bergen", "rome"]);
    expect(await cases("--only-contracts", "get_weather", "--max-contracts", "1")).toEqual(["bergen"]);
  });

  it("answers in JSON what it answers in text", async () => {
    using folder = temporaryFolder();
    const pack = weatherPack(folder.path);
    const report = await understudyJson<CheckReport>(["check", "--pack", pack], { cwd: folder.path });
    expect(Object.keys(report)).toEqual([
      "pack",
      "lane",
      "provider",
      "model",
      "repeat",
      "started_at",
      "took_ms",
      "contracts",
      "cases",
      "counts",
      "success_rate",
      "success_interval",
      "unknown",
      "cost_usd",
      "blocking_failures",
      "exit_code",
      "results",
      "notes",
    ]);
  });
});

describe("what a check is told wrong", () => {
  const mistake = async (
    flags: readonly string[],
    changed: Parameters<typeof weatherPack>[1] = {},
    files: Parameters<typeof weatherPack>[1] = {},
  ): Promise<string> => {
    using folder = temporaryFolder();
    weatherPack(folder.path, changed);
    const { writeFiles } = await import("../../src/actions/packs/made-pack.fixtures.ts");
    writeFiles(folder.path, files);
    const run = await understudy(["check", ...flags], { cwd: folder.path });
    expect([run.code, run.out]).toEqual([2, ""]);
    return run.err;
  };

  it("is named with what to do instead", async () => {
    expect(await mistake([])).toBe(
      "error: which pack is to be checked? Name its folder: --pack DIR. `understudy pack init DIR` makes one to begin with.\n",
    );
    expect(await mistake(["--pack", "weather", "--model", "gpt-4o-mini"])).toContain(
      "--provider openai --model gpt-4o-mini",
    );
    expect(await mistake(["--pack", "weather", "--provider", "openai"])).toContain("--provider openai needs --model");
    expect(await mistake(["--pack", "weather", "--only-contracts", "olso"])).toContain("Did you mean oslo?");
    expect(await mistake(["--pack", "weather", "--capture-recordings"])).toContain("calls nobody");
    expect(await mistake(["--pack", "weather", "--judge", "m:openai"])).toContain("calls nobody");
    expect(await mistake(["--pack", "weather", "--retry-cap", "1.5"])).toContain("from 0 to 20");
    expect(await mistake(["--pack", "weather", "--provider", "opnai", "--model", "m"])).toContain("Known: openai");
    expect(await mistake(["--pack", "weather"], { "contracts/oslo.yaml": "tool: x\nexpect_tool: [x]\n" })).toMatch(
      /oslo\.yaml:2/u,
    );
    expect(await mistake([], {}, { ".replayci.yml": "pack: weather\nprovder: openai\n" })).toContain(".replayci.yml");
    expect(await mistake([], {}, { ".replayci.yml": "pack: weather\nkey: sk-1\n" })).toContain(
      "keys come from the environment",
    );
  });

  it("is found before anybody is asked: a key that is missing", async () => {
    using folder = temporaryFolder();
    const pack = weatherPack(folder.path);
    const run = await understudy(["check", "--pack", pack, "--provider", "openai", "--model", "gpt-4o-mini"], {
      cwd: folder.path,
    });
    expect(run).toMatchObject({ code: 3, out: "", err: expect.stringContaining("OPENAI_API_KEY") });
  });
});
