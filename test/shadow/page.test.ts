import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { SHADOW_FLAGS } from "../../src/cli/shadow-flags.ts";
import { INCOMPARABLE_REASONS, PAIR_RESULTS, summariseShadow } from "../../src/shadow/index.ts";
import { understudy } from "../understudy.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/reference/shadow.md"), "utf8");

/** Names in the first column of the table under a head. */
function names(head: string): readonly string[] {
  const rows = PAGE.slice(PAGE.indexOf(head)).split("\n\n")[0]?.split("\n").slice(2) ?? [];
  return rows.flatMap((row) => [...(row.split("|")[1] ?? "").matchAll(/`(\w+)`/gu)].map(([, name]) => name ?? ""));
}

it("docs/reference/shadow.md has every reason, every result and every field", () => {
  expect(names("| reason |")).toEqual(INCOMPARABLE_REASONS);
  expect(
    names("| result of a pair |")
      .filter((name) => name !== "would_fail")
      .toSorted(),
  ).toEqual([...PAIR_RESULTS].toSorted());
  const told = [...names("| field of `summary` |"), "incomparable", "interval"];
  expect(told.toSorted()).toEqual(Object.keys(summariseShadow([])).toSorted());
});

it("docs/reference/shadow.md has every flag of its own", async () => {
  const own = SHADOW_FLAGS.map(({ name }) => name);
  const help = await understudy(["shadow", "--help"]);
  for (const name of own) expect(help.out).toContain(`--${name}`);
  for (const name of own.slice(own.indexOf("shadow-capture"))) expect(PAGE).toContain(`\`--${name}`);
});
