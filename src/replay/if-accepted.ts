import { EVIDENCE } from "../core/evidence.ts";
import { SEGMENT_ROWS } from "./frame.ts";
import { HAPPENED, type RowSums } from "./lanes.ts";
import type { Rows } from "./partition.ts";
import type { Pool } from "./pool.ts";
import type { Tally } from "./tally.ts";

/** What a policy comes to where every answer that nobody can tell the acceptance of is accepted: rows escalated, and USD. */
export interface AcceptedCosts {
  readonly escalated: number;
  readonly cost: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Follows, beside a walk that escalates the answers nobody can tell of, what their rows had cost when they came to that:
 * accepted, they would have ended there. One walk so tells both ends of what a cascade could cost.
 */
export interface IfAccepted {
  /** A row would end here, if accepted; only the first time counts. */
  end(row: number, sums: RowSums): void;
  /** Accepted, more than the end would follow: one walk cannot tell. */
  lose(): void;
  /** Sums of the rows that ended, for what changes them after the walk; the others' are the walk's own. Null where none did. */
  sums(): RowSums | null;
  /** Adds finished rows, which are then forgotten. `before`: everything tallied before them. */
  tally(rows: Rows, sums: RowSums, before: Tally): void;
  /** When all rows are tallied; null where one walk could not tell, or no answer was in doubt. */
  costs(): AcceptedCosts | null;
}

export function makeIfAccepted(buffers: Pool<RowSums>): IfAccepted {
  const total = { escalated: 0, cost: 0, low: 0, high: 0 };
  let ended = new Uint8Array(0);
  let own: RowSums | null = null;
  let apart = false;
  let lost = false;
  return {
    sums: () => own,
    end(row, sums) {
      if (own === null) {
        own = buffers.borrow();
        ended = new Uint8Array(SEGMENT_ROWS);
      }
      if (ended[row] === 1) return;
      ended[row] = 1;
      own.cost[row] = sums.cost[row]!;
      own.low[row] = sums.low[row]!;
      own.high[row] = sums.high[row]!;
      own.costEvidence[row] = sums.costEvidence[row]!;
      own.happened[row] = sums.happened[row]!;
    },
    lose() {
      lost = true;
    },
    tally(rows, sums, { candidate, happened }) {
      if (own === null || lost) return;
      if (!apart) {
        apart = true;
        total.escalated = happened.escalated;
        total.cost = candidate.cost;
        total.low = candidate.low;
        total.high = candidate.high;
      }
      // In the order of `tallyCosts`, so that the same rows have the same sum.
      const usd = new Float64Array(EVIDENCE.length);
      let lowest = 0;
      let highest = 0;
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i]!;
        const from = ended[row] === 1 ? own : sums;
        if ((from.happened[row]! & HAPPENED.escalated) !== 0) total.escalated++;
        const spent = from.cost[row]!;
        if (spent !== spent) continue;
        const kind = from.costEvidence[row]!;
        usd[kind]! += spent;
        lowest += from.low[row]!;
        highest += from.high[row]!;
      }
      for (const spent of usd) total.cost += spent;
      total.low += lowest;
      total.high += highest;
      for (let i = 0; i < rows.length; i++) ended[rows[i]!] = 0;
    },
    costs() {
      if (own !== null) buffers.giveBack(own);
      return apart && !lost ? total : null;
    },
  };
}
