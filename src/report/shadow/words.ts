import { thousands } from "../../core/counts.ts";
import type { ShadowSummary } from "../../shadow/summary.ts";

/** `needs_review` and `LOW_CONFIDENCE` as one reads them. */
export function words(name: string): string {
  return name.toLowerCase().replaceAll("_", " ");
}

/** `3 shadow error, 1 redacted input`. */
export function incomparableReasons(reasons: ShadowSummary["incomparable"]): string {
  return Object.entries(reasons)
    .map(([reason, times]) => `${thousands(times)} ${words(reason)}`)
    .join(", ");
}
