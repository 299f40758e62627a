import type { AttemptNode } from "../../core/plan.ts";
import type { Policy } from "../../core/policy.ts";
import type { Target } from "../../core/target.ts";
import type { PairSide } from "../../experiments/index.ts";
import type { AskedRow } from "../measure/asked-row.ts";

/** A row that a pilot drew: the data of its unit. */
export interface PilotUnit extends AskedRow {
  readonly attempt: AttemptNode;
  /** Chance of being drawn, in (0, 1]. */
  readonly inclusion: number;
  /** USD, by the candidate's price and the baseline's tokens. */
  readonly plain_usd: number;
}

/** What came of it. */
export interface PilotCalled {
  /** Who answered, or was asked last. */
  readonly target: Target | null;
  readonly failure: PairSide["failure"];
  readonly input_tokens: number | null;
  readonly output_tokens: number | null;
  /** Output tokens the call was limited to because the request has no limit; null = it has. */
  readonly output_limit: number | null;
  readonly truncated_by_us: boolean;
}

/** Everything about a pilot that its units do not say. Never changes. */
export interface PilotDefinition {
  /** Rows that a call each would tell the cost of, and what all of them would cost by price and the baseline's tokens, USD. */
  readonly requests: number;
  readonly plain_usd: number;
  /** ms since the epoch to price at; null = each row's date. */
  readonly prices_at: number | null;
  readonly left_out: Readonly<Record<string, number>>;
  /** What it is a pilot of, references pinned. */
  readonly policy: Policy;
}
