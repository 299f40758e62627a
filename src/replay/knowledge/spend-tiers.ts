import type { Frame } from "../frame.ts";
import { BIT } from "../frame.ts";

const DAY_MS = 86_400_000;
const LOOK_BACK_DAYS = 30;
/** Days of history below which a tier is only assumed. */
const ENOUGH_DAYS = 7;
/** One fixed reference price: an output token counts as four input tokens. */
const OUTPUT_WEIGHT = 4;

/** Where end users stand by what they used. */
export interface SpendTiers {
  /** Share of the project's end users with strictly less usage over the 30 days before the UTC day of `at`; unseen users 0. */
  percentile(project: string, endUser: string, at: number): number;
  /** Every seen user's share at the day of `at`, by project. */
  all(at: number): Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** True where fewer than 7 days of history stand before the day. */
  assumed(at: number): boolean;
  /** The first UTC day (number since the epoch) with enough history before it; Infinity where there is none. */
  readonly told_from: number;
}

/**
 * Ranks end users by usage: tokens at one fixed reference price. With `inSample` the whole log is ranked at once,
 * the rows in question included.
 */
export function gatherSpendTiers(frame: Frame, inSample: boolean): SpendTiers {
  const projects = frame.dictionary("project");
  const users = frame.dictionary("end_user");
  /** By day, then by project code x users + user code. */
  const days = new Map<number, Map<number, number>>();
  let oldest = Number.POSITIVE_INFINITY;
  for (const segment of frame.segments()) {
    const at = segment.column("created_at");
    const project = segment.column("project");
    const user = segment.column("end_user");
    const bits = segment.column("bits");
    const input = segment.column("input_uncached");
    const read = segment.column("cache_read");
    const write = segment.column("cache_write");
    const output = segment.column("output");
    const reasoning = segment.column("reasoning");
    for (let row = 0; row < segment.rows; row++) {
      const origin = (bits[row]! >>> BIT.origin) & 7;
      if (origin > 1 || user[row] === 0) continue;
      const day = inSample ? 0 : Math.floor(at[row]! / DAY_MS);
      oldest = Math.min(oldest, day);
      let used = days.get(day);
      if (used === undefined) days.set(day, (used = new Map()));
      const key = project[row]! * users.length + user[row]!;
      const tokens =
        Math.max(0, input[row]!) +
        Math.max(0, read[row]!) +
        Math.max(0, write[row]!) +
        OUTPUT_WEIGHT * (Math.max(0, output[row]!) + Math.max(0, reasoning[row]!));
      used.set(key, (used.get(key) ?? 0) + tokens);
    }
  }
  const projectCodes = new Map(projects.map((name, code) => [name, code]));
  const userCodes = new Map(users.map((name, code) => [name, code]));

  function rank(day: number): ReadonlyMap<number, number> {
    const usage = new Map<number, number>();
    for (const [counted, used] of days) {
      if (!inSample && (counted >= day || counted < day - LOOK_BACK_DAYS)) continue;
      for (const [key, tokens] of used) usage.set(key, (usage.get(key) ?? 0) + tokens);
    }
    const byProject = new Map<number, number[]>();
    for (const key of usage.keys()) {
      const project = Math.floor(key / users.length);
      const keys = byProject.get(project) ?? [];
      keys.push(key);
      byProject.set(project, keys);
    }
    const shares = new Map<number, number>();
    for (const keys of byProject.values()) {
      keys.sort((a, b) => usage.get(a)! - usage.get(b)!);
      let less = 0;
      for (const [position, key] of keys.entries()) {
        if (position > 0 && usage.get(key)! > usage.get(keys[position - 1]!)!) less = position;
        shares.set(key, less / keys.length);
      }
    }
    return shares;
  }

  const told_from = inSample ? Number.POSITIVE_INFINITY : oldest + ENOUGH_DAYS;
  const ranked = new Map<number, ReadonlyMap<number, number>>();
  const dayOf = (at: number): number => (inSample ? 0 : Math.floor(at / DAY_MS));
  const sharesAt = (at: number): ReadonlyMap<number, number> => {
    const day = dayOf(at);
    let shares = ranked.get(day);
    if (shares === undefined) ranked.set(day, (shares = rank(day)));
    return shares;
  };
  return {
    all(at) {
      const byProject: Record<string, Record<string, number>> = {};
      for (const [key, share] of sharesAt(at)) {
        const project = projects[Math.floor(key / users.length)] ?? "";
        (byProject[project] ??= {})[users[key % users.length] ?? ""] = share;
      }
      return byProject;
    },
    percentile(project, endUser, at) {
      const shares = sharesAt(at);
      const key = (projectCodes.get(project) ?? 0) * users.length + (userCodes.get(endUser) ?? 0);
      return shares.get(key) ?? 0;
    },
    assumed: (at) => Math.floor(at / DAY_MS) < told_from,
    told_from,
  };
}
