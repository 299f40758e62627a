import type { Control } from "../../../store/control.ts";
import type { StoredPromotion, StoredWatch, WatchTally } from "../../../store/promotions.ts";
import { audit, type ControlParts } from "../../audited.ts";
import type { ServedEvent } from "../../serve/serve.ts";
import { scopeName } from "../in-force.ts";
import { rollBackTo } from "../roll-back.ts";
import { promotionsInForce } from "../serving.ts";
import { watchFigures, type WatchFigure } from "./figures.ts";
import { NOTHING_SEEN, withRequest } from "./tally.ts";

/** A limit that what a promotion serves exceeds. */
export interface WatchAlarm {
  readonly watch: string;
  readonly experiment: string;
  /** `project:NAME` or `endpoint:PROJECT/NAME`. */
  readonly scope: string;
  readonly at: number;
  readonly figure: WatchFigure;
  /** Whether what served before the candidate was restored. */
  readonly rolled_back: boolean;
}

export interface WatchingParts {
  readonly control: Control;
  readonly now: () => number;
  readonly newId: () => string;
  /** Told of each limit once. Must not throw. */
  readonly onAlarm: (alarm: WatchAlarm) => void;
  /** Told of every watch that is over, and why. */
  readonly onEnd: (watch: StoredWatch, reason: string) => void;
}

/** The watches of a gateway. */
export interface Watching {
  /** Counts a live request where a watched candidate served it. */
  observe(event: ServedEvent): void;
  /** Looks at every watch: keeps what was seen, raises alarms, rolls back, ends. Throws where the store takes nothing; nothing is lost then. */
  look(): void;
}

interface Watched {
  readonly watch: StoredWatch;
  /** What serves the candidate now; the share may have changed since the watch began. */
  promotion: StoredPromotion;
  tally: WatchTally;
  stored: WatchTally;
  readonly told: Set<string>;
}

const ACTOR = "watch";
const MOST_LOOKED = 10_000;

/** Watches what promotions serve, from the requests of this gateway. */
export function watching(parts: WatchingParts): Watching {
  const { control, now, onAlarm, onEnd } = parts;
  const acting: ControlParts = { control, now, newId: parts.newId, actor: ACTOR };
  const watched = new Map<string, Watched>();
  const looked = new Set<string>();

  function end({ watch }: Watched, reason: string, details: object = {}): void {
    control.addWatchState(watch.id, { at: now(), state: "ended", details: { reason, ...details } });
    watched.delete(watch.id);
    onEnd(watch, reason);
  }

  /** What is watched now; what serves is looked up anew. */
  function refresh(): void {
    const open = control.openWatches();
    const ids = new Set(open.map(({ id }) => id));
    for (const id of watched.keys()) if (!ids.has(id)) watched.delete(id);
    for (const watch of open) {
      const begun = control.promotion(watch.promotion);
      if (begun === null) continue;
      const promotion = promotionsInForce(control, begun).find(({ experiment }) => experiment === begun.experiment);
      const known = watched.get(watch.id) ?? opened(watch, begun);
      watched.set(watch.id, known);
      if (promotion !== undefined) known.promotion = promotion;
      else {
        keep(known);
        end(known, "another config serves");
      }
    }
  }

  function opened(watch: StoredWatch, promotion: StoredPromotion): Watched {
    const tally = control.watchTally(watch.id) ?? NOTHING_SEEN;
    const told = control.watchStates(watch.id).flatMap(({ details }) => (details["limit"] as string | undefined) ?? []);
    return { watch, promotion, tally, stored: tally, told: new Set(told) };
  }

  function keep(one: Watched): void {
    if (one.tally === one.stored) return;
    control.putWatchTally(one.watch.id, one.tally);
    one.stored = one.tally;
  }

  function judge(one: Watched): void {
    const { watch, promotion } = one;
    const scope = scopeName(promotion);
    const exceeded = watchFigures(watch, one.tally).filter((figure) => figure.exceeded && !one.told.has(figure.limit));
    const [first] = exceeded;
    if (first === undefined) return;
    const rolledBack = watch.auto_rollback;
    if (rolledBack) rollBackTo(acting, promotion, promotion.origin, { watch: watch.id });
    for (const figure of exceeded) {
      one.told.add(figure.limit);
      const { experiment } = promotion;
      control.addWatchState(watch.id, { at: now(), state: "alarm", details: { ...figure } });
      audit(acting, "watch.alarm", { watch: watch.id, experiment, scope, ...figure, rolled_back: rolledBack });
      onAlarm({ watch: watch.id, experiment, scope, at: now(), figure, rolled_back: rolledBack });
    }
    if (!rolledBack) return;
    control.addWatchState(watch.id, { at: now(), state: "rolled_back", details: { to: promotion.origin } });
    end(one, "rolled back");
  }

  /** A watch begins with a promotion: the first request of what nobody has seen serving yet may be the first that is watched. */
  function lookUpOnce(event: ServedEvent): void {
    const serving = servingOf(event);
    if (serving === null || looked.has(serving)) return;
    if (looked.size >= MOST_LOOKED) looked.clear();
    try {
      refresh();
      looked.add(serving);
    } catch {
      // The store takes nothing now: the next look finds it.
    }
  }

  return {
    observe(event) {
      lookUpOnce(event);
      for (const one of watched.values())
        if (served(event, one.promotion)) one.tally = withRequest(one.tally, event, one.watch.limits);
    },
    look() {
      refresh();
      for (const one of watched.values()) {
        keep(one);
        judge(one);
        if (watched.has(one.watch.id) && now() >= one.watch.ends_at) end(one, "its time is up");
      }
    },
  };
}

/** The version of a config or an endpoint that a request was served by. */
function servingOf({ draft }: ServedEvent): string | null {
  const stored = draft.endpoint?.stored;
  const config = draft.planned?.policy.config ?? null;
  return stored === undefined ? config : `${config ?? ""} ${stored.project}/${stored.name}@${stored.version}`;
}

/** Whether the candidate of a promotion served a request. */
function served({ draft }: ServedEvent, promotion: StoredPromotion): boolean {
  const { config, version, endpoint_version: own } = promotion.serving;
  if (own !== null) {
    const stored = draft.endpoint?.stored;
    return stored !== undefined && `${stored.project}/${stored.name}` === promotion.scope_id && stored.version === own;
  }
  const { planned } = draft;
  if (planned === null || planned.policy.config !== `${config}@${version}`) return false;
  if (planned.policy.attachment !== scopeName(promotion)) return false;
  return promotion.arm === null || planned.plan.arms[0] === promotion.arm;
}
