import * as fc from "fast-check";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Contract } from "../../contracts/contract.ts";
import type { Golden } from "../../contracts/pack.ts";
import { anyPack } from "./any-pack.fixtures.ts";
import { firstPack } from "./first-pack.ts";
import { GOOD_PACK, writeFiles } from "./made-pack.fixtures.ts";
import { promoteContracts } from "./promote-contracts.ts";
import { readPack } from "./read-pack.ts";
import { writePack, type PackContents } from "./write-pack.ts";

let folder: string;
beforeEach(() => void (folder = mkdtempSync(join(tmpdir(), "understudy-pack-"))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

describe("a written pack", () => {
  it("reads back the same", () => {
    fc.assert(
      fc.property(anyPack, (contents) => {
        const at = mkdtempSync(join(folder, "p"));
        const states = writePack(at, contents);
        expect(states.every(({ state }) => state === "new")).toBe(true);
        const { folder: _, hash, notes: __, ...read } = readPack(at);
        expect(read).toEqual(contents);
        expect(writePack(at, contents).every(({ state }) => state === "unchanged" || state === "promoted")).toBe(true);
        expect(readPack(at).hash).toBe(hash);
      }),
      { numRuns: 60 },
    );
  });

  it("keeps every word that stands there: drafts only get the cases they lack", () => {
    const first = firstPack(folder);
    const [shown] = first.contracts as [Contract];
    const draft: Contract = { ...shown, status: "observed", golden_cases: shown.golden_cases.slice(0, 1) };
    writePack(folder, { ...first, contracts: [draft], head: () => ["first"] });
    const file = join(folder, draft.file);
    const edited = `${readFileSync(file, "utf8").replace("{type: not-refusal}", "{type: not-refusal} # I wrote this")}critical: true\n`;
    writeFileSync(file, edited);
    const before = readFileSync(join(folder, "golden/umbrella.success.json"), "utf8");
    expect(
      writePack(folder, {
        ...first,
        contracts: [{ ...shown, status: "observed", tool: "other" }],
        head: () => ["second"],
      }),
    ).toEqual([{ id: "get_weather", state: "grown", added: ["answers-from-memory"] }]);
    const line =
      "  - {id: answers-from-memory, input_ref: negative/answers-from-memory.json, expect_ok: false, expected_error: tool_not_invoked, provider_modes: [recorded]}\n";
    expect(readFileSync(file, "utf8")).toBe(edited.replace("critical: true\n", `${line}critical: true\n`));
    expect(readFileSync(join(folder, "golden/umbrella.success.json"), "utf8")).toBe(before);
    expect(readPack(folder).contracts[0]?.golden_cases).toHaveLength(2);
  });

  it("never touches a promoted contract, nor adds a golden file for it", () => {
    const first = firstPack(folder);
    const [shown] = first.contracts as [Contract];
    writePack(folder, { ...first, contracts: [{ ...shown, golden_cases: shown.golden_cases.slice(0, 1) }] });
    const before = readFileSync(join(folder, shown.file), "utf8");
    expect(writePack(folder, first)).toEqual([{ id: "get_weather", state: "promoted", added: [] }]);
    expect(readFileSync(join(folder, shown.file), "utf8")).toBe(before);
    expect(existsSync(join(folder, "golden/negative"))).toBe(false);
  });

  it("writes into what a person wrote in any style, and into JSON", () => {
    const styles = {
      "contracts/block.yaml": "golden_cases:\n- id: b\n  input_ref: one.json # why\n# end\nstatus: observed",
      "contracts/flow.yaml": "golden_cases: [{id: f, input_ref: one.json}] # mine\nstatus: observed",
      "contracts/none.yaml": "status: observed # none yet\n",
      "contracts/json.json": { status: "observed", golden_cases: [{ id: "j", input_ref: "one.json" }] },
    };
    const one = { request: { messages: [{ role: "user", content: "q" }] } };
    writeFiles(folder, { ...styles, "golden/one.json": one });
    const { contracts } = readPack(folder);
    const grown = contracts.map((own): Contract => ({
      ...own,
      golden_cases: [
        { id: `${own.id} new`, input_ref: "one.json", expect_ok: true, expected_error: null, provider_modes: [] },
      ],
    }));
    const added = writePack(folder, {
      name: "n",
      description: null,
      contracts: grown,
      golden: new Map(),
      recordings: new Map(),
    });
    expect(added.map(({ state }) => state)).toEqual(["grown", "grown", "grown", "grown"]);
    expect(readPack(folder).contracts.map(({ golden_cases: cases }) => cases.map(({ id }) => id))).toEqual([
      ["b", "block new"],
      ["f", "flow new"],
      ["j", "json new"],
      ["none new"],
    ]);
    const block = readFileSync(join(folder, "contracts/block.yaml"), "utf8");
    expect(block).toContain("# why\n- {id: block new, input_ref: one.json}\n# end\n");
    expect(readFileSync(join(folder, "contracts/flow.yaml"), "utf8")).toContain("# mine");
    expect(() => JSON.parse(readFileSync(join(folder, "contracts/json.json"), "utf8"))).not.toThrow();
  });

  it("tells editors where its schema is, where the package is installed", () => {
    writeFiles(folder, { "node_modules/understudy/schemas/contract.json": "{}" });
    writePack(join(folder, "packs/a"), firstPack("a"));
    const [first] = readFileSync(join(folder, "packs/a/contracts/get_weather.yaml"), "utf8").split("\n");
    expect(first).toBe("# yaml-language-server: $schema=../../../node_modules/understudy/schemas/contract.json");
  });
});

describe("writing is refused", () => {
  const contentsWith = (more: Partial<Contract>): PackContents => {
    const first = firstPack(folder);
    return { ...first, contracts: [{ ...(first.contracts[0] as Contract), ...more }] };
  };

  it.each(["../evil", "/tmp/evil", "a\\b", "..", ""])("for a contract called %j", (id) => {
    expect(() => writePack(folder, contentsWith({ id }))).toThrow(/cannot be called/u);
    expect(readdirSync(folder)).toEqual([]);
  });

  it("for a golden file outside", () => {
    const first = firstPack(folder);
    const [golden] = first.golden.values() as unknown as [Golden];
    const cases = [
      { id: "x", input_ref: "../../evil.json", expect_ok: true, expected_error: null, provider_modes: [] },
    ];
    const contents = { ...contentsWith({ golden_cases: cases }), golden: new Map([["../../evil.json", golden]]) };
    expect(() => writePack(folder, contents)).toThrow(/stays in the pack/u);
  });

  it("through a link that leaves the pack", () => {
    const outside = mkdtempSync(join(tmpdir(), "understudy-outside-"));
    mkdirSync(join(folder, "pack"));
    symlinkSync(outside, join(folder, "pack/golden"));
    expect(() => writePack(join(folder, "pack"), firstPack("pack"))).toThrow(/leads out of the pack/u);
    expect(readdirSync(outside)).toEqual([]);
    rmSync(outside, { recursive: true });
  });

  it("where a file of a new case says something else: then nothing is written", () => {
    writeFiles(folder, { "golden/umbrella.success.json": "{}" });
    expect(() => writePack(folder, firstPack(folder))).toThrow(/says something else/u);
    expect(readdirSync(folder)).toEqual(["golden"]);
  });

  it("for cases without a golden file, and for two of one name", () => {
    const first = firstPack(folder);
    const [contract] = first.contracts as [Contract];
    expect(() => writePack(folder, { ...first, golden: new Map() })).toThrow(/umbrella has no golden file/u);
    const twins = [contract, { ...contract, id: "other" }];
    expect(() => writePack(folder, { ...first, contracts: twins })).toThrow(/two cases would be called umbrella/u);
    writePack(folder, first);
    expect(() => writePack(folder, { ...first, contracts: twins })).toThrow(/two cases would be called umbrella/u);
    expect(readdirSync(join(folder, "contracts"))).toEqual(["get_weather.yaml"]);
  });
});

describe("promoting", () => {
  it("changes the status and not a character besides", () => {
    const written = `# head\ntool:   get_weather   # spaces\nstatus:   "observed"   # for now\n${(GOOD_PACK["contracts/get_weather.yaml"] as string).replace("tool: get_weather\n", "")}\n\n# end`;
    writeFiles(folder, {
      ...GOOD_PACK,
      "contracts/get_weather.yaml": written,
      "contracts/b.json": { status: "observed" },
    });
    expect(promoteContracts(folder, null).promoted.map(({ contract: { id }, changed }) => [id, changed])).toEqual([
      ["b", true],
      ["get_weather", true],
    ]);
    expect(readFileSync(join(folder, "contracts/get_weather.yaml"), "utf8")).toBe(
      written.replace('"observed"', "promoted"),
    );
    expect(JSON.parse(readFileSync(join(folder, "contracts/b.json"), "utf8"))).toEqual({ status: "promoted" });
    expect(readPack(folder).contracts.map(({ status }) => status)).toEqual(["promoted", "promoted"]);
    expect(promoteContracts(folder, ["b"]).promoted.map(({ changed }) => changed)).toEqual([false]);
    expect(promoteContracts(folder, null).promoted).toEqual([]);
  });

  it("knows the contract by its file too, and writes nothing where one is unknown", () => {
    writeFiles(folder, { ...GOOD_PACK, "contracts/draft.yaml": "status: observed" });
    expect(() => promoteContracts(folder, ["draft", "get_wether"])).toThrow(/no contract "get_wether"/u);
    expect(readFileSync(join(folder, "contracts/draft.yaml"), "utf8")).toBe("status: observed");
    promoteContracts(folder, ["contracts/draft.yaml"]);
    expect(readFileSync(join(folder, "contracts/draft.yaml"), "utf8")).toBe("status: promoted");
  });
});
