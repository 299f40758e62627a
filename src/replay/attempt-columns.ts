import { hash64 } from "../core/dice.ts";
import type { Target } from "../core/target.ts";
import type { BaselineColumns } from "./baseline.ts";
import { drawnRows } from "./drawn-rows.ts";
import type { Segment } from "./frame.ts";
import { NEAR_MATCH, NOT_RECORDED } from "./knowledge/answer-index.ts";
import type { Knowledge } from "./knowledge/index.ts";
import { HAPPENED, type Lane, type RowSums } from "./lanes.ts";
import type { Rows, Scratch } from "./partition.ts";
import { pricingOf } from "./pricing.ts";
import { ratioColumns } from "./ratio-columns.ts";
import { recordedRows } from "./recorded-rows.ts";

/** Asks one target about rows of a segment: fills the lane with what came back and adds up what it cost. */
export interface AttemptColumns {
  /** @param deadline ms after arrival at which each row's attempt is given up; null = never */
  attempt(rows: Rows, tried: number, lane: Lane, sums: RowSums, deadline: Float64Array | null): void;
  /** By code of a baseline's target: 0 = none of its tokens have been turned into this target's. */
  readonly turned: Uint8Array;
  /** Looks up how the tokens of a baseline's target are turned into this target's. */
  turnFrom(code: number): void;
}

export interface AttemptOptions {
  /** Price candidates at this instant instead of at each row's own. */
  readonly pricesAt: number | null;
  /** USD spent at each target, by its number. */
  readonly spentAt: Float64Array;
  /** Told once for each baseline target whose tokens are turned into this target's by a ratio. */
  readonly onRatio?: (baseline: Target) => void;
  readonly scratch: Scratch;
}

/** Makes the attempts of one target. `number` is the target's place in the projection's list. */
export function attemptColumns(
  target: Target,
  number: number,
  knowledge: Knowledge,
  { pricesAt, spentAt, onRatio, scratch }: AttemptOptions,
): (segment: Segment, baseline: BaselineColumns) => AttemptColumns {
  const names = knowledge.frame.dictionary("target");
  const answers = knowledge.recorded(target);
  const card = knowledge.surroundings.rates(target);
  const parts = {
    number,
    spentAt,
    answers,
    prices: pricingOf(card, pricesAt),
    fixedPrices: pricesAt !== null,
    ratios: ratioColumns(names, names.indexOf(target), (baseline) => {
      onRatio?.(baseline);
      return knowledge.ratio(baseline, target);
    }),
    draws: knowledge.draws(target),
    salt: hash64(`${knowledge.facts_id} ${target}`),
  };
  const join = knowledge.join(target);

  return (segment, baseline) => {
    const entries = join(segment);
    const fromLog = recordedRows(segment, baseline, parts);
    const byDraw = drawnRows(segment, baseline, parts);
    return {
      turned: parts.ratios.state,
      turnFrom: (code) => parts.ratios.look(code),
      attempt(rows, tried, lane, sums, deadline) {
        if (tried > 0) {
          byDraw(rows, tried, lane, sums, deadline);
          return;
        }
        const inLog = scratch.borrow();
        const others = scratch.borrow();
        let logged = 0;
        let drawn = 0;
        for (let i = 0; i < rows.length; i++) {
          const row = rows[i]!;
          const entry = entries[row]!;
          if (entry === NOT_RECORDED || entry === NEAR_MATCH) {
            if (entry === NEAR_MATCH) sums.happened[row]! |= HAPPENED.near_match;
            others[drawn++] = row;
          } else inLog[logged++] = row;
        }
        if (logged > 0) fromLog(inLog.subarray(0, logged), entries, lane, sums, deadline);
        if (drawn > 0) byDraw(others.subarray(0, drawn), tried, lane, sums, deadline);
        scratch.giveBack(inLog);
        scratch.giveBack(others);
      },
    };
  };
}
