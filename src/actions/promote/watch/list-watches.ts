import type { Control } from "../../../store/control.ts";
import type { StoredWatch, WatchLimits, WatchState, WatchTally } from "../../../store/promotions.ts";
import { scopeName } from "../in-force.ts";
import { watchFigures, type WatchFigure } from "./figures.ts";
import { NOTHING_SEEN } from "./tally.ts";

/** What a watch is at, or how it ended. */
export const SHOWN_STATES = ["watching", "alarm", "rolled_back", "ended"] as const;

/** A watch with what it has seen and what became of it. Instants are ISO 8601, UTC. */
export interface ShownWatch {
  readonly id: string;
  readonly experiment: string;
  /** `project:NAME` or `endpoint:PROJECT/NAME`. */
  readonly scope: string;
  readonly state: (typeof SHOWN_STATES)[number];
  readonly created_at: string;
  readonly ends_at: string;
  readonly actor: string;
  readonly limits: WatchLimits;
  readonly auto_rollback: boolean;
  /** Requests that nothing is said before. */
  readonly min_requests: number;
  readonly seen: Omit<WatchTally, "newest"> & { readonly newest: string | null };
  readonly figures: readonly WatchFigure[];
  /** Oldest first. */
  readonly events: readonly (Omit<WatchState, "at"> & { readonly at: string })[];
}

/** Newest first. */
export function listWatches(control: Control, limit: number): readonly ShownWatch[] {
  return control.watches(limit).map((watch) => shownWatch(control, watch));
}

export function shownWatch(control: Control, watch: StoredWatch): ShownWatch {
  const { id, actor, limits, auto_rollback, min_requests } = watch;
  const promotion = control.promotion(watch.promotion);
  const events = control.watchStates(id);
  const seen = control.watchTally(id) ?? NOTHING_SEEN;
  const rolledBack = events.some(({ state }) => state === "rolled_back");
  return {
    id,
    experiment: promotion?.experiment ?? "",
    scope: promotion === null ? "" : scopeName(promotion),
    state: rolledBack ? "rolled_back" : (events.at(-1)?.state ?? "watching"),
    created_at: iso(watch.created_at),
    ends_at: iso(watch.ends_at),
    actor,
    limits,
    auto_rollback,
    min_requests,
    seen: { ...seen, newest: seen.newest === null ? null : iso(seen.newest) },
    figures: watchFigures(watch, seen),
    events: events.map((event) => ({ ...event, at: iso(event.at) })),
  };
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
