import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseYaml } from "../../src/actions/yaml-text.ts";
import { contractSchema } from "../../src/contracts/contract-schema.ts";
import { PACK_FILE_KINDS, packFileSchema } from "../../src/contracts/pack-schemas.ts";
import { NON_REPRODUCIBLE } from "../../src/contracts/pack.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/reference/packs.md"), "utf8");

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
}

/** Names of a schema's own members, and of what it lists. */
function membersOf({ properties = {}, items }: Schema): readonly string[] {
  return [...Object.keys(properties), ...(items === undefined ? [] : membersOf(items))];
}

describe("docs/reference/packs.md", () => {
  it.each(PACK_FILE_KINDS)("names every key of a $name", (kind) => {
    const schema = packFileSchema(kind) as Schema;
    const missing = membersOf(schema).filter((key) => !new RegExp(`\\b${key}\\b`, "u").test(PAGE));
    expect(missing).toEqual([]);
  });

  it("names every reason for which a case says nothing", () => {
    for (const reason of NON_REPRODUCIBLE) expect(PAGE).toContain(`\`${reason}\``);
  });

  it("shows a contract that is one", () => {
    const [, example = ""] = /## A contract[\s\S]*?```yaml\n([\s\S]*?)```/u.exec(PAGE) ?? [];
    const read = parseYaml(example);
    expect("value" in read && contractSchema.safeParse(read.value).success).toBe(true);
  });
});
