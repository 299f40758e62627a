import { createHash } from "node:crypto";
import { describe, expect, it } from "vitest";
import { frameOf } from "./log-frame.fixtures.ts";
import { rowOf } from "./simulated.fixtures.ts";
import { chooseWindow } from "./window.ts";

const LOG = Array.from({ length: 500 }, (_, n) => rowOf(n, "a:one", { end_user: n % 2 === 0 ? "ada" : "ben" }));

function sampled(rows: number, seed = "understudy", log = LOG, filter = {}): readonly string[] {
  const ordered = log.toSorted((a, b) => a.created_at - b.created_at);
  const window = chooseWindow(frameOf(log, 37), filter, { rows, seed });
  const ids: string[] = [];
  for (const { segment, rows: chosen } of window.selection.segments()) {
    for (const row of chosen) ids.push(ordered[segment.column("seq")[row]! - 1]!.request_id);
  }
  expect(ids).toHaveLength(window.selection.rows);
  expect(window.inclusion_probability).toBeCloseTo(ids.length / window.window_requests, 12);
  return ids.toSorted();
}

describe("sampling", () => {
  it("takes the rows of the smallest keys: SHA-256 of the seed and the request id", () => {
    const key = (id: string): string => createHash("sha256").update(`understudy:${id}`).digest("hex");
    const smallest = LOG.map(({ request_id }) => request_id).toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
    expect(sampled(40)).toEqual(smallest.slice(0, 40).toSorted());
  });

  it.each(["understudy", "another"])("nests, and does not depend on what else is in the log (seed %s)", (seed) => {
    const [small, large] = [new Set(sampled(40, seed)), new Set(sampled(120, seed))];
    expect([...small].every((id) => large.has(id))).toBe(true);
    const half = LOG.filter(({ end_user }) => end_user === "ada");
    expect(sampled(60, seed, half)).toEqual(sampled(60, seed, LOG, { end_user: "ada" }));
    expect(sampled(40, seed, LOG.toReversed())).toEqual([...small]);
  });

  it("is another one for another seed, and everything where there is not more than wanted", () => {
    expect(sampled(40, "another")).not.toEqual(sampled(40));
    expect(sampled(500)).toHaveLength(500);
    expect(sampled(Number.POSITIVE_INFINITY)).toHaveLength(500);
  });
});
