import type { Checked } from "./finding.ts";
import type { NonReproducible } from "./pack.ts";

/** One trial of one case. */
export interface Trial {
  /** From 1. */
  readonly trial: number;
  /** The contract says of the answer what the case expects; null where there is no answer, or nothing could be told of it. */
  readonly passed: boolean | null;
  readonly checked: Checked | null;
  /** Transport failure after retries: neither passed nor failed. */
  readonly error: { readonly class: string; readonly code: string | null; readonly message: string } | null;
  readonly latency_ms: number | null;
  readonly cost_usd: number | null;
}

/**
 * `passed`, `failed`; `flaky` = trials disagree and most pass; `not_reproducible` fails unless allowed; `allowed` = on the allow-list, and not
 * reproducible or flaky; `error` = no answer after retries; `skipped` = the case does not run in this lane, or nothing could be told of its answers.
 */
export const CASE_STATUSES = ["passed", "failed", "flaky", "not_reproducible", "allowed", "error", "skipped"] as const;
export type CaseStatus = (typeof CASE_STATUSES)[number];

export interface CaseResult {
  readonly contract: string;
  /** Of the contract, relative to the pack; `line` of the case in it where known. */
  readonly file: string;
  readonly line: number | null;
  readonly case: string;
  readonly status: CaseStatus;
  /** The contract is promoted and the case counts for the exit code. Drafts never block. */
  readonly blocking: boolean;
  readonly critical: boolean;
  readonly failure_class: string | null;
  readonly reason: NonReproducible | null;
  /** One sentence, for tables and annotations; null where passed. */
  readonly message: string | null;
  readonly trials: readonly Trial[];
}

/** A pack that was run against one provider, or on its recordings. Printed by `understudy check --json`, and the primary's half of a shadow run. */
export interface CheckReport {
  readonly pack: { readonly name: string; readonly folder: string; readonly hash: string };
  readonly lane: "recorded" | "live";
  readonly provider: string;
  readonly model: string | null;
  readonly repeat: number;
  /** ms since the epoch. */
  readonly started_at: number;
  readonly took_ms: number;
  readonly contracts: number;
  readonly cases: number;
  readonly counts: Readonly<Record<CaseStatus, number>>;
  /** Share of the trials with an answer that passed, of blocking contracts and drafts alike; null of none. With its Wilson interval (trials clustered by case). */
  readonly success_rate: number | null;
  readonly success_interval: { readonly lower: number; readonly upper: number } | null;
  /** Assertions that could not be told, over all trials: they need a judge, or a figure that is not known. */
  readonly unknown: number;
  /** Of the calls of this run, judges included: 0 on recordings, null where the price of an answer is not known. */
  readonly cost_usd: number | null;
  /** Cases that fail the run. */
  readonly blocking_failures: number;
  /** 0 fine; 1 a promoted contract failed; 3 none failed, but one got no answer. */
  readonly exit_code: 0 | 1 | 3;
  readonly results: readonly CaseResult[];
  readonly notes: readonly string[];
}
