import type { Limits } from "./limits.ts";

/** Endpoints whose pace is remembered; far more than any deployment has. */
const MOST_ENDPOINTS = 100_000;

/** What budgets are held against. */
export interface Spending {
  /** USD of a key on a UTC day, as the store has it. */
  readonly spent: (key: string, day: string) => number;
}

export interface LiveLimits extends Limits {
  /** Takes in what a request cost. */
  charge(key: string, usd: number, at: number): void;
  /** Hands over what was charged since the last call that did not throw, where anything was. */
  storeCharges(
    store: (charges: readonly { readonly key: string; readonly day: string; readonly usd: number }[]) => void,
  ): void;
}

const DAY_MS = 86_400_000;

/**
 * Rates by the generic cell rate algorithm (ITU-T I.371): each request pushes an endpoint's theoretical time on by one interval; it may run
 * ahead of the clock by a burst of `requests`. Budgets by what the store knew at the first look of a day, and what was charged since.
 */
export function liveLimits({ spent }: Spending): LiveLimits {
  const due = new Map<string, number>();
  const known = new Map<string, number>();
  let charges = new Map<string, { key: string; day: string; usd: number }>();
  let today = Number.NaN;
  let name = "";
  const dayOf = (at: number): string => {
    const day = Math.floor(at / DAY_MS);
    if (day !== today) {
      today = day;
      name = new Date(day * DAY_MS).toISOString().slice(0, 10);
    }
    return name;
  };
  const spentOn = (key: string, day: string): number => {
    const id = `${day} ${key}`;
    let usd = known.get(id);
    if (usd === undefined) {
      for (const old of known.keys()) if (!old.startsWith(day)) known.delete(old);
      known.set(id, (usd = spent(key, day)));
    }
    return usd;
  };
  return {
    rate(endpoint, { requests, per_seconds }, now) {
      const interval = (per_seconds * 1_000) / requests;
      const at = Math.max(due.get(endpoint) ?? now, now);
      const ahead = at - now;
      if (ahead > interval * (requests - 1) + 1e-6) return ahead - interval * (requests - 1);
      if (due.size >= MOST_ENDPOINTS) due.clear();
      due.set(endpoint, at + interval);
      return null;
    },
    spent: (key, budget, now) => spentOn(key, dayOf(now)) >= budget,
    charge(key, usd, at) {
      const day = dayOf(at);
      known.set(`${day} ${key}`, spentOn(key, day) + usd);
      const id = `${day} ${key}`;
      const open = charges.get(id);
      if (open === undefined) charges.set(id, { key, day, usd });
      else open.usd += usd;
    },
    storeCharges(store) {
      if (charges.size === 0) return;
      store([...charges.values()]);
      charges = new Map();
    },
  };
}
