import type { ShadowComparison } from "./comparison.ts";
import type { ShadowSummary } from "./summary.ts";

/** A shadow run, as printed under `shadow_pipeline`; the first four keys as the shadow document writes them. */
export interface ShadowPipeline {
  /** Requests the shadow was asked. */
  readonly executed: number;
  /** Those that both sides answered. */
  readonly compared: number;
  readonly persisted: boolean;
  readonly summary: ShadowSummary;
  /** `shr_` and a UUIDv7. */
  readonly run_id: string;
  /** Where it was stored: `local`, the server's URL, or null. */
  readonly persisted_to: string | null;
  /** What went wrong beside the answers themselves; null where nothing did. */
  readonly error: string | null;
  /** Answers of failing sides that were asked for again. */
  readonly asked_again: number;
  /** Of all calls that the shadow run made, those asked again included; null where the price of one is unknown. */
  readonly cost_usd: number | null;
  /** What a reader should know besides. */
  readonly notes: readonly string[];
  readonly comparisons: readonly ShadowComparison[];
}
