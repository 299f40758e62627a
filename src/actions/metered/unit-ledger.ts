import type { Ledger, Reservation } from "../../sends/budget.ts";
import type { Money } from "./money.ts";
import type { Pace, Turn } from "./pace.ts";
import type { Slots } from "./slots.ts";

/** One unit's way to the money, through its providers' pace and for as many calls at a time as there may be. */
export interface UnitLedger extends Ledger {
  asked(): boolean;
  /** The unit is over: what it never settled counts as what was reserved. */
  close(): void;
}

export interface UnitLedgerParts {
  readonly money: Money;
  readonly pace: Pace;
  readonly slots: Slots;
  /** Money is asked for, this much. @param first for the first time by this unit */
  readonly onAsk: (usd: number, first: boolean) => void;
  /** A call is made whose price is not known. */
  readonly onUnpriced: () => void;
}

export function unitLedger(ordinal: number, { money, pace, slots, onAsk, onUnpriced }: UnitLedgerParts): UnitLedger {
  const open = new Set<() => void>();
  let asked = false;
  let over = false;
  const ask = (worst: number): ReturnType<Money["reserve"]> => {
    const granting = money.reserve(ordinal, worst);
    const first = !asked;
    asked = true;
    onAsk(worst, first);
    return granting;
  };

  /** The provider's turn and room for one more call. Who had to wait for room asks again whether the provider still takes calls. */
  async function begin(provider: string): Promise<Turn | null> {
    for (;;) {
      const turn = over ? null : await pace.enter(provider);
      if (turn === null) return null;
      const room = !over && (await slots.take(!asked));
      if (room && !pace.paused(provider)) return turn;
      if (room) slots.give();
      turn.leave(false, null);
      if (!room) return null;
    }
  }

  return {
    async reserve(worst, about) {
      const turn = await begin(about?.provider ?? "");
      if (turn === null) return null;
      const granted = over ? null : await ask(worst);
      if (granted === null) {
        slots.give();
        turn.leave(false, null);
        return null;
      }
      const settle: Reservation["settle"] = (usd, failure = null) => {
        if (!open.delete(forget)) return;
        granted.settle(usd);
        turn.leave(true, failure);
        slots.give();
      };
      const forget = (): void => settle(null);
      open.add(forget);
      if (over) {
        settle(0);
        return null;
      }
      if (about?.unpriced === true) onUnpriced();
      return { settle };
    },
    asked: () => asked,
    close() {
      over = true;
      for (const forget of open) forget();
    },
  };
}
