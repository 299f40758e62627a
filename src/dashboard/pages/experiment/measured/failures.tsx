import type { ExperimentResult } from "../../../../experiments/result.ts";
import { Section } from "../../../parts/page.tsx";
import { ComparisonTable } from "../shown/comparison-table.tsx";
import { failureRows } from "../shown/failure-rows.ts";
import { failedRow, rateRow } from "../shown/rate-row.ts";

const STEPS = [
  ["fallback", "Another target was asked after a failure"],
  ["retried", "A target was asked again"],
  ["escalated", "An answer was not accepted: the next step was asked"],
] as const;

/** How pairs failed on both sides, by kind, and how often more than the first choice was asked. */
export function FailuresAndFallbacks({ result }: { readonly result: ExperimentResult }) {
  const { baseline, candidate, exercised, requests, differences } = result;
  const { evidence } = differences.error_rate;
  const calls = exercised?.candidate?.fallback.n ?? exercised?.baseline?.fallback.n ?? 0;
  return (
    <Section title="Errors and fallbacks">
      <ComparisonTable
        caption="Counts of the pairs; intervals are about requests like these. Fallbacks are known of pairs whose calls were kept."
        rows={[
          failedRow(baseline.error_rate, candidate.error_rate, requests, evidence),
          ...failureRows(baseline.failures, candidate.failures, requests, evidence),
          ...(exercised === undefined
            ? []
            : STEPS.map(([kind, label]) =>
                rateRow(
                  label,
                  exercised.baseline?.[kind] ?? null,
                  exercised.candidate?.[kind] ?? null,
                  calls,
                  exercised.candidate === null ? "unidentified" : evidence,
                ),
              )),
        ]}
      />
    </Section>
  );
}
