import type { ControlAsked } from "./measure-request.ts";

const SHARE = 0.1;
const LEAST = 50;
const MOST = 200;

/** How many baselines are asked again. @param rows sampled @param able of them, those whose target can be called */
export function controlSize(asked: ControlAsked, rows: number, able: number): number {
  if (asked === "none") return 0;
  const wanted =
    asked === "default" ? Math.min(MOST, Math.max(LEAST, Math.ceil(rows * SHARE))) : Math.ceil(rows * asked.share);
  return Math.min(wanted, able);
}

/** Spreads `size` marks evenly over the able rows, so that every prefix has its share of them. @returns their positions */
export function controlPositions(able: readonly number[], size: number): ReadonlySet<number> {
  const chosen = new Set<number>();
  for (let mark = 0; mark < size; mark++) chosen.add(able[Math.floor((mark * able.length) / size)] as number);
  return chosen;
}
