import { expect, it } from "vitest";
import { flowLayout, type FlowNode } from "./flow-layout.ts";

const FLOWS = [
  { from: "a:x", to: "b:x", requests: 70 },
  { from: "a:x", to: "a:x", requests: 20 },
  { from: "c:x", to: null, requests: 10 },
];

it("stacks both sides inside the picture, larger ones first, each as high as its requests are many", () => {
  const { before, after, requests } = flowLayout(FLOWS);
  expect(requests).toBe(100);
  expect(before.map(({ name, requests: some }) => [name, some])).toEqual([
    ["a:x", 90],
    ["c:x", 10],
  ]);
  expect(after.map(({ name }) => name)).toEqual(["b:x", "a:x", "nobody"]);
  const ends = (nodes: readonly FlowNode[]): number => (nodes.at(-1)?.top ?? 0) + (nodes.at(-1)?.height ?? 0);
  expect(ends(before)).toBeCloseTo(1);
  expect(ends(after)).toBeCloseTo(1);
  expect((before[0]?.height ?? 0) / (before[1]?.height ?? 0)).toBeCloseTo(9);
});

it("keeps names inside the picture and apart, however small what they name", () => {
  const { before } = flowLayout([
    { from: "a:x", to: "a:x", requests: 998 },
    { from: "b:x", to: "a:x", requests: 1 },
    { from: "c:x", to: "a:x", requests: 1 },
  ]);
  const middles = before.map(({ middle }) => middle);
  expect(middles[0]).toBeLessThan(0.5);
  for (const [at, middle] of middles.slice(1).entries())
    expect(middle - (middles[at] ?? 0)).toBeGreaterThanOrEqual(0.55 / 3 - 1e-9);
  expect(middles.at(-1)).toBeCloseTo(1 - 0.55 / 6);
});

it("ribbons fill what they leave and what they reach", () => {
  const { before, ribbons } = flowLayout(FLOWS);
  const own = ribbons.filter(({ from }) => from === "a:x");
  expect(own.map(({ to }) => to)).toEqual(["b:x", "a:x"]);
  expect(own[0]?.left[1]).toBeCloseTo(own[1]?.left[0] ?? Number.NaN);
  const node = before[0] as FlowNode;
  expect(own.at(-1)?.left[1]).toBeCloseTo(node.top + node.height);
});

it("has room for many targets, and nothing to show of none", () => {
  const many = Array.from({ length: 20 }, (_, at) => ({ from: `m${at}`, to: "one", requests: 1 }));
  const last = flowLayout(many).before.at(-1) as FlowNode;
  expect(last.top + last.height).toBeCloseTo(1);
  expect(flowLayout([])).toMatchObject({ before: [], after: [], ribbons: [], requests: 0 });
});
