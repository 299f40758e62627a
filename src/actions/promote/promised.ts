import type { Evidence } from "../../core/evidence.ts";
import { OperatorError } from "../../core/errors.ts";
import type { Decision } from "../../stats/decision.ts";
import type { JudgedBy, Promotable } from "./promotable.ts";

/** What an experiment says of its candidate. */
export interface Promised {
  readonly mode: "routing_only" | "with_responses";
  readonly requests: number;
  /** Of the cost. */
  readonly evidence: Evidence;
  /** How much more the candidate costs, in percent of the baseline. */
  readonly cost_pct: number | null;
  readonly p95_ms: { readonly baseline: number | null; readonly candidate: number | null };
  readonly errors: { readonly baseline: number; readonly candidate: number | null };
  /** On the outcome that was declared to decide; null where none was. */
  readonly decision: Decision | null;
  /** What the newest judge run decided; null where none has. */
  readonly judged: JudgedBy | null;
}

export function promisedOf({ result, judged }: Pick<Promotable, "result" | "judged">): Promised | null {
  if (result === null) return null;
  const { baseline, candidate, requests } = result;
  const shared = {
    requests,
    judged,
    evidence: candidate.evidence,
    p95_ms: { baseline: baseline.p95_ms, candidate: candidate.p95_ms },
    errors: { baseline: baseline.errors, candidate: candidate.errors },
  };
  if (result.mode === "routing_only")
    return { mode: result.mode, ...shared, cost_pct: result.difference.cost_pct, decision: null };
  const saved = result.differences.cost.saving.estimate;
  const decision = result.stopping.e_decision === "harmful" ? "harmful" : (result.primary?.decision ?? null);
  return { mode: result.mode, ...shared, cost_pct: saved === null ? null : -100 * saved, decision };
}

/** Decisions that only `force` goes against. */
const REFUSED: ReadonlySet<string | null> = new Set(["harmful", "blocked"]);

const GOOD: ReadonlySet<string> = new Set(["better", "no_worse"]);

function words(decision: string): string {
  return decision.replaceAll("_", " ");
}

/** What speaks against promoting, in plain words. Throws `promote_refused` where nobody should without `force`. */
export function objections(experiment: Promotable, force: boolean): readonly string[] {
  const { id, result } = experiment;
  const promised = promisedOf(experiment);
  const refuse = (why: string): string => {
    if (force) return `Forced: ${why}.`;
    throw new OperatorError("promote_refused", why);
  };
  if (promised === null) return [refuse(`${id} has no result yet`)];
  const said: string[] = [];
  if (promised.mode === "routing_only")
    said.push("It was routing-only: nothing is known of how good the candidate's answers are.");
  if (promised.evidence === "assumed" || promised.evidence === "unidentified")
    said.push(`Its cost is ${promised.evidence}: the log does not hold what the candidate's answers cost.`);
  if (REFUSED.has(promised.decision))
    said.push(refuse(`the decision of ${id} on the candidate is ${promised.decision}`));
  else if (promised.decision !== null && !GOOD.has(promised.decision))
    said.push(`Its decision is ${words(promised.decision)}.`);
  const { judged } = promised;
  if (judged !== null && REFUSED.has(judged.decision))
    said.push(refuse(`the judge's decision on the candidate is ${judged.decision} (${judged.run})`));
  else if (judged !== null && !GOOD.has(judged.decision))
    said.push(`The judge's decision is ${words(judged.decision)} (${judged.run}).`);
  if (promised.mode === "with_responses" && promised.decision === null && judged === null)
    said.push(
      "No outcome was declared to decide, and no judge has: nothing says whether the candidate's answers are as good.",
    );
  if (result?.mode === "with_responses" && result.stopping.prefix_n < result.stopping.planned_n)
    said.push(
      `It stands on ${result.stopping.prefix_n} of ${result.stopping.planned_n} planned pairs (${result.stopping.state}).`,
    );
  return said;
}
