import type { RouteFlow } from "../../../core/route-flow.ts";

/** One target on one side, as high as its requests are many; places are shares of the picture's height. */
export interface FlowNode {
  readonly name: string;
  readonly requests: number;
  readonly top: number;
  readonly height: number;
  /** Middle of its name: beside it, and as far from the next name as a name is high. */
  readonly middle: number;
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
/** Share of the height between two nodes. */
const GAP = 0.03;
/** Height of a name against the height that the picture has for each target of its longer side. */
const NAME = 0.55;
/** Targets that a picture has room for, however few they are. */
const LEAST = 2.5;

/** @param rooms targets that the picture's height is made for */
function stacked(totals: ReadonlyMap<string, number>, all: number, rooms: number): readonly FlowNode[] {
  const sorted = [...totals].toSorted(([, a], [, b]) => b - a);
  const free = 1 - Math.max(0, sorted.length - 1) * GAP;
  let top = 0;
  const nodes = sorted.map(([name, requests]) => {
    const height = free * (requests / all);
    const node = { name, requests, top, height, middle: top + height / 2 };
    top += height + GAP;
    return node;
  });
  const apart = NAME / Math.max(LEAST, rooms);
  // Down from the top until no name covers the next, then up from the bottom until all are inside.
  let least = apart / 2;
  const downwards = nodes.map((node) => {
    const middle = Math.max(least, node.middle);
    least = middle + apart;
    return { ...node, middle };
  });
  let most = 1 - apart / 2;
  return downwards
    .toReversed()
    .map((node) => {
      const middle = Math.min(most, node.middle);
      most = middle - apart;
      return { ...node, middle };
    })
    .toReversed();
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
  const rooms = Math.max(before.size, after.size);
  const sides = { before: stacked(before, requests, rooms), after: stacked(after, requests, rooms) };
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
