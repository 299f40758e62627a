import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { BUCKETS, DIFFERENCE_KINDS, MEASURES } from "../../src/compare/index.ts";
import { summarise } from "../../src/experiments/index.ts";
import { definition, pair, records, RUN, side } from "../../src/experiments/pairs.fixtures.ts";

const PAGE = readFileSync("docs/reference/experiment-result.md", "utf8");

/** Of the sides, of what was asked and of figures: told once, under their own names. */
const MAPS = new Set([
  "policy",
  "asked",
  "evidence_counts",
  "failures",
  "unreplayable",
  "route_distribution",
  "outcome_classes",
]);

function names(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(names);
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => [name, ...(MAPS.has(name) ? [] : names(inner))]);
}

test("the page tells every field of a result, and every kind of difference", () => {
  const pairs = Array.from({ length: 3 }, (_, at) =>
    pair(at, { control: side(), outcomes: { solved: { original: 1, replay: 1 } } }),
  );
  const result = summarise(records(pairs), definition(3, { primary: { metric: "solved", margin: 0.05 } }), RUN);
  const told = new Set(Array.from(PAGE.matchAll(/[a-z0-9_]+/g), ([word]) => word));
  const wanted = [...names(result), ...DIFFERENCE_KINDS, ...BUCKETS, ...MEASURES.map(({ name }) => name)];
  expect([...new Set(wanted)].filter((name) => !told.has(name))).toEqual([]);
});
