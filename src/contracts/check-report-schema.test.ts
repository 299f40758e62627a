import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyReport, EVERY_STATUS } from "../report/checks/check-report.fixtures.ts";
import { CHECK_REPORT } from "./check-report-schema.ts";

describe("a stored report", () => {
  it("is read back as it was written", () => {
    fc.assert(
      fc.property(anyReport, (report) => {
        expect(CHECK_REPORT.parse(JSON.parse(JSON.stringify(report)))).toEqual(JSON.parse(JSON.stringify(report)));
      }),
    );
  });

  it("is refused where a field is none of a report's", () => {
    const broken = { ...EVERY_STATUS, results: [{ ...EVERY_STATUS.results[0], status: "green" }] };
    expect(CHECK_REPORT.safeParse(broken).error?.issues.map(({ path }) => path.join("."))).toEqual([
      "results.0.status",
    ]);
  });

  it("may hold what a later version writes besides", () => {
    expect(CHECK_REPORT.parse({ ...EVERY_STATUS, later: true })).toEqual(EVERY_STATUS);
  });
});
