import { Ajv2020 } from "ajv/dist/2020.js";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { GOOD_PACK } from "../actions/packs/made-pack.fixtures.ts";
import { parseYaml } from "../actions/yaml-text.ts";
import { PACK_FILE_KINDS, packFileSchema } from "./pack-schemas.ts";

const FOLDER = join(import.meta.dirname, "../../schemas");

describe("the published JSON Schemas", () => {
  it.each(PACK_FILE_KINDS)("that of $name is what the code checks (renewed with -u)", async (kind) => {
    const text = `${JSON.stringify(packFileSchema(kind), null, 2)}\n`;
    await expect(text).toMatchFileSnapshot(join(FOLDER, `${kind.name}.json`));
  });

  it("are all there is in their folder", () => {
    expect(readdirSync(FOLDER).toSorted()).toEqual(PACK_FILE_KINDS.map(({ name }) => `${name}.json`).toSorted());
  });

  it.each([
    ["contract", "contracts/get_weather.yaml"],
    ["pack", "pack.yaml"],
    ["golden", "golden/ok.success.json"],
    ["golden", "golden/negative/silent.json"],
    ["recording", "recordings/ok.recording.json"],
  ])("%s takes %s, and not a list of numbers", (name, file) => {
    const kind = PACK_FILE_KINDS.find((one) => one.name === name);
    const validate = new Ajv2020({ strict: false }).compile(packFileSchema(kind as (typeof PACK_FILE_KINDS)[number]));
    const content = GOOD_PACK[file];
    const read = typeof content === "string" ? parseYaml(content) : { value: content };
    expect(validate("value" in read ? read.value : null)).toBe(true);
    expect(validate([1])).toBe(false);
  });

  it("tell an unknown key, operator and assertion from the known", () => {
    const [contract] = PACK_FILE_KINDS;
    const validate = new Ajv2020({ strict: false }).compile(
      packFileSchema(contract as (typeof PACK_FILE_KINDS)[number]),
    );
    const assertions = (response: object[]) => ({ assertions: { response } });
    const invariant = (more: object) => ({ assertions: { input_invariants: [{ path: "$.a", ...more }] } });
    expect(validate(assertions([{ type: "not-contains", value: "x" }]))).toBe(true);
    expect(validate(assertions([{ type: "contians", value: "x" }]))).toBe(false);
    expect(validate(invariant({ gte: 1 }))).toBe(true);
    expect(validate(invariant({ greater: 1 }))).toBe(false);
    expect(validate({ tol: "x" })).toBe(false);
  });
});
