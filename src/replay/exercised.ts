import type { Evidence } from "../core/evidence.ts";
import type { PlanNode } from "../core/plan.ts";
import type { AcceptedCosts } from "./if-accepted.ts";
import type { Replay } from "./replay-policy.ts";
import type { Rate, SimulationResult } from "./result.ts";
import { outcomeEvidence, rate, sideOf, tellable, unknownRate } from "./side.ts";
import type { Tally } from "./tally.ts";

function holds(node: PlanNode, kind: PlanNode["node"]): boolean {
  if (node.node === kind) return true;
  return node.node !== "attempt" && node.node !== "refuse" && node.children.some((child) => holds(child, kind));
}

/** The evidence of what led to a step that is known to have been taken or not. */
function knownOutcomes(total: Tally): Evidence {
  const evidence = outcomeEvidence(total);
  return evidence === "unidentified" ? "recorded" : evidence;
}

/** How often a fallback was exercised; not to be told where nobody knows how often what stands before it fails. */
export function fallbackRate({ total, plans }: Replay): Rate {
  if (!plans.some(({ plan }) => holds(plan.node, "fallback"))) return rate(0, total.requests, "recorded");
  if (!tellable(total.fallback_unknown, total.requests)) return unknownRate(total.happened.fallback, total.requests);
  return rate(total.happened.fallback, total.requests, knownOutcomes(total));
}

interface Escalations {
  readonly shown: NonNullable<SimulationResult["cascade"]>;
  /** USD at least and at most, where not every escalation is known. */
  readonly range: readonly [number, number] | null;
}

function costsOf({ total }: Replay): AcceptedCosts {
  const { cost, low, high } = total.candidate;
  return { escalated: total.happened.escalated, cost, low, high };
}

/**
 * How often cascades escalated and what they cost; null where there is none. Where the log cannot tell an escalation the
 * share is not given, and what it could be lies between all unknown answers accepted and all escalated.
 * @param replay unknown answers escalated
 * @param replayAccepted the same replay with unknown answers accepted, where the one that escalates them cannot tell both
 */
export function cascadeOf(replay: Replay, replayAccepted: () => Replay): Escalations | null {
  const { total, plans, targets } = replay;
  if (!plans.some(({ plan }) => holds(plan.node, "cascade"))) return null;
  const { happened, requests, candidate } = total;
  const blended_cost_usd = sideOf(total, targets).candidate.cost_usd;
  if (happened.unidentified === 0) {
    const escalated = rate(happened.escalated, requests, knownOutcomes(total));
    return { shown: { escalated, blended_cost_usd, bounds: null }, range: null };
  }
  const accepted = replay.accepted ?? costsOf(replayAccepted());
  const escalated: Rate = {
    ...unknownRate(accepted.escalated, requests),
    ci_95: { lower: accepted.escalated / requests, upper: happened.escalated / requests },
  };
  const bounds = { all_accepted_usd: accepted.cost, all_escalated_usd: candidate.cost };
  return {
    shown: { escalated, blended_cost_usd, bounds },
    range: [Math.min(accepted.low, candidate.low), Math.max(accepted.high, candidate.high)],
  };
}
