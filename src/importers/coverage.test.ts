import { join } from "node:path";
import { expect, it } from "vitest";
import type { Exchange } from "../core/exchange.ts";
import { usableFor, type Use } from "../core/usable.ts";
import { FIXTURES } from "./all.fixtures.ts";
import { importContext, TRAPS, type ImporterFixtures, type Trap } from "./conformance.ts";
import { IMPORTERS } from "./index.ts";
import type { Importer } from "./importer.ts";
import { recordsOf } from "./recognise.ts";

const FILE = join(import.meta.dirname, "../../docs/reference/import-coverage.md");

const USES: Readonly<Record<Use, string>> = {
  replay: "replay",
  projection: "projection only",
  prompt: "prompt only",
  nothing: "the log alone",
};

/** The exchanges that records of a fixture become, joined where they are parts of a call. */
function exchangesOf(importer: Importer, records: readonly object[]): readonly Exchange[] {
  const all = records.flatMap((record) => recordsOf(importer, record));
  const parts = all.map((record) => ({ name: importer.joining?.partOf(record)?.name ?? "", record }));
  const joined = records.length > 1 ? (importer.joining?.join(parts) ?? all) : all;
  return joined.map((record) => {
    const read = importer.read(record, importContext);
    return read.kind === "exchange" ? read.exchange : expect.fail(JSON.stringify(read));
  });
}

function tokensText({ usage }: Exchange): string {
  if (usage === null) return "unknown";
  const { input_uncached: input, cache_read, cache_write, output, reasoning } = usage;
  return [
    `${input} in`,
    ...(cache_read > 0 ? [`${cache_read} from the cache`] : []),
    ...(cache_write > 0 ? [`${cache_write} into it`] : []),
    `${output} out`,
    ...(reasoning > 0 ? [`${reasoning} reasoning`] : []),
  ].join(", ");
}

function becomes(exchange: Exchange): string {
  const { model, provider, latency_ms, cost_logged, failure, gateway_cache_hit } = exchange;
  return [
    model === null ? "answered by nobody" : `${model}${provider === null ? "" : `:${provider}`}`,
    ...(latency_ms === null ? [] : [`${latency_ms} ms`]),
    ...(cost_logged === null ? [] : [`$${cost_logged}`]),
    ...(failure === null ? [] : [`failed: ${failure.class}`]),
    ...(gateway_cache_hit ? ["a gateway's own cache"] : []),
  ].join("; ");
}

function rowsOf(importer: Importer, { accepted, calls = [], others = [] }: ImporterFixtures): readonly string[] {
  const taken = [
    ...accepted.map(({ title, record, traps = [] }) => ({ title, records: [record], traps })),
    ...calls.map(({ title, records, traps = [] }) => ({ title, records, traps })),
  ].flatMap(({ title, records, traps }) =>
    exchangesOf(importer, records).map(
      (exchange) =>
        `| ${title} | ${becomes(exchange)} | ${tokensText(exchange)} | ${USES[usableFor(exchange)]} | ${traps.join(", ")} |`,
    ),
  );
  return [...taken, ...others.map(({ title, what }) => `| ${title} | left out: ${what} | | | |`)];
}

function sectionOf(importer: Importer, fixtures: ImporterFixtures): string {
  const untrapped = Object.entries(fixtures.untrapped ?? {}) as readonly [Trap, string][];
  return [
    `## \`${importer.name}\`\n`,
    `${importer.summary}.\n`,
    "| record | becomes | tokens | used for | trap |\n|---|---|---|---|---|",
    ...rowsOf(importer, fixtures),
    ...untrapped.map(([trap, why]) => `\nNo trap of ${trap}: ${why}.`),
    `\nSkipped: ${fixtures.skipped.map(({ title }) => title).join("; ")}.\n`,
  ].join("\n");
}

function coverage(): string {
  return [
    "# What each importer is held against\n",
    "Made-up records of every format, what they become, and the traps they cover. The conformance suite reads each of them, and damages each in some hundred ways; this page is written from them.",
    `A trap (${TRAPS.join(", ")}) is covered by a record, or the format cannot set it. What is read from which field stands in [importers.md](importers.md).\n`,
    ...IMPORTERS.map((importer) => sectionOf(importer, FIXTURES[importer.name] ?? { accepted: [], skipped: [] })),
  ].join("\n");
}

it("docs/reference/import-coverage.md says what the fixtures hold", async () => {
  await expect(coverage()).toMatchFileSnapshot(FILE);
});
