import type { ExperimentResult } from "../../experiments/index.ts";
import type { SimulationResult } from "../../replay/result.ts";
import type { StoredExperiment } from "../../store/control.ts";

interface Saving {
  readonly estimate: number | null;
  readonly ci_95: { readonly lower: number | null; readonly upper: number | null };
  readonly n: number;
  readonly evidence: string;
}

/** What a list tells of an experiment: its candidate, its window, and the saving as far as its stored result knows it. */
export function experimentLine({ mode, result }: StoredExperiment): {
  readonly mode: StoredExperiment["mode"];
  readonly policy: string;
  readonly requests: number;
  readonly window: { readonly start: string; readonly end: string } | null;
  readonly saving: Saving | null;
} {
  const { policy, requests, window } = result as ExperimentResult | SimulationResult;
  return { mode, policy: policy.name, requests, window: window ?? null, saving: savingIn(result) };
}

/** Results of older versions may lack it. */
function savingIn(result: unknown): Saving | null {
  const { differences, difference } = result as Partial<ExperimentResult> & Partial<SimulationResult>;
  if (differences !== undefined) {
    const { estimate, ci_95, n, evidence } = differences.cost.saving;
    return { estimate, ci_95, n, evidence };
  }
  if (difference === undefined) return null;
  const { estimate, ci_95 } = difference.saving;
  return { estimate, ci_95, n: difference.requests, evidence: difference.evidence };
}
