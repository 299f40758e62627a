import type { ConfidenceLabel, Decision, Verdict, VerdictReason } from "../stats/index.ts";
import type { IncomparableReason } from "./comparison.ts";

/** Pairs in sum; the first eight keys as the shadow document writes them. */
export interface ShadowSummary {
  readonly comparable_n: number;
  readonly incomparable_n: number;
  readonly confidence_label: ConfidenceLabel;
  readonly would_fail: number;
  readonly differs: number;
  readonly success_rate_primary: number | null;
  readonly success_rate_shadow: number | null;
  readonly success_rate_delta: number | null;
  /** Shadow passes where the primary fails (wins), the other way round (losses, = would_fail), both pass, both fail, and pairs that changed their mind when asked again. */
  readonly wins: number;
  readonly losses: number;
  readonly both_pass: number;
  readonly both_fail: number;
  readonly flaky: number;
  readonly critical_losses: number;
  /** Of the difference of success rates: Tango's 95 % interval (clustered where a contract was tried several times on one case). Null without pairs. */
  readonly interval: { readonly lower: number; readonly upper: number; readonly method: string } | null;
  /** Exact and two-sided; where a contract has several pairs, over contracts. Null without pairs. */
  readonly mcnemar_p: number | null;
  readonly verdict: Verdict;
  readonly reason: VerdictReason;
  readonly decision: Decision;
  readonly robust: boolean;
  /** "no difference detected in n pairs; failure rate at most x with 95 % confidence", or what else there is to say. */
  readonly guidance: string;
  readonly incomparable: Readonly<Partial<Record<IncomparableReason, number>>>;
  /** Requests each side was asked, and those that it did not answer (429, 5xx, timeouts, broken connections, after retries). */
  readonly reliability: { readonly primary: SideReliability; readonly shadow: SideReliability };
  /** Null where the price of an answer is unknown, or nothing answered. */
  readonly cost_usd: { readonly primary: number | null; readonly shadow: number | null };
  readonly latency_ms: { readonly primary: SideLatency; readonly shadow: SideLatency };
}

export interface SideReliability {
  readonly asked: number;
  readonly failed: number;
}

/** ms, of answers. */
export interface SideLatency {
  readonly p50: number | null;
  readonly p95: number | null;
}
