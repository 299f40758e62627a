import { HEALTH_RULES, type Health } from "../../core/facts.ts";

const CUT = HEALTH_RULES.cut_every_ms;
const LONG = HEALTH_RULES.long_ms / CUT;
const SHORT = HEALTH_RULES.short_ms / CUT;

/** One finished attempt at a target. */
export interface FinishedAttempt {
  /** ms since the epoch. */
  readonly ended_at: number;
  readonly failed: boolean;
  readonly latency_ms: number | null;
  readonly ttft_ms: number | null;
  /** Output and reasoning together. */
  readonly output_tokens: number | null;
}

/** What became of a target's attempts within 10 s: counts, and sums over those that answered. */
export interface Span {
  attempts: number;
  failures: number;
  first: number;
  firstCount: number;
  perToken: number;
  perTokenCount: number;
}

/** How one target does: attempts of the last 24 hours in spans of 10 s. */
export interface HealthWindows {
  add(attempt: FinishedAttempt): void;
  /** Adds what other windows of the same target hold. */
  addAll(spans: Iterable<readonly [cut: number, span: Readonly<Span>]>): void;
  spans(): readonly (readonly [cut: number, span: Readonly<Span>])[];
  /** Health by what had ended before the cut; null = fewer than 20 attempts. */
  at(cut: number): Health | null;
}

function noSpan(): Span {
  return { attempts: 0, failures: 0, first: 0, firstCount: 0, perToken: 0, perTokenCount: 0 };
}

function addTo(sum: Span, span: Readonly<Span>): void {
  sum.attempts += span.attempts;
  sum.failures += span.failures;
  sum.first += span.first;
  sum.firstCount += span.firstCount;
  sum.perToken += span.perToken;
  sum.perTokenCount += span.perTokenCount;
}

/** The same windows as a replay rebuilds from rows (`replay/knowledge/health-history.ts`), kept as attempts end. */
export function healthWindows(): HealthWindows {
  const spans = new Map<number, Span>();

  function sumOf(from: number, to: number): Span {
    const sum = noSpan();
    for (const [cut, span] of spans) if (cut >= from && cut < to) addTo(sum, span);
    return sum;
  }

  function spanAt(cut: number): Span {
    let span = spans.get(cut);
    if (span === undefined) {
      spans.set(cut, (span = noSpan()));
      for (const old of spans.keys()) if (old < cut - LONG - 1) spans.delete(old);
    }
    return span;
  }

  return {
    addAll(given) {
      for (const [cut, span] of given) addTo(spanAt(cut), span);
    },
    spans: () => [...spans],
    add({ ended_at, failed, latency_ms, ttft_ms, output_tokens }) {
      const span = spanAt(Math.floor(ended_at / CUT));
      span.attempts++;
      if (failed) {
        span.failures++;
        return;
      }
      if (ttft_ms !== null) {
        span.first += ttft_ms;
        span.firstCount++;
      }
      if (output_tokens !== null && output_tokens > 0 && latency_ms !== null) {
        span.perToken += (latency_ms - (ttft_ms ?? 0)) / output_tokens;
        span.perTokenCount++;
      }
    },
    at(cut) {
      const short = sumOf(cut - SHORT, cut);
      const enough = short.attempts >= HEALTH_RULES.min_attempts;
      const sum = enough ? short : sumOf(cut - LONG, cut);
      if (sum.attempts < HEALTH_RULES.min_attempts) return null;
      return {
        window: enough ? "5m" : "24h",
        attempts: sum.attempts,
        failures: sum.failures,
        ttft_ms: sum.firstCount === 0 ? null : sum.first / sum.firstCount,
        ms_per_token: sum.perTokenCount === 0 ? null : sum.perToken / sum.perTokenCount,
      };
    },
  };
}
