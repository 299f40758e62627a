import type { SimulationResult } from "../../../../replay/result.ts";
import { Section } from "../../../parts/page.tsx";
import { ComparisonTable } from "../shown/comparison-table.tsx";
import { failureRows } from "../shown/failure-rows.ts";
import { failedRow, rateRow } from "../shown/rate-row.ts";

/** How requests failed, and would fail, by kind, and how often more than the first choice would be asked. */
export function Failures({ result }: { readonly result: SimulationResult }) {
  const { baseline, candidate, requests, fallback, cascade } = result;
  const { exercised } = fallback;
  const { failures: before } = baseline;
  const { failures: after, error_rate: rate } = candidate;
  if (before === undefined || after === undefined) return null;
  return (
    <Section title="Errors and fallbacks">
      <ComparisonTable
        caption="Counts of these requests; intervals are about requests like these. Whether a fallback gave the logged answer is not among the columns of the log."
        rows={[
          failedRow(baseline.error_rate, rate, requests, rate.evidence),
          ...failureRows(before, after, requests, rate.evidence),
          rateRow("Another target was asked after a failure", null, exercised, requests, exercised.evidence),
          ...(cascade === null
            ? []
            : [
                rateRow(
                  "An answer was not accepted: the next step was asked",
                  null,
                  cascade.escalated,
                  requests,
                  cascade.escalated.evidence,
                ),
              ]),
        ]}
      />
    </Section>
  );
}
