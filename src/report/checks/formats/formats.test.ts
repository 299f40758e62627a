import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyDocument, documentOf, EVERY_STATUS, caseOf, reportOf } from "../check-report.fixtures.ts";
import { OUTPUT_FORMATS } from "./index.ts";

const FORMATS = await Promise.all(OUTPUT_FORMATS.map(async (entry) => ({ entry, format: await entry.load() })));

describe.each(FORMATS.map((one) => [one.entry.name, one] as const))("%s", (_, { entry, format }) => {
  it("is named as its entry is, and as a flag's value can be", () => {
    expect(format.name).toBe(entry.name);
    expect(format.name).toMatch(/^[a-z]+$/u);
    for (const ending of entry.endings) expect(ending).toMatch(/^[a-z.]*\.[a-z]+$/u);
  });

  it("names every case that is not as it should be", () => {
    const text = format.write(documentOf(EVERY_STATUS));
    for (const status of ["failed", "not_reproducible", "flaky", "error"]) expect(text).toContain(`case-${status}`);
  });

  it("writes the same text for the same document", () => {
    const document = documentOf(EVERY_STATUS, { base: reportOf([caseOf("passed", { case: "case-failed" })]) });
    expect(format.write(document)).toBe(format.write(document));
  });

  it("writes a report without a case", () => {
    expect(typeof format.write(documentOf(reportOf([])))).toBe("string");
  });

  it("writes well-formed text, whatever is in the report", () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const text = format.write(document);
        expect(format.name === "json" || text.isWellFormed()).toBe(true);
        expect(text === "" || text.endsWith("\n")).toBe(true);
      }),
    );
  });
});

describe("the formats", () => {
  it("share neither names nor ends of file names", () => {
    const names = OUTPUT_FORMATS.map(({ name }) => name);
    const endings = OUTPUT_FORMATS.flatMap((format) => format.endings);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(endings).size).toBe(endings.length);
  });
});
