import { HEALTH_RULES, type Health } from "../../core/facts.ts";
import { recordedCode, type RecordedAnswers } from "./recorded.ts";

const CUT = HEALTH_RULES.cut_every_ms;
const SHORT = HEALTH_RULES.short_ms / CUT;
const LONG = HEALTH_RULES.long_ms / CUT;

/** How a target did at any time, from what had ended by then. */
export interface HealthHistory {
  /** False where the target never failed: it is healthy at every cut. */
  readonly everFailed: boolean;
  /** Health as a snapshot cut at `cut` (number of 10 s spans since the epoch) knew it; null = too few attempts. */
  at(cut: number): Health | null;
}

/** The snapshot in force at an instant. */
export function cutOf(at: number): number {
  return Math.floor(at / CUT);
}

/**
 * Attempts in spans of 10 s by the time they ended, with running sums, so that any window is two look-ups.
 * A window holds 20 attempts or is passed over: the last 5 minutes, else the last 24 hours, else nothing is known.
 */
export function makeHealthHistory(answers: RecordedAnswers): HealthHistory {
  const order = Array.from({ length: answers.count }, (_, i) => i);
  const end = Float64Array.from(order, (i) => cutOf(answers.created_at[i]! + (answers.latency_ms[i]! || 0)));
  order.sort((a, b) => end[a]! - end[b]!);
  const cuts: number[] = [];
  const attempts: number[] = [0];
  const failures: number[] = [0];
  const first: number[] = [0];
  const firstCount: number[] = [0];
  const perToken: number[] = [0];
  const perTokenCount: number[] = [0];
  for (const i of order) {
    if (cuts.at(-1) !== end[i]) {
      cuts.push(end[i]!);
      for (const sums of [attempts, failures, first, firstCount, perToken, perTokenCount]) sums.push(sums.at(-1)!);
    }
    const last = cuts.length;
    attempts[last]!++;
    if (recordedCode(answers.bits[i]!) !== 0) {
      failures[last]!++;
      continue;
    }
    const ttft = answers.ttft_ms[i]!;
    if (!Number.isNaN(ttft)) {
      first[last]! += ttft;
      firstCount[last]!++;
    }
    const tokens = answers.output[i]!;
    const latency = answers.latency_ms[i]!;
    if (tokens > 0 && !Number.isNaN(latency)) {
      perToken[last]! += (latency - (ttft || 0)) / tokens;
      perTokenCount[last]!++;
    }
  }

  /** How many spans end before a cut. */
  const before = (cut: number): number => {
    let low = 0;
    let high = cuts.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (cuts[middle]! < cut) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  const mean = (sums: readonly number[], counts: readonly number[], from: number, to: number): number | null => {
    const count = counts[to]! - counts[from]!;
    return count === 0 ? null : (sums[to]! - sums[from]!) / count;
  };

  return {
    everFailed: failures.at(-1)! > 0,
    at(cut) {
      const to = before(cut);
      for (const [window, spans] of [
        ["5m", SHORT],
        ["24h", LONG],
      ] as const) {
        const from = before(cut - spans);
        const made = attempts[to]! - attempts[from]!;
        if (made < HEALTH_RULES.min_attempts) continue;
        return {
          window,
          attempts: made,
          failures: failures[to]! - failures[from]!,
          ttft_ms: mean(first, firstCount, from, to),
          ms_per_token: mean(perToken, perTokenCount, from, to),
        };
      }
      return null;
    },
  };
}
