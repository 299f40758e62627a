import { expect, it } from "vitest";
import { frameOf } from "../../replay/log-frame.fixtures.ts";
import { rowOf } from "../../replay/simulated.fixtures.ts";
import { chooseWindow } from "../../replay/window.ts";
import { sampleRows } from "./sampled-rows.ts";

const ROWS = Array.from({ length: 40 }, (_, at) =>
  rowOf(at, "gpt-4o:openai", {
    created_at: Date.UTC(2026, 2, 2) + at,
    cost_logged: at === 0 ? null : at,
    replayability: at % 4 === 3 ? "truncated" : at % 10 === 1 ? "body_missing" : "exact",
  }),
);
const frame = frameOf(ROWS, 16);
const window = chooseWindow(frame, {}, { rows: Number.POSITIVE_INFINITY, seed: "understudy" });
const unpriced = (): (() => number) => () => Number.NaN;
const sample = (most: number, list = unpriced) => sampleRows(window, list, most);

it("only rows that can be sent again are drawn, and the others are counted by why", () => {
  const { frame: told, rows } = sample(Number.POSITIVE_INFINITY);
  const count = (reason: string): number => ROWS.filter(({ replayability }) => replayability === reason).length;
  expect(told).toEqual({
    window_rows: 40,
    with_body: 40 - count("body_missing"),
    replayable: count("exact"),
    unreplayable: { truncated: count("truncated"), body_missing: count("body_missing") },
    sampled: count("exact"),
  });
  expect(new Set(rows.map(({ seq }) => seq)).size).toBe(count("exact"));
});

it("a larger sample begins with the smaller one, in hash order and not in that of time", () => {
  const [small, large] = [sample(5).rows, sample(20).rows];
  expect(large.slice(0, 5)).toEqual(small);
  const seqs = large.map(({ seq }) => seq);
  expect(seqs).not.toEqual(seqs.toSorted((a, b) => a - b));
});

it("the window's cost is that of all its replayable rows, by list where none was logged, and not known where one is not", () => {
  expect(sample(5).window_cost_usd).toBeNull();
  const all = ROWS.filter(({ replayability }) => replayability === "exact").reduce(
    (sum, row) => sum + (row.cost_logged ?? 0.5),
    0,
  );
  expect(sample(5, () => () => 0.5).window_cost_usd).toBeCloseTo(all, 9);
});
