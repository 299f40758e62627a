import { expect, it } from "vitest";
import { failureRows } from "./failure-rows.ts";

it("has a row for each way that either side failed in, the most frequent first", () => {
  const rows = failureRows({ server: 2 }, { rate_limit: 12, server: 1 }, 100, "measured");
  expect(
    rows.map(({ label, baseline, candidate, change }) => [label, baseline.text, candidate.text, change.text]),
  ).toEqual([
    ["Failed: rate limit", "0", "12", "+12"],
    ["Failed: server", "2", "1", "-1"],
  ]);
  expect(rows[0]?.candidate.below).toBe("12.0%");
});

it("says nothing of a side that cannot be told", () => {
  expect(failureRows({ server: 2 }, null, 100, "unidentified")).toMatchObject([
    { baseline: { text: "2" }, candidate: { text: "–" }, change: { text: "–" } },
  ]);
});
