import type { ExperimentResult } from "../../../../experiments/result.ts";
import type { SimulationResult } from "../../../../replay/result.ts";

/** The form of a new run, filled in with the candidate of a result and its window, to be measured with responses. */
export function measureForm(result: SimulationResult | ExperimentResult): Readonly<Record<string, string>> {
  const { window, policy } = result;
  const rows = { mode: "with_responses", window: "custom", from: window.start, to: window.end };
  if (result.mode === "with_responses" && result.asked.kind === "endpoint")
    return { ...rows, by: "endpoint", candidate_endpoint: `${result.asked.name}@${result.asked.version}` };
  return { ...rows, by: "policy", language: "json", policy: JSON.stringify(policy.data, null, 2) };
}
