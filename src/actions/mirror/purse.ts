import type { Ledger } from "../../sends/budget.ts";
import type { Mirrors, StoredMirror } from "../../store/shadow.ts";
import { utcDay } from "./utc-day.ts";

export interface PurseParts {
  readonly mirrors: Pick<Mirrors, "reserveMirror" | "settleMirror">;
  /** ms since the epoch. */
  readonly now: () => number;
  /** The cap of a day (YYYY-MM-DD) leaves no room for a call, and nothing under way gives any back. Told once a day. */
  readonly onCap: (day: string) => void;
}

/** The money of one mirror, a cap a UTC day. Several gateways may draw on the same. */
export interface Purse {
  /** Also throws where the store does not take it. */
  readonly ledger: Ledger;
  /** Writes down what calls have cost since the last time, and gives back what nobody needs. Throws where the store does not take it; nothing is lost then. */
  settle(): void;
  /** The day whose money is spent; null = there is some. */
  capped(): string | null;
}

/** What a day's calls came to; money belongs to the day it was set aside on. */
interface Day {
  readonly day: string;
  /** Set aside in the store, for no call yet. */
  free: number;
  /** Of calls that are over: what was set aside for them, and what they cost. */
  over: number;
  cost: number;
  underWay: number;
}

/** A store is written to once for so many calls. */
const AHEAD = 16;

/** @param mirror as it stands now: its cap may change */
export function openPurse(mirror: () => StoredMirror, { mirrors, now, onCap }: PurseParts): Purse {
  const days = new Map<string, Day>();
  let waiting: (() => void)[] = [];
  let cappedDay: string | null = null;

  const dayOf = (name: string): Day => {
    let day = days.get(name);
    if (day === undefined) days.set(name, (day = { day: name, free: 0, over: 0, cost: 0, underWay: 0 }));
    return day;
  };
  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const one of woken) one();
  };
  function settleDay(day: Day, giveBack: boolean): void {
    const { id } = mirror();
    if (day.over > 0 || day.cost > 0) {
      mirrors.settleMirror(id, day.day, day.over, day.cost);
      day.over = 0;
      day.cost = 0;
    }
    if (giveBack && day.free > 0) {
      mirrors.settleMirror(id, day.day, day.free, 0);
      day.free = 0;
    }
  }
  /** Sets so much aside, more than that where there is more. */
  function setAside(day: Day, usd: number): boolean {
    const { id, max_usd_per_day: cap } = mirror();
    if (day.free >= usd) return true;
    const missing = usd - day.free;
    for (const more of [missing + usd * (AHEAD - 1), missing]) {
      if (!mirrors.reserveMirror(id, day.day, more, cap)) continue;
      day.free += more;
      return true;
    }
    return false;
  }

  const ledger: Ledger = {
    async reserve(worst) {
      for (;;) {
        const day = dayOf(utcDay(now()));
        if (worst === 0 || setAside(day, worst)) {
          day.free = Math.max(0, day.free - worst);
          day.underWay++;
          let settled = false;
          return {
            settle(usd) {
              if (settled) return;
              settled = true;
              day.over += worst;
              day.cost += usd ?? worst;
              day.underWay--;
              wake();
            },
          };
        }
        // What calls under way were expected to cost at most is more than they do cost, as a rule.
        settleDay(day, false);
        if (day.underWay === 0) {
          if (setAside(day, worst)) continue;
          if (cappedDay !== day.day) onCap(day.day);
          cappedDay = day.day;
          return null;
        }
        await new Promise<void>((resolve) => waiting.push(resolve));
      }
    },
  };

  return {
    ledger,
    settle() {
      const today = utcDay(now());
      for (const day of days.values()) {
        settleDay(day, day.underWay === 0);
        if (day.day !== today && day.underWay === 0) days.delete(day.day);
      }
    },
    capped: () => (cappedDay === utcDay(now()) ? cappedDay : null),
  };
}
