import { asymptoticWidth, betaBinomialSequence, wilsonLower } from "../../../stats/index.ts";
import type { StoredWatch, WatchLimits, WatchTally } from "../../../store/promotions.ts";

/** One limit of a watch beside what was seen. */
export interface WatchFigure {
  readonly limit: keyof WatchLimits;
  /** The limit itself, in its own unit. */
  readonly value: number;
  /** Requests it stands on. */
  readonly n: number;
  /** Share of failures; share of answers slower than the limit; mean USD. Null where there is none. */
  readonly estimate: number | null;
  /** Lower 95 % bound of the estimate, valid however often one looks. */
  readonly lower: number;
  /** What the bound must exceed: the limit itself, and 0.05 for a p95. */
  readonly above: number;
  readonly exceeded: boolean;
}

/** At most this share of answers may be slower than a p95. */
const SLOWEST = 0.05;
/** Where the bound of a mean is at its narrowest. */
const PLANNED = 200;

/**
 * What a watch has seen, by limit. A limit is exceeded where the lower bound is, from `min_requests` on. A watch is looked at every few
 * seconds for hours, so that the bound is the smaller of the usual one (Wilson's; for a p95 that of its order statistic, which is the same
 * question put to a share) and of a confidence sequence, which holds at all times at once.
 */
export function watchFigures(
  { limits, min_requests: least }: Pick<StoredWatch, "limits" | "min_requests">,
  tally: WatchTally,
): readonly WatchFigure[] {
  const { max_error_rate: errors, max_p95_ms: p95, max_cost_per_request_usd: cost } = limits;
  const figures: WatchFigure[] = [];
  if (errors !== null) {
    const { requests: n, failed } = tally;
    figures.push(figure("max_error_rate", errors, n, share(failed, n), shareLower(failed, n), errors, least));
  }
  if (p95 !== null) {
    const { timed: n, slow } = tally;
    figures.push(figure("max_p95_ms", p95, n, share(slow, n), shareLower(slow, n), SLOWEST, least));
  }
  if (cost !== null) {
    const n = tally.priced;
    const mean = n === 0 ? null : tally.cost_usd / n;
    figures.push(figure("max_cost_per_request_usd", cost, n, mean, meanLower(tally), cost, least));
  }
  return figures;
}

function figure(
  limit: WatchFigure["limit"],
  value: number,
  n: number,
  estimate: number | null,
  lower: number,
  above: number,
  least: number,
): WatchFigure {
  return { limit, value, n, estimate, lower, above, exceeded: n >= least && lower > above };
}

function share(count: number, n: number): number | null {
  return n === 0 ? null : count / n;
}

function shareLower(count: number, n: number): number {
  return Math.min(wilsonLower(count, n), betaBinomialSequence(count, n).lower);
}

function meanLower({ priced: n, cost_usd: sum, cost_squares: squares }: WatchTally): number {
  if (n < 2) return 0;
  const mean = sum / n;
  const deviation = Math.sqrt(Math.max(0, (squares - n * mean * mean) / (n - 1)));
  return Math.max(0, mean - asymptoticWidth(deviation, n, PLANNED).half);
}
