import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { CHECK_FLAGS } from "../../src/cli/check-flags.ts";
import { CASE_STATUSES } from "../../src/contracts/check-report.ts";
import { LIVE_PROVIDERS } from "../../src/providers/live.ts";
import { temporaryFolder, understudyJson } from "../understudy.ts";
import { weatherPack } from "./packs.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/reference/check.md"), "utf8");

/** First column of the table under a head. */
function names(head: string): readonly string[] {
  const rows = PAGE.slice(PAGE.indexOf(head)).split("\n\n")[0]?.split("\n").slice(2) ?? [];
  return rows.flatMap((row) => (row.split("|")[1] ?? "").match(/\w+/gu) ?? []);
}

it("docs/reference/check.md has every status, every field, and every provider", async () => {
  expect(names("| status |")).toEqual(CASE_STATUSES);
  using folder = temporaryFolder();
  const pack = weatherPack(folder.path);
  const report = await understudyJson(["check", "--pack", pack], { cwd: folder.path });
  expect(names("| field |")).toEqual(Object.keys(report));
  const [result] = report["results"] as readonly object[];
  for (const field of Object.keys(result as object)) expect(PAGE).toContain(`\`${field}\``);
  for (const { name } of LIVE_PROVIDERS) if (name !== "openai-compatible") expect(PAGE).toContain(`\`${name}\``);
});

it("docs/reference/check.md names flags that there are", () => {
  const named = new Set([...PAGE.matchAll(/--([a-z][a-z-]+)/gu)].map(([, name]) => name));
  const known = new Set([...CHECK_FLAGS.map(({ name }) => name), "json", "data"]);
  expect([...named].filter((name) => !known.has(name as string))).toEqual([]);
  expect(named.size).toBeGreaterThan(10);
});
