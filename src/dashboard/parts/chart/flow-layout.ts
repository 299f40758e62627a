import type { RouteFlow } from "../../../core/route-flow.ts";

/** One target on one side; places are shares of the picture's height. */
export interface FlowNode {
  readonly name: string;
  readonly requests: number;
  readonly top: number;
  readonly height: number;
}

/** From a stretch of the left side to a stretch of the right. */
export interface FlowRibbon {
  readonly from: string;
  readonly to: string;
  readonly requests: number;
  readonly left: readonly [top: number, bottom: number];
  readonly right: readonly [top: number, bottom: number];
}

export interface FlowLayout {
  readonly before: readonly FlowNode[];
  readonly after: readonly FlowNode[];
  readonly ribbons: readonly FlowRibbon[];
  readonly requests: number;
}

/** What stands where no target answered. */
export const NOBODY = "nobody";
/** Shares of the height between two nodes, and that every node has at least, so that its name has room. */
const GAP = 0.03;
const LEAST = 0.22;

function stacked(totals: ReadonlyMap<string, number>, all: number): readonly FlowNode[] {
  const least = Math.min(LEAST, 0.6 / Math.max(1, totals.size));
  const free = 1 - totals.size * least - Math.max(0, totals.size - 1) * GAP;
  let top = 0;
  return [...totals]
    .toSorted(([, a], [, b]) => b - a)
    .map(([name, requests]) => {
      const height = least + free * (requests / all);
      const node = { name, requests, top, height };
      top += height + GAP;
      return node;
    });
}

/** Where a flow picture has what. */
export function flowLayout(flows: readonly RouteFlow[]): FlowLayout {
  const [before, after] = [new Map<string, number>(), new Map<string, number>()];
  let requests = 0;
  for (const { from, to, requests: some } of flows) {
    before.set(from ?? NOBODY, (before.get(from ?? NOBODY) ?? 0) + some);
    after.set(to ?? NOBODY, (after.get(to ?? NOBODY) ?? 0) + some);
    requests += some;
  }
  const sides = { before: stacked(before, requests), after: stacked(after, requests) };
  const place = (nodes: readonly FlowNode[], name: string): number => nodes.findIndex((node) => node.name === name);
  const ribbons = flows
    .map(({ from, to, requests: some }) => ({ from: from ?? NOBODY, to: to ?? NOBODY, requests: some }))
    .toSorted(
      (a, b) =>
        place(sides.before, a.from) - place(sides.before, b.from) ||
        place(sides.after, a.to) - place(sides.after, b.to),
    );
  const taken = new Map<FlowNode, number>();
  const take = (nodes: readonly FlowNode[], name: string, some: number): readonly [number, number] => {
    const node = nodes[place(nodes, name)] as FlowNode;
    const start = taken.get(node) ?? node.top;
    const end = start + (node.height * some) / node.requests;
    taken.set(node, end);
    return [start, end];
  };
  return {
    ...sides,
    requests,
    ribbons: ribbons.map((ribbon) => ({
      ...ribbon,
      left: take(sides.before, ribbon.from, ribbon.requests),
      right: take(sides.after, ribbon.to, ribbon.requests),
    })),
  };
}
