import { expect, it } from "vitest";
import type { Outcome } from "./outcome.ts";
import type { AttemptNode, Plan, PlanNode } from "./plan.ts";
import { project } from "./project.ts";

function attempt(target: string): AttemptNode {
  return { node: "attempt", target, retries: 0 };
}

function planOf(node: PlanNode): Plan {
  return {
    node,
    policy_type: "ensemble",
    leaf: "ensemble",
    candidates: [],
    excluded: [],
    selection_reason: "",
    arms: [],
  };
}

/** What targets give, by name: ms, null = not known; every answer costs 1 USD and no cascade accepts it. */
function outcomes(ms: Readonly<Record<string, number | null>>): (target: string) => Outcome {
  return (target) => ({
    target,
    ok: true,
    failure: null,
    cost_usd: 1,
    latency_ms: ms[target] ?? null,
    ttft_ms: null,
    usage: null,
    evidence: "projected",
    signals: null,
    answer_hash: null,
  });
}

it.each<[number, readonly string[]]>([
  // The slow one ends before the race is won, and what follows may have begun by then.
  [50, ["quick", "slow", "untimed", "last"]],
  // It ends when the race is over: nothing follows, however little is known of its time.
  [100, ["quick", "slow"]],
  [150, ["quick", "slow"]],
])("a race won after 100 ms: what follows an answer after %i ms", (slow, made) => {
  const steps = ["slow", "untimed", "last"].map(attempt);
  const cascade: PlanNode = { node: "cascade", children: steps, accept: { finish_reason: ["stop"] } };
  const race: PlanNode = {
    node: "ensemble",
    children: [attempt("quick"), cascade],
    combine: "first_valid",
    weights: [1, 1],
  };
  const projected = project(planOf(race), outcomes({ quick: 100, slow }));
  expect(projected.attempts.map(({ target }) => target)).toEqual(made);
  expect(projected).toMatchObject({ latency_ms: 100, cost_usd: made.length, identified: false });
});
