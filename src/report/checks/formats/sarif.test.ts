import official from "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json" with { type: "json" };
import { Ajv } from "ajv";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyDocument, caseOf, documentOf, EVERY_STATUS, reportOf } from "../check-report.fixtures.ts";
import type { CheckDocument } from "../check-document.ts";
import { sarif } from "./sarif.ts";

interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: string;
  readonly message: { readonly text: string };
  readonly locations: readonly [{ readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } }];
  readonly partialFingerprints: Readonly<Record<string, string>>;
}

interface Log {
  readonly runs: readonly [
    {
      readonly tool: { readonly driver: { readonly rules: readonly { readonly id: string }[] } };
      readonly results: readonly Result[];
    },
  ];
}

// Draft 4 names itself `id`; of what it means otherwise the schema uses nothing.
const { $schema: _, id: __, ...schema } = official;
const valid = new Ajv({ strict: false, validateFormats: false, unicodeRegExp: false, allErrors: true }).compile(schema);

function read(document: CheckDocument): Log {
  const log: unknown = JSON.parse(sarif.write(document));
  valid(log);
  expect(valid.errors ?? []).toEqual([]);
  return log as Log;
}

describe("SARIF", () => {
  it("has a result for each case that is not as it should be, the worst first, with its rule and level", () => {
    const [{ tool, results }] = read(documentOf(EVERY_STATUS)).runs;
    expect(results.map(({ ruleId, level }) => `${level} ${ruleId}`)).toEqual([
      "error tool_not_invoked",
      "error recording_not_found",
      "error rate_limited",
      "warning tool_not_invoked",
      "note recording_not_found",
    ]);
    for (const { ruleId, ruleIndex } of results) expect(tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  });

  it("locates it in the contract's file, as a URI", () => {
    const report = reportOf([caseOf("failed", { file: "contracts/ünter wegs#1.yaml", line: null })]);
    const [{ results }] = read(documentOf(report)).runs;
    expect(results[0]?.locations[0].physicalLocation).toEqual({
      artifactLocation: { uri: "packs/support/contracts/%C3%BCnter%20wegs%231.yaml", uriBaseId: "%SRCROOT%" },
      region: { startLine: 1 },
    });
  });

  it("has fingerprints that stay when lines move, and differ between cases", () => {
    const prints = (line: number): readonly unknown[] =>
      read(
        documentOf(reportOf([caseOf("failed", { line }), caseOf("failed", { line, case: "other" })])),
      ).runs[0].results.map(({ partialFingerprints }) => partialFingerprints["primaryLocationLineHash"]);
    expect(prints(7)).toEqual(prints(90));
    expect(new Set(prints(7)).size).toBe(2);
  });

  it("is held against a schema that refuses what is none", () => {
    expect(valid({ version: "2.1.0", runs: [{ results: [] }] })).toBe(false);
  });

  it("keeps to the schema whatever is in the report", () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        for (const { locations } of read(document).runs[0].results)
          expect(locations[0].physicalLocation.artifactLocation.uri).toMatch(/^[\w.~!*'()%/-]*$/u);
      }),
    );
  });
});
