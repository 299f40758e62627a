import type { Target } from "../core/target.ts";
import { unpackBits, type Frame } from "./frame.ts";

/** Requests that one target answered or failed in a stretch of time. What is not known of any of them is null. */
export interface HealthFigures {
  readonly requests: number;
  readonly failed: number;
  /** Median ms to the first token, and of how many requests. */
  readonly ttft_ms: number | null;
  readonly ttft_n: number;
  /** Median ms per token of the answer, and of how many requests. */
  readonly ms_per_token: number | null;
  readonly ms_per_token_n: number;
}

/** How one target did over a window, in stretches of equal length. */
export interface TargetHealth {
  readonly target: Target;
  readonly all: HealthFigures;
  /** One a stretch, oldest first. */
  readonly over_time: readonly HealthFigures[];
}

interface Gathered {
  requests: number;
  failed: number;
  readonly ttft: number[];
  readonly perToken: number[];
}

const empty = (): Gathered => ({ requests: 0, failed: 0, ttft: [], perToken: [] });

/** Of live and imported requests that a target was asked for: cached answers, replays and experiments are left out. Most requests first. @param from ms since the epoch; up to `to`, in `stretches` of equal length */
export function targetHealth(
  frame: Frame,
  { from, to, stretches }: { readonly from: number; readonly to: number; readonly stretches: number },
): readonly TargetHealth[] {
  const byTarget = new Map<number, readonly Gathered[]>();
  for (const segment of frame.segments()) {
    if (segment.to < from || segment.from >= to) continue;
    const at = segment.column("created_at");
    const target = segment.column("target");
    const latency = segment.column("latency_ms");
    const first = segment.column("ttft_ms");
    const output = segment.column("output");
    const bits = segment.column("bits");
    for (let row = 0; row < segment.rows; row += 1) {
      const when = at[row] as number;
      const code = target[row] as number;
      if (code === 0 || when < from || when >= to) continue;
      const { origin, gateway_cache_hit: cached, outcome, status } = unpackBits(bits[row] as number);
      if (cached || (origin !== "live" && origin !== "import")) continue;
      const known = byTarget.get(code) ?? Array.from({ length: stretches }, empty);
      byTarget.set(code, known);
      const stretch = known[Math.min(stretches - 1, Math.floor(((when - from) / (to - from)) * stretches))] as Gathered;
      stretch.requests += 1;
      if (outcome !== 0 || status === "failed") {
        stretch.failed += 1;
        continue;
      }
      const begun = first[row] as number;
      if (!Number.isNaN(begun)) stretch.ttft.push(begun);
      const tokens = output[row] as number;
      const took = (latency[row] as number) - (Number.isNaN(begun) ? 0 : begun);
      if (tokens > 0 && took >= 0) stretch.perToken.push(took / tokens);
    }
  }
  const names = frame.dictionary("target");
  return [...byTarget]
    .map(([code, gathered]) => ({
      target: names[code] ?? "",
      all: figuresOf(together(gathered)),
      over_time: gathered.map(figuresOf),
    }))
    .toSorted((a, b) => b.all.requests - a.all.requests);
}

function together(all: readonly Gathered[]): Gathered {
  return {
    requests: all.reduce((sum, one) => sum + one.requests, 0),
    failed: all.reduce((sum, one) => sum + one.failed, 0),
    ttft: all.flatMap(({ ttft }) => ttft),
    perToken: all.flatMap(({ perToken }) => perToken),
  };
}

function figuresOf({ requests, failed, ttft, perToken }: Gathered): HealthFigures {
  return {
    requests,
    failed,
    ttft_ms: median(ttft),
    ttft_n: ttft.length,
    ms_per_token: median(perToken),
    ms_per_token_n: perToken.length,
  };
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle];
  if (upper === undefined) return null;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}
