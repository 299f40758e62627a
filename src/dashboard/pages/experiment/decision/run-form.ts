import type { ExperimentResult } from "../../../../experiments/result.ts";
import type { SimulationResult } from "../../../../replay/result.ts";

/** The form of a new run, filled in with the candidate of a result: over its window with responses, or over a longer one without. */
export function runForm(
  result: SimulationResult | ExperimentResult,
  does: "measure" | "simulate",
): Readonly<Record<string, string>> {
  const { window, policy } = result;
  const rows: Readonly<Record<string, string>> =
    does === "simulate"
      ? { window: "30d" }
      : { mode: "with_responses", window: "custom", from: window.start, to: window.end };
  if (result.mode === "with_responses" && result.asked.kind === "endpoint")
    return { ...rows, by: "endpoint", candidate_endpoint: `${result.asked.name}@${result.asked.version}` };
  return { ...rows, by: "policy", language: "json", policy: JSON.stringify(policy.data, null, 2) };
}
