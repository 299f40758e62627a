import { OperatorError } from "../core/errors.ts";
import type { Evidence } from "../core/evidence.ts";
import type { Target } from "../core/target.ts";
import type { PriceBook } from "../prices/price-book.ts";
import type { SimulationResult } from "../replay/result.ts";
import type { Store } from "../store/control.ts";
import { openReplay, type ReplayRequest } from "./open-replay.ts";
import { simulateOpen } from "./simulate.ts";
import type { SkippedFile, SweepCandidates } from "./sweep-candidates.ts";

export interface SweepRequest extends ReplayRequest, SweepCandidates {
  readonly pricesNow: boolean;
  /** Called after each policy. */
  readonly progress: (done: number) => void;
}

export interface SweepRow {
  readonly policy: string;
  readonly cost_usd: number | null;
  readonly saving: number | null;
  readonly saving_ci_95: { readonly lower: number | null; readonly upper: number | null };
  readonly p50_ms: number | null;
  readonly p95_ms: number | null;
  readonly error_share: number | null;
  readonly evidence: Evidence;
  readonly latency_evidence: Evidence;
  /** Rows with no cost under the policy. */
  readonly unpriced: number;
  /** Targets of the policy without a known price. */
  readonly unpriced_targets: readonly Target[];
  /** No other policy is both cheaper (or as cheap) and faster at p95 (or as fast). */
  readonly frontier: boolean;
}

export interface SweepResult {
  readonly window: SimulationResult["window"];
  readonly requests: number;
  readonly window_requests: number;
  readonly baseline: SimulationResult["baseline"];
  /** Cheapest first; policies of unknown cost last. */
  readonly policies: readonly SweepRow[];
  /** JSON files of the folder that hold no policy. */
  readonly skipped: readonly SkippedFile[];
  readonly facts_id: string;
  readonly price_version: string;
  readonly notes: readonly string[];
}

function dominated(row: SweepRow, rows: readonly SweepRow[]): boolean {
  if (row.cost_usd === null || row.p95_ms === null) return true;
  const { cost_usd, p95_ms } = row;
  return rows.some(
    (other) =>
      other.cost_usd !== null &&
      other.p95_ms !== null &&
      other.cost_usd <= cost_usd &&
      other.p95_ms <= p95_ms &&
      (other.cost_usd < cost_usd || other.p95_ms < p95_ms),
  );
}

function notesOnPrices(rows: readonly SweepRow[]): readonly string[] {
  const policies = new Map<Target, string[]>();
  for (const { policy, unpriced_targets } of rows)
    for (const target of unpriced_targets) policies.set(target, [...(policies.get(target) ?? []), policy]);
  return [...policies].map(
    ([target, names]) =>
      `No price is known for ${target}, which ${names.join(", ")} may ask: those costs are null, not 0.`,
  );
}

/** Replays many policies over one window, opened once: what each costs, how fast it is, and which none beats at both. */
export function sweep(store: Store, prices: PriceBook, request: SweepRequest): SweepResult {
  const open = openReplay(store, prices, request, request.candidates.length > 2);
  let baseline: SimulationResult | null = null;
  const rows: SweepRow[] = [];
  for (const [index, candidate] of request.candidates.entries()) {
    const { result } = simulateOpen(open, { ...request, candidate, outliers: 0 }, `sweep_${index}`, prices, store);
    baseline ??= result;
    const { candidate: side, difference } = result;
    rows.push({
      policy: candidate.name,
      cost_usd: side.cost_usd,
      saving: difference.saving.estimate,
      saving_ci_95: difference.saving.ci_95,
      p50_ms: side.p50_ms,
      p95_ms: side.p95_ms,
      error_share: side.error_rate.share,
      evidence: side.evidence,
      latency_evidence: side.latency.evidence,
      unpriced: side.unpriced,
      unpriced_targets: result.unpriced.targets,
      frontier: false,
    });
    request.progress(index + 1);
  }
  if (baseline === null) throw new OperatorError("policy_invalid", "there is no policy to sweep");
  const cost = (row: SweepRow): number => row.cost_usd ?? Number.POSITIVE_INFINITY;
  return {
    window: baseline.window,
    requests: baseline.requests,
    window_requests: baseline.window_requests,
    baseline: baseline.baseline,
    policies: rows
      .map((row) => ({ ...row, frontier: !dominated(row, rows) }))
      .toSorted((a, b) => cost(a) - cost(b) || (a.policy < b.policy ? -1 : 1)),
    skipped: request.skipped,
    facts_id: baseline.facts_id,
    price_version: baseline.price_version,
    notes: [...open.notes, ...notesOnPrices(rows)],
  };
}
