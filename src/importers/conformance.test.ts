import { describe, expect, test } from "vitest";
import { importerConformance, type ImporterFixtures } from "./conformance.ts";
import { heliconeFixtures } from "./helicone.fixtures.ts";
import { IMPORTERS, recogniseFormat } from "./index.ts";
import { langfuseFixtures } from "./langfuse.fixtures.ts";
import { litellmSpendLogsFixtures } from "./litellm-spend-logs.fixtures.ts";
import { litellmStandardFixtures } from "./litellm-standard.fixtures.ts";
import { nativeFixtures } from "./native.fixtures.ts";
import { openaiBatchFixtures } from "./openai-batch.fixtures.ts";
import { openaiFinetuningFixtures } from "./openai-finetuning.fixtures.ts";
import { openaiStoredFixtures } from "./openai-stored.fixtures.ts";
import { pairsFixtures } from "./pairs.fixtures.ts";
import { tensorzeroFixtures } from "./tensorzero.fixtures.ts";
import { openpipeFixtures } from "./openpipe.fixtures.ts";
import { openrouterCsvFixtures } from "./openrouter-csv.fixtures.ts";
import { portkeyFixtures } from "./portkey.fixtures.ts";
import { otelGenaiFixtures } from "./otel-genai.fixtures.ts";

const FIXTURES: Readonly<Record<string, ImporterFixtures>> = {
  native: nativeFixtures,
  "litellm-standard": litellmStandardFixtures,
  "litellm-spend-logs": litellmSpendLogsFixtures,
  langfuse: langfuseFixtures,
  "openai-stored": openaiStoredFixtures,
  pairs: pairsFixtures,
  tensorzero: tensorzeroFixtures,
  helicone: heliconeFixtures,
  "openai-batch": openaiBatchFixtures,
  "openai-finetuning": openaiFinetuningFixtures,
  openpipe: openpipeFixtures,
  "openrouter-csv": openrouterCsvFixtures,
  portkey: portkeyFixtures,
  "otel-genai": otelGenaiFixtures,
};

for (const importer of IMPORTERS)
  importerConformance(importer, FIXTURES[importer.name] ?? { accepted: [], skipped: [] });

describe("a format is known by its first records", () => {
  test.each(IMPORTERS)("$name", (importer) => {
    for (const { record } of FIXTURES[importer.name]?.accepted ?? [])
      expect(recogniseFormat([record])).toMatchObject({ kind: "known", importer: { name: importer.name } });
    for (const { records } of FIXTURES[importer.name]?.calls ?? [])
      for (const record of records)
        expect(recogniseFormat([record])).toMatchObject({ kind: "known", importer: { name: importer.name } });
  });
  test.each([null, 7, "text", [], {}, { model: "m" }, { created_at: "2026-11-02", model: "m", a: 1, b: 2, c: 3 }])(
    "%j is of no format",
    (record) => {
      expect(recogniseFormat([record])).toEqual({ kind: "unknown" });
    },
  );
  test("names are told apart", () => {
    expect(new Set(IMPORTERS.map((importer) => importer.name)).size).toBe(IMPORTERS.length);
  });
});
