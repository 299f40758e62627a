import type { Target } from "./target.ts";

/** So many requests that one target answered before, and another (or the same) answers now; null = none did. */
export interface RouteFlow {
  readonly from: Target | null;
  readonly to: Target | null;
  readonly requests: number;
}

/** Flows in the order of their size; ties by name. */
export function bySize(flows: readonly RouteFlow[]): readonly RouteFlow[] {
  const name = ({ from, to }: RouteFlow): string => `${from ?? ""} ${to ?? ""}`;
  return flows.toSorted((a, b) => b.requests - a.requests || (name(a) < name(b) ? -1 : 1));
}
