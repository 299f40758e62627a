import { failureCode } from "../core/outcome.ts";
import type { BaselineColumns } from "./baseline.ts";
import type { Segment } from "./frame.ts";
import { OWN } from "./knowledge/join.ts";
import { recordedCode, type AnswerColumns } from "./knowledge/recorded.ts";
import { ASSUMED, HAPPENED, UNIDENTIFIED, type Lane, type RowSums } from "./lanes.ts";
import type { Rows } from "./partition.ts";
import type { Pricing } from "./pricing.ts";

const TIMEOUT = failureCode("timeout");

interface RecordedParts {
  readonly number: number;
  readonly spentAt: Float64Array;
  readonly answers: AnswerColumns | null;
  /** At each row's own date, or all at one instant: then `fixedPrices`. */
  readonly prices: Pricing;
  readonly fixedPrices: boolean;
}

type Usage = Pick<
  AnswerColumns,
  "created_at" | "input_uncached" | "cache_read" | "cache_write" | "visible_output" | "reasoning"
>;

function usageOf(segment: Segment): Usage {
  return {
    created_at: segment.column("created_at"),
    input_uncached: segment.column("input_uncached"),
    cache_read: segment.column("cache_read"),
    cache_write: segment.column("cache_write"),
    visible_output: segment.column("output"),
    reasoning: segment.column("reasoning"),
  };
}

/** Attempts the log knows the outcome of: the row's own, or another row's answer to the same request. */
export function recordedRows(
  segment: Segment,
  baseline: BaselineColumns,
  { number, spentAt, answers, prices, fixedPrices }: RecordedParts,
): (rows: Rows, entries: Int32Array, lane: Lane, sums: RowSums, deadline: Float64Array | null) => void {
  const at = segment.column("created_at");
  const bits = segment.column("bits");
  const latency = segment.column("latency_ms");
  const logged = segment.column("cost_logged");

  // At their own dates the rows' list prices are the baseline's.
  const ownUsage = fixedPrices ? usageOf(segment) : null;

  /** USD by our own price table; NaN where its tokens or its price are not known. */
  function listCost(from: Usage, entry: number): number {
    const input = from.input_uncached[entry]!;
    const visible = from.visible_output[entry]!;
    if (input < 0 || visible < 0) return Number.NaN;
    const read = Math.max(0, from.cache_read[entry]!);
    const write = Math.max(0, from.cache_write[entry]!);
    const output = visible + Math.max(0, from.reasoning[entry]!);
    const tier = prices.tier(from.created_at[entry]!, input + read + write);
    return input * tier.input + read * tier.cache_read + write * tier.cache_write + output * tier.output;
  }

  return (rows, entries, lane, sums, deadline) => {
    let spent = 0;
    // Gathered only where a row needs another row's answer.
    let from: AnswerColumns | null = null;
    for (let i = 0; i < rows.length; i++) {
      const row = rows[i]!;
      const entry = entries[row]!;
      let list: number;
      let plain: number;
      let paid: number;
      let took: number;
      let code: number;
      if (entry === OWN) {
        list = ownUsage === null ? baseline.list[row]! : listCost(ownUsage, row);
        plain = list;
        paid = logged[row]!;
        took = latency[row]!;
        code = recordedCode(bits[row]!);
      } else {
        from ??= answers!;
        list = listCost(from, entry);
        const tier = prices.tier(at[row]!, baseline.input[row]!);
        plain = baseline.input[row]! * tier.input + baseline.output[row]! * tier.output;
        paid = from.cost_logged[entry]!;
        took = from.latency_ms[entry]!;
        code = recordedCode(from.bits[entry]!);
      }
      let cost = paid;
      if (paid !== paid) {
        cost = list;
        sums.happened[row]! |= HAPPENED.list_priced;
        if (list !== list) sums.costEvidence[row] = UNIDENTIFIED;
        else if (prices.at(entry === OWN ? at[row]! : from!.created_at[entry]!) < prices.knownFrom) {
          sums.happened[row]! |= HAPPENED.assumed_price;
          if (sums.costEvidence[row]! < ASSUMED) sums.costEvidence[row] = ASSUMED;
        }
      }
      if (cost > 0) spent += cost;
      sums.cost[row]! += cost;
      sums.list[row]! += list;
      sums.plain[row]! += plain;
      sums.low[row]! += cost;
      sums.high[row]! += cost;
      let reached = lane.elapsed[row]! + took;
      if (deadline !== null && reached > deadline[row]!) {
        reached = deadline[row]!;
        code = TIMEOUT;
        sums.happened[row]! |= HAPPENED.budget_missed;
      }
      if (took !== took) sums.timeEvidence[row] = UNIDENTIFIED;
      lane.elapsed[row] = reached;
      lane.code[row] = code;
      lane.target[row] = number;
      lane.source[row] = entry;
    }
    spentAt[number]! += spent;
  };
}
