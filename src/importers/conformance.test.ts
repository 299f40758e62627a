import { describe, expect, test } from "vitest";
import { FIXTURES } from "./all.fixtures.ts";
import { importerConformance } from "./conformance.ts";
import { IMPORTERS, recogniseFormat } from "./index.ts";

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
