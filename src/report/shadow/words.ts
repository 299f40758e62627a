import { thousands } from "../../core/counts.ts";
import type { ShadowSummary } from "../../shadow/summary.ts";

/** The colour of a verdict: classes of a badge. */
export const VERDICT_CLASSES = {
  clean: "yes",
  changed_but_passing: "partly",
  needs_better_evidence: "open",
  needs_review: "no",
} as const satisfies Readonly<Record<ShadowSummary["verdict"], string>>;

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
