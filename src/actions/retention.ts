import { PASSING_ORIGINS } from "../core/exchange.ts";
import type { Control } from "../store/control.ts";
import type { GatewayControl } from "../store/gateway-control.ts";
import type { Stretch, Traffic } from "../store/traffic.ts";

/** Days that rows of live traffic are kept where their project says nothing else. */
export const DEFAULT_RETENTION_DAYS = 7;

const DAY_MS = 86_400_000;
/** Row numbers looked at, and so rows removed at most, in one step. */
const STRETCH_ROWS = 4_096;
/** Of one project, in one pass: days of its mirrors. */
const MOST_SHADOW_RUNS = 16;

/** How long each project keeps rows of live traffic, replays and shadows, in days; null = for ever. */
export interface RetentionRules {
  readonly default: number;
  readonly projects: Readonly<Record<string, number | null>>;
}

export function retentionRules(control: Pick<GatewayControl, "projects">): RetentionRules {
  return {
    default: DEFAULT_RETENTION_DAYS,
    projects: Object.fromEntries(control.projects().map(({ name, retention_days: days }) => [name, days])),
  };
}

/** One step of a pass over the log. */
export interface Pruned {
  readonly removed: number;
  /** The pass is over. */
  readonly done: boolean;
}

export interface PruneParts {
  readonly traffic: Pick<Traffic, "projects" | "matching" | "remove" | "dropUnusedNames">;
  readonly control: Pick<Control, "projects" | "shadows">;
  /** ms since the epoch. */
  readonly now: () => number;
}

/**
 * Removes rows that are older than their project keeps them, by `created_at`: those of live traffic, replays and shadows. Imports
 * and experiments stay. Mirrors' shadow runs go by the same rule, at the end of a pass. Each call is a bounded step, in a transaction of its own; after the last one a new pass begins. Once a day the
 * last step of a pass also forgets the names of users and sessions whose last row has gone.
 */
export function retention({ traffic, control, now }: PruneParts, rows = STRETCH_ROWS): () => Pruned {
  let pass: { readonly ends: ReadonlyMap<string, number>; readonly latest: number } | null = null;
  let after = 0;
  let removedSince = 0;
  let droppedAt = Number.NEGATIVE_INFINITY;

  const begin = (): NonNullable<typeof pass> => {
    const rules = retentionRules(control);
    const at = now();
    const ends = new Map<string, number>();
    for (const project of traffic.projects()) {
      const days = Object.hasOwn(rules.projects, project) ? (rules.projects[project] ?? null) : rules.default;
      if (days !== null) ends.set(project, at - days * DAY_MS);
    }
    return { ends, latest: Math.max(...ends.values()) };
  };
  const tooOld = ({ ends, latest }: NonNullable<typeof pass>, stretch: Stretch) => {
    const any = traffic.matching({ to: latest, origins: PASSING_ORIGINS }, stretch);
    if (any.seqs.length === 0) return any;
    const seqs = [...ends].flatMap(
      ([project, to]) => traffic.matching({ project, to, origins: PASSING_ORIGINS }, stretch).seqs,
    );
    return { seqs, next: any.next };
  };

  return () => {
    pass ??= begin();
    const { seqs, next } = pass.ends.size === 0 ? { seqs: [], next: null } : tooOld(pass, { after, rows });
    const removed = seqs.length === 0 ? 0 : traffic.remove(seqs);
    after = next ?? 0;
    removedSince += removed;
    if (next === null) {
      for (const [project, to] of pass.ends) control.shadows.pruneShadow(project, to, MOST_SHADOW_RUNS);
      pass = null;
    }
    if (next === null && removedSince > 0 && now() - droppedAt >= DAY_MS) {
      traffic.dropUnusedNames();
      removedSince = 0;
      droppedAt = now();
    }
    return { removed, done: next === null };
  };
}

/** Note beside a window that is longer than projects keep rows of live traffic; null where it is not. */
export function retentionNote(
  control: Pick<GatewayControl, "projects">,
  project: string | undefined,
  from: number | null,
  now: number,
): string | null {
  const shorter = control
    .projects()
    .filter(({ name }) => project === undefined || name === project)
    .filter(({ retention_days: days }) => days !== null && (from ?? Number.NEGATIVE_INFINITY) < now - days * DAY_MS);
  if (shorter.length === 0) return null;
  const kept = shorter.map(({ name, retention_days: days }) => `${name} ${daysText(days)}`).join(", ");
  return `The window is longer than rows of live traffic are kept: project ${kept}.`;
}

/** Such as `7 days`. */
export function daysText(days: number | null): string {
  return days === null ? "for ever" : `${days} ${days === 1 ? "day" : "days"}`;
}
