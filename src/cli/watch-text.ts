import type { WatchFigure } from "../actions/promote/watch/figures.ts";
import type { ShownWatch } from "../actions/promote/watch/list-watches.ts";
import { count } from "./counts.ts";
import { instant } from "./instant.ts";
import { milliseconds } from "./milliseconds.ts";
import { usd } from "./money.ts";
import { percent } from "./percent.ts";

/** `error rate 0.40% (at most 5%), p95 ...`: what a watch has seen beside its limits. */
export function figuresText(figures: readonly WatchFigure[]): string {
  return figures.map(figureText).join(", ");
}

function figureText({ limit, value, estimate, exceeded }: WatchFigure): string {
  const mark = exceeded ? "!" : "";
  if (limit === "max_error_rate") return `${mark}errors ${percent(estimate)} (at most ${percent(value)})`;
  if (limit === "max_p95_ms") return `${mark}slower than ${milliseconds(value)}: ${percent(estimate)} (at most 5%)`;
  return `${mark}cost ${usd(estimate)} a request (at most ${usd(value)})`;
}

/** `rolled back`, `watching until 2026-11-22 10:00:00`. */
export function stateText({ state, ends_at: end, events }: ShownWatch): string {
  if (state === "watching") return `until ${instant(Date.parse(end))}`;
  if (state === "alarm") return `alarm, until ${instant(Date.parse(end))}`;
  if (state === "rolled_back") return "rolled back";
  const reason = events.at(-1)?.details["reason"];
  return typeof reason === "string" ? `ended: ${reason}` : "ended";
}

/** `wch_... until 2026-11-22 10:00:00, ...`. */
export function watchLine(watch: ShownWatch): string {
  const rollback = watch.auto_rollback ? ", rolls back by itself" : "";
  return `${watch.id} until ${instant(Date.parse(watch.ends_at))}${rollback}; says nothing before ${count(watch.min_requests)} requests`;
}
