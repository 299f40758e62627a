import type { Money } from "./money.ts";

/** Whether another unit is worth beginning: one that would only wait for money is not. */
export interface Forecast {
  begun(): void;
  /** A unit asks for money. @param first it had not asked before */
  asked(usd: number, first: boolean): void;
  /** A unit ended that never asked. */
  endedUnasked(): void;
  roomForOne(cap: number): boolean;
}

/** Takes the next call for as dear as those before were on average; before the first has asked, one unit goes ahead. */
export function forecast(money: Money): Forecast {
  let silent = 0;
  let calls = 0;
  let sum = 0;
  return {
    begun: () => void (silent += 1),
    asked(usd, first) {
      if (first) silent -= 1;
      calls += 1;
      sum += usd;
    },
    endedUnasked: () => void (silent -= 1),
    roomForOne(cap) {
      if (calls === 0) return silent === 0;
      const { spent_usd: spent, reserved_usd: reserved, calls: underWay } = money.state();
      return silent + underWay === 0 || spent + reserved + (silent + 1) * (sum / calls) <= cap;
    },
  };
}
