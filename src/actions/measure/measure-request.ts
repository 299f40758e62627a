import type { PrimaryOutcome, Thresholds } from "../../experiments/index.ts";
import type { Target } from "../../core/target.ts";
import type { ReplayRequest } from "../open-replay.ts";
import type { CandidateAsked } from "./candidate.ts";

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
