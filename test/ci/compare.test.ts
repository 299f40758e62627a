import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { looksUp, weatherPack } from "../check/packs.ts";
import { temporaryFolder, understudy } from "../understudy.ts";

interface Compared {
  readonly exit_code: number;
  readonly counts: Readonly<Record<string, number>>;
  readonly blocking_new_failures: number;
  readonly cases: readonly {
    readonly change: string;
    readonly contract: string;
    readonly case: string;
    readonly base: string;
    readonly head: string;
  }[];
  readonly pairs: Readonly<Record<string, unknown>>;
}

describe("understudy check compare", () => {
  const folder = temporaryFolder();
  const run = (...args: readonly string[]) => understudy(args, { cwd: folder.path });

  beforeAll(async () => {
    const reports = {
      base: {},
      head: { "recordings/oslo.recording.json": looksUp("Paris"), "recordings/rome.recording.json": looksUp("Rome") },
      draft: {
        "recordings/rome.recording.json": looksUp(null),
        "contracts/bergen.yaml": null,
        "golden/bergen.success.json": null,
        "recordings/bergen.recording.json": null,
      },
    };
    for (const [name, changed] of Object.entries(reports)) {
      const place = folder.file(name);
      weatherPack(place, changed);
      await understudy(["check", "--pack", "weather", "--output", `../${name}.json`], { cwd: place });
    }
  });
  afterAll(() => folder[Symbol.dispose]());

  it("fails where a promoted contract newly fails, and says which, why and where", async () => {
    const { code, out, err } = await run("check", "compare", "base.json", "head.json");
    expect({ code, err }).toEqual({ code: 1, err: "" });
    expect(out).toContain("weather: 1 case of promoted contracts newly fails");
    expect(out).toMatch(
      /newly failing \(1\)\n {2}oslo \/ oslo: passed -> failed {2}contracts\/oslo\.yaml:\d+\n {6}schema_violation: /u,
    );
    expect(out).toContain("\nNext: understudy check --pack weather --only-contracts oslo\n");
    expect(out).toContain("newly passing (1)\n  rome / rome (draft): failed -> passed");
    expect(out).toMatch(/success rate, 4 common cases +75\.0% +75\.0%/u);
  });

  it("--json has every case and the numbers", async () => {
    const { code, out } = await run("check", "compare", "base.json", "head.json", "--json");
    const compared = JSON.parse(out) as Compared;
    expect(code).toBe(1);
    expect(compared.counts).toMatchObject({ newly_failing: 1, newly_passing: 1, unchanged: 2, removed: 0 });
    expect([compared.exit_code, compared.blocking_new_failures]).toEqual([1, 1]);
    expect(compared.cases.map(({ change, case: id, base, head }) => [change, id, base, head])).toEqual([
      ["newly_failing", "oslo", "passed", "failed"],
      ["newly_passing", "rome", "failed", "passed"],
      ["unchanged", "bergen", "passed", "passed"],
      ["unchanged", "silent", "passed", "passed"],
    ]);
    expect(compared.pairs).toMatchObject({ n: 4, gains: 1, losses: 1, delta: 0, mcnemar_p: 1 });
  });

  it.each([
    ["the same report", ["base.json", "base.json"], 0],
    ["failures that were there before", ["head.json", "head.json"], 0],
    [
      "failures that were there before, where every failure counts",
      ["head.json", "head.json", "--fail-on", "failures"],
      1,
    ],
    ["new failures, where nothing counts", ["base.json", "head.json", "--fail-on", "nothing"], 0],
    ["a draft that fails in another way, and a case that is gone", ["base.json", "draft.json"], 0],
  ])("%s: %s ends with %i", async (_, args, code) => {
    expect((await run("check", "compare", ...args)).code).toBe(code);
  });

  it("writes outputs of the comparison, without the pack", async () => {
    const { code } = await run("check", "compare", "base.json", "head.json", "--output", "comment.md");
    expect(code).toBe(1);
    expect(readFileSync(folder.file("comment.md"), "utf8")).toContain("**1 newly failing**, 1 newly passing");
  });

  it("needs both reports", async () => {
    const { code, err } = await run("check", "compare", "base.json");
    expect(code).toBe(2);
    expect(err).toContain("HEAD");
  });
});
