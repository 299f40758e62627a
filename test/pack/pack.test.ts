import { readFileSync, writeFileSync } from "node:fs";
import { afterAll, describe, expect, it } from "vitest";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const folder = temporaryFolder();
const at = { cwd: folder.path };
afterAll(() => folder[Symbol.dispose]());

describe("understudy pack", () => {
  it("begins a pack that is in order, and does not begin it twice", async () => {
    expect(await understudy(["pack", "init", "packs/new"], at)).toEqual({
      code: 0,
      out: "packs/new holds contracts/get_weather.yaml and its cases\n\nNext: understudy check --pack packs/new\n",
      err: "",
    });
    const { code, err } = await understudy(["pack", "init", "packs/new"], at);
    expect(code).toBe(2);
    expect(err).toContain("there is a pack here already");
    expect((await understudy(["check", "--pack", "packs/new"], at)).out).toContain("No promoted contract fails.");
    const shown = await understudy(["pack", "show", "packs/new"], at);
    expect(shown.code).toBe(0);
    expect(shown.out).toMatch(/get_weather +promoted +2 +2\n/u);
  });

  it("shows drafts, and cases that say nothing, with what the allow-list has for them", async () => {
    await understudy(["pack", "init", "packs/quiet"], at);
    const contract = folder.file("packs/quiet/contracts/get_weather.yaml");
    const text = readFileSync(contract, "utf8").replace("status: promoted", "status: observed");
    writeFileSync(contract, text.replace("id: umbrella", "id: raincoat"));
    const allowed = { contract_path: "contracts/get_weather.yaml", reason_code: "recording_not_found" };
    const about = { owner: "weather team", expiry_date: "2020-01-31", rationale: "will be recorded" };
    writeFileSync(folder.file("packs/quiet/nr-allowlist.json"), JSON.stringify([{ ...allowed, ...about }]));
    const { out } = await understudy(["pack", "show", "packs/quiet"], at);
    expect(out).toContain("1 contract, 1 of them drafts");
    expect(out).toMatch(/raincoat +recording_not_found +expired 2020-01-31 \(weather team\)/u);
    expect(out).toContain("recordings/umbrella.recording.json is the recording of no case");
    const json = await understudyJson<{ contracts: { not_reproducible: object[] }[] }>(
      ["pack", "show", "packs/quiet"],
      at,
    );
    expect(json.contracts[0]?.not_reproducible).toMatchObject([{ case: "raincoat", expired: true }]);
    const promoted = await understudy(["pack", "promote", "packs/quiet", "--all"], at);
    expect(promoted.out).toContain("get_weather is promoted\n");
    expect(promoted.out).toContain("raincoat");
    expect(readFileSync(contract, "utf8")).toContain("status: promoted");
  });

  it("says what is wrong with file, line and field", async () => {
    await understudy(["pack", "init", "packs/wrong"], at);
    const contract = folder.file("packs/wrong/contracts/get_weather.yaml");
    writeFileSync(contract, readFileSync(contract, "utf8").replace("length_gte: 1", "lenght_gte: 1"));
    const run = await understudy(["pack", "show", "packs/wrong"], at);
    expect(run).toMatchObject({ code: 2, out: "" });
    expect(run.err).toContain('error: unknown key "lenght_gte": did you mean length_gte?');
    expect(run.err).toContain(
      "at packs/wrong/contracts/get_weather.yaml:9 expected_tool_calls[0].argument_invariants[0].lenght_gte",
    );
  });

  it.each([
    [["pack", "promote", "packs/new"], "which contracts"],
    [["pack", "promote", "packs/new", "get_weather", "--all"], "--all already means every draft"],
    [["pack", "promote", "packs/new", "get_weathr"], "Did you mean get_weather?"],
    [["pack", "schema", "goldn"], "Expected contract, pack, golden"],
    [["pack", "show", "nowhere"], "understudy pack init DIR"],
    [["pack", "show", "."], "there is no pack here"],
  ])("%j is a mistake with a way out", async (args, said) => {
    const { code, err } = await understudy(args, at);
    expect([code, err.includes(said)]).toEqual([2, true]);
  });

  it("prints schemas that are the published ones", async () => {
    const { out } = await understudy(["pack", "schema", "golden"], at);
    expect(out).toBe(readFileSync(`${import.meta.dirname}/../../schemas/golden.json`, "utf8"));
    expect(await understudyJson(["pack", "schema"], at)).toMatchObject({
      title: "Understudy: contracts/*.yaml of a pack",
    });
  });
});
