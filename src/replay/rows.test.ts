import { describe, expect, it } from "vitest";
import { rowOf } from "./simulated.fixtures.ts";
import { frameOf } from "./log-frame.fixtures.ts";
import { newestRow, noneLeftOut, rowSelector, type RowFilter } from "./rows.ts";

const START = Date.UTC(2026, 2, 2);
const ROW = rowOf(0, "gpt-4o:openai", {
  created_at: START,
  project: "shop",
  endpoint: "triage",
  model_requested: "fast",
  end_user: "ada",
  api_key: "key-1",
  tags: ["vip", "feature:search"],
  metadata: { plan: "pro", seats: 5 },
  strategy: "latency",
  origin: "live",
});
const OTHER = rowOf(1, "claude:anthropic", {
  created_at: START + 1,
  end_user: null,
  tags: [],
  metadata: { feature: "x" },
});

function chosen(filter: RowFilter): readonly string[] {
  const names: string[] = [];
  const frame = frameOf([ROW, OTHER], 1);
  const select = rowSelector(frame, filter, noneLeftOut());
  const targets = frame.dictionary("target");
  for (const segment of frame.segments()) {
    for (const row of select(segment)) names.push(targets[segment.column("target")[row]!]!.split(":")[0]!);
  }
  return names;
}

describe("which rows stand as the baseline", () => {
  it.each<[RowFilter, readonly string[]]>([
    [{}, ["gpt-4o", "claude"]],
    [{ project: "shop" }, ["gpt-4o", "claude"]],
    [{ project: "shops" }, []],
    [{ endpoint: "triage" }, ["gpt-4o"]],
    [{ model: "gpt-4o" }, ["gpt-4o"]],
    [{ model: "fast" }, ["gpt-4o"]],
    [{ model: "gpt-4o:openai" }, ["gpt-4o"]],
    [{ model: "openai" }, []],
    [{ provider: "anthropic" }, ["claude"]],
    [{ end_user: "ada" }, ["gpt-4o"]],
    [{ tag: "vip" }, ["gpt-4o"]],
    [{ tag: "vi" }, []],
    [{ feature: "search" }, ["gpt-4o"]],
    [{ feature: "x" }, ["claude"]],
    [{ metadata: { plan: "pro" } }, ["gpt-4o"]],
    [{ metadata: { plan: "pro", seats: "5" } }, ["gpt-4o"]],
    [{ metadata: { plan: "pro", seats: "6" } }, []],
    [{ api_key: "key-1" }, ["gpt-4o"]],
    [{ strategy: "latency" }, ["gpt-4o"]],
    [{ origins: ["live"] }, ["gpt-4o"]],
    [{ origins: ["replay"] }, []],
    [{ from: START + 1 }, ["claude"]],
    [{ to: START + 1 }, ["gpt-4o"]],
    [{ from: START, to: START }, []],
    [{ project: "shop", provider: "openai", tag: "vip" }, ["gpt-4o"]],
    [{ provider: "openai", feature: "x" }, []],
  ])("%j", (filter, names) => {
    expect(chosen(filter)).toEqual(names);
  });
});

it("the newest row is that of the origins asked for, not of calls made since", () => {
  const later = rowOf(2, "gpt-4o:openai", { created_at: START + 9, origin: "experiment" });
  const frame = frameOf([ROW, OTHER, later], 1);
  expect(newestRow(frame, ["live", "import"])).toBe(START + 1);
  expect(newestRow(frame, ["experiment"])).toBe(START + 9);
  expect(newestRow(frame, ["judge"])).toBeNull();
});
