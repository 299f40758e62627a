import { existsSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { CheckReport } from "../../src/contracts/check-report.ts";
import type { ShadowPipeline } from "../../src/shadow/index.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";
import { casesOf, differ, passes, rawRows, rowFinder, type RawRow } from "./brute-force.ts";

const LOGS = join(import.meta.dirname, "../../../shared/data/bfcl/litellm");
const BASELINE = "gpt-4o-2024-05-13";
const [CLAUDE, MINI] = ["claude-3-5-sonnet-20240620", "gpt-4o-mini-2024-07-18"];
const MODELS = [BASELINE, CLAUDE, MINI];
const there = existsSync(join(LOGS, `${BASELINE}.jsonl`));

describe("1,700 real tool-calling prompts, observed and shadowed from the log", () => {
  const folder = temporaryFolder();
  const data = ["--data", folder.file("data")];
  const pack = (name: string): string => folder.file(name);
  const rows = new Map<string, readonly RawRow[]>();

  beforeAll(async () => {
    if (!there) return;
    const file = (model: string): string => join(LOGS, `${model}.jsonl`);
    for (const model of MODELS) rows.set(model, rawRows(file(model)));
    const outcome = ["--outcome", "bfcl_valid=metadata.requester_metadata.bfcl_valid"];
    const imported = await understudy(["import", ...MODELS.map(file), ...data, ...outcome]);
    if (imported.code !== 0) throw new Error(imported.err);
    const drafted = [
      ["drafts", "--sample", "200"],
      ["all", "--sample", "all"],
      ["right", "--sample", "all", "--outcome", "bfcl_valid"],
      ["valid", "--sample", "all", "--only-outcome", "bfcl_valid"],
    ] as const;
    for (const [name, ...flags] of drafted) {
      const run = await understudy(["observe", "--pack", pack(name), ...data, "--model", BASELINE, ...flags]);
      if (run.code !== 0) throw new Error(run.err);
    }
  }, 240_000);
  afterAll(() => folder[Symbol.dispose]());
  beforeEach(({ skip }) => skip(!there, `real calls of nine models are not at ${LOGS}`));

  async function shadowed(name: string, shadow: string): Promise<ShadowPipeline["summary"]> {
    const sides = ["--provider", "log", "--model", BASELINE, "--shadow-provider", "log", "--shadow-model", shadow];
    const run = await understudyJson<{ shadow_pipeline: ShadowPipeline }>([
      "shadow",
      "--pack",
      pack(name),
      "--shadow-capture",
      ...sides,
      ...data,
    ]);
    return run.shadow_pipeline.summary;
  }

  it("drafts pass on their own recordings, every row of the log", { timeout: 120_000 }, async () => {
    const checked = await understudyJson<CheckReport>(["check", "--pack", pack("all")]);
    expect(checked).toMatchObject({ success_rate: 1, exit_code: 0, blocking_failures: 0 });
    expect(checked.cases).toBeGreaterThan(1_300);
  });

  it("with an outcome the share that passes is the share of right answers", { timeout: 120_000 }, async () => {
    const right = rows.get(BASELINE)!.filter(({ valid }) => valid).length / 1_700;
    for (const name of ["right", "valid"]) {
      const checked = await understudyJson<CheckReport>(["check", "--pack", pack(name)]);
      expect(checked).toMatchObject({ cases: 1_700, exit_code: 0 });
      expect(checked.success_rate).toBeCloseTo(right, 12);
    }
  });

  it.each([CLAUDE, MINI])("drafts from 200 rows: what %s would fail", { timeout: 120_000 }, async (model) => {
    const summary = await shadowed("drafts", model);
    const cases = casesOf(pack("drafts"));
    const [primaryOf, shadowOf] = [rowFinder(rows.get(BASELINE)!), rowFinder(rows.get(model)!)];
    const primaries = new Map(rows.get(BASELINE)!.map((row) => [row.key, row]));
    const pairs = cases.map(({ contract, key }) => {
      const primary = primaryOf(primaries.get(key)!);
      const shadow = shadowOf(primary);
      return {
        primary: passes(contract, primary),
        shadow: passes(contract, shadow),
        differs: differ(primary, shadow),
      };
    });
    const count = (holds: (pair: (typeof pairs)[number]) => boolean): number => pairs.filter(holds).length;
    expect(pairs.length).toBeGreaterThan(150);
    expect(count(({ primary, shadow }) => primary && !shadow)).toBeGreaterThan(5);
    expect(summary).toMatchObject({
      comparable_n: pairs.length,
      incomparable_n: 0,
      would_fail: count(({ primary, shadow }) => primary && !shadow),
      wins: count(({ primary, shadow }) => !primary && shadow),
      differs: count(({ differs }) => differs),
      success_rate_primary: count(({ primary }) => primary) / pairs.length,
      success_rate_shadow: count(({ shadow }) => shadow) / pairs.length,
    });
  });

  it.each([
    [CLAUDE, { wins: 111, losses: 218 }],
    [MINI, { wins: 80, losses: 105 }],
  ])(
    "an outcome over all rows: %s wins and loses as a count of the raw log says",
    { timeout: 120_000 },
    async (model, known) => {
      const shadowOf = rowFinder(rows.get(model)!);
      const counted = { wins: 0, losses: 0 };
      for (const row of rows.get(BASELINE)!) {
        const other = shadowOf(row);
        if (row.valid && !other.valid) counted.losses += 1;
        if (!row.valid && other.valid) counted.wins += 1;
      }
      expect(counted).toEqual(known);
      const summary = await shadowed("valid", model);
      expect(summary).toMatchObject({ ...counted, would_fail: counted.losses, comparable_n: 1_700, incomparable_n: 0 });
      expect(summary.success_rate_delta).toBeCloseTo((counted.wins - counted.losses) / 1_700, 12);
    },
  );
});
