import type { PrimaryOutcome, Thresholds } from "../../experiments/index.ts";
import type { Target } from "../../core/target.ts";
import type { PriceBook } from "../../prices/price-book.ts";
import type { Store } from "../../store/control.ts";
import type { ReplayRequest } from "../open-replay.ts";
import type { Spine } from "../serve/spine.ts";
import type { CandidateAsked } from "./candidate.ts";
import type { CallBound } from "../metered/worst-case.ts";

/** Which of the sampled rows have their baseline asked again: 10 % of them, 50 to 200, unless a share is named. */
export type ControlAsked = { readonly share: number } | "default" | "none";

/** An experiment with responses, as it is asked for. */
export interface MeasureRequest extends Omit<ReplayRequest, "sample"> {
  readonly candidate: CandidateAsked;
  /** Rows to ask; null = all that can be sent again. */
  readonly sample: number | null;
  /** USD that spent and reserved together never exceed; Infinity where only a preview is wanted. */
  readonly cap_usd: number;
  readonly control: ControlAsked;
  /** An embeddings model, by target. */
  readonly embeddings: Target | null;
  /** Of texts, by measure. */
  readonly thresholds: Readonly<Record<string, Thresholds>>;
  readonly primary: PrimaryOutcome | null;
  /** Stop as soon as the evidence on the primary outcome is certain. */
  readonly early_stop: boolean;
  /** Ask targets whose price is not known all the same. */
  readonly force: boolean;
  /** Pairs kept in each list of outliers. */
  readonly outliers: number;
}

export interface MeasureParts {
  readonly store: Store;
  readonly prices: PriceBook;
  readonly spine: Spine;
  readonly bound: CallBound;
  /** ms since the epoch. */
  readonly now: () => number;
  /** A UUIDv7. */
  readonly newId: () => string;
  /** Name of the key that asks, or `cli`. */
  readonly actor: string;
}
