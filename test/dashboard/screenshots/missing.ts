import { routeOf } from "../routes.ts";
import type { Filled } from "./fill.ts";
import { VIEWS } from "./views.ts";

const ID = "id";
const ROWS = { tools: ID, replayed: ID, failed: ID, cascade: ID, blocked: ID, summary: ID };
const IDS = {
  simulation: ID,
  fallback: ID,
  measured: ID,
  worse: ID,
  capped: ID,
  running: ID,
  promoted: ID,
  judge: ID,
  shadowPair: ID,
  shadowRun: ID,
  packRun: ID,
  rows: ROWS,
} as unknown as Filled;

/** Routes that no view shows. */
export function missing(routes: readonly string[]): readonly string[] {
  const shown = new Set(VIEWS.map(({ path }) => routeOf(path(IDS), routes)));
  return routes.filter((route) => !shown.has(route));
}
