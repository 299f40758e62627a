import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { simulated } from "./simulated.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const SUPPORT_DESK = join(import.meta.dirname, "fixtures/support-desk.jsonl");
const BFCL = join(import.meta.dirname, "../../../shared/data/bfcl/litellm");
const FORMATS = ["jsonl", "jsonl.gz", "csv", "csv.gz", "parquet"];

/** Exports and imports a log, and holds the second store against the first. */
async function roundTrip(
  files: readonly string[],
  format: string,
  candidate: string,
): Promise<{ readonly first: readonly unknown[]; readonly second: readonly unknown[] }> {
  using folder = temporaryFolder();
  const [first, second] = [folder.file("first"), folder.file("second")];
  const valid = ["--outcome", "valid=metadata.requester_metadata.bfcl_valid"];
  await understudyJson(["import", ...files, ...valid, "--data", first]);
  const exported = folder.file(`log.${format}`);
  const written = await understudyJson<{ rows: number }>(["export", exported, "--data", first]);
  const report = await understudyJson(["import", exported, "--data", second]);
  expect(report).toMatchObject({ rows_in: written.rows, skipped: { lines: 0 } });
  const seen = async (store: string): Promise<readonly unknown[]> => [
    await simulated(store, candidate),
    (await understudy(["export", "--data", store])).out,
  ];
  return { first: await seen(first), second: await seen(second) };
}

describe("a log that is exported and imported again is the same log", () => {
  it.each(FORMATS)("as %s", async (format) => {
    const { first, second } = await roundTrip([SUPPORT_DESK], format, "single:gpt-4o-mini-2024-07-18:openai");
    expect(second).toEqual(first);
  });

  it.for(["jsonl", "csv", "parquet"])(
    "as %s, nine logs of 1,700 real tool calls each, over the same week",
    async (format, { skip }) => {
      skip(!existsSync(BFCL), "the BFCL logs are not at hand");
      const files = readdirSync(BFCL)
        .filter((name) => name.endsWith(".jsonl"))
        .map((name) => join(BFCL, name));
      expect(files).toHaveLength(9);
      const { first, second } = await roundTrip(files, format, "single:gpt-4o-mini-2024-07-18:openai");
      expect(second).toEqual(first);
    },
  );
});
