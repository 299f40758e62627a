import type { SimulationResult } from "../../../../replay/result.ts";
import { Section } from "../../../parts/page.tsx";
import { ComparisonTable } from "../shown/comparison-table.tsx";
import { failureRows } from "../shown/failure-rows.ts";
import { failedRow } from "../shown/rate-row.ts";

/** How requests failed, and would fail, by kind. */
export function Failures({ result: { baseline, candidate, requests } }: { readonly result: SimulationResult }) {
  const { failures: before } = baseline;
  const { failures: after, error_rate: rate } = candidate;
  if (before === undefined || after === undefined) return null;
  return (
    <Section title="Errors by kind">
      <ComparisonTable
        caption="Counts of these requests; the interval is about requests like these."
        rows={[
          failedRow(baseline.error_rate, rate, requests, rate.evidence),
          ...failureRows(before, after, requests, rate.evidence),
        ]}
      />
    </Section>
  );
}
