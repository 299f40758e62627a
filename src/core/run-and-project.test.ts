import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { requestAsk } from "./ask.ts";
import { compilePolicy } from "./compile.ts";
import type { Plan, PlanNode } from "./plan.ts";
import { parsePolicy } from "./policy.ts";
import { project, type OutcomeTable } from "./project.ts";
import type { Attempt } from "./result.ts";
import { run } from "./run.ts";
import type { Send } from "./send.ts";
import { factsArbitrary, featuresArbitrary, outcomeTableArbitrary, policyArbitrary } from "../testing/arbitraries.ts";
import { virtualRuntime } from "../testing/virtual-runtime.ts";
import { worldOf } from "../testing/world.ts";

const TARGETS = ["a:one", "b:one", "c:two", "d:three"];

/** Answers from a table after its latency has passed; abandoned, it says at once what the whole call would have cost. */
function tableSend(table: OutcomeTable, runtime: ReturnType<typeof virtualRuntime>): Send<null> {
  return async (_, call, signal) => {
    const outcome = table(call.target, call.try);
    await runtime.sleep(outcome.latency_ms as number, signal);
    return outcome;
  };
}

function told(attempts: readonly Attempt[]): readonly string[] {
  return attempts
    .map(({ target, kind, try: tried, started_ms, outcome }) =>
      JSON.stringify({
        started_ms,
        target,
        kind,
        tried,
        ok: outcome.ok,
        failure: outcome.failure?.class ?? null,
        cost: outcome.cost_usd,
        latency: outcome.latency_ms,
      }),
    )
    .toSorted();
}

function races(node: PlanNode): boolean {
  if (node.node === "ensemble" && node.combine === "first_valid") return true;
  return "children" in node && node.children.some(races);
}

/** Two members that would end at one instant: who is first is then nobody's to say. */
function photoFinish(plan: Plan, attempts: readonly Attempt[], table: OutcomeTable): boolean {
  if (!races(plan.node)) return false;
  const ends = attempts.map((attempt) => {
    const { latency_ms, failure } = attempt.outcome;
    const cancelled = failure?.class === "cancelled";
    return attempt.started_ms + ((cancelled ? table(attempt.target, attempt.try).latency_ms : latency_ms) as number);
  });
  return new Set(ends).size < ends.length;
}

describe("one executor", () => {
  it("gives the same attempts, target, code, cost and latency whether driven with promises or with a loop", async () => {
    const seen = { plans: new Set<string>(), failures: new Set<string | null>() };
    await fc.assert(
      fc.asyncProperty(
        policyArbitrary(TARGETS),
        featuresArbitrary(),
        factsArbitrary(TARGETS),
        outcomeTableArbitrary(TARGETS),
        async (policy, features, facts, table) => {
          const compiled = compilePolicy(parsePolicy(policy), worldOf(facts));
          const plan = compiled.plan(requestAsk(features, facts));
          const projected = project(plan, table);
          fc.pre(!photoFinish(plan, projected.attempts, table));

          const runtime = virtualRuntime();
          const live = await runtime.drive(run(plan, null, { send: tableSend(table, runtime), runtime }));

          expect(told(live.attempts)).toEqual(told(projected.attempts));
          expect(live.code).toBe(projected.code);
          expect(live.answer?.target).toBe(projected.answer?.target);
          expect(live.answer?.ok).toBe(projected.answer?.ok);
          if (projected.cost_usd === null) expect(live.cost_usd).toBeNull();
          else expect(live.cost_usd).toBeCloseTo(projected.cost_usd, 9);
          expect(live.latency_ms).toBe(projected.latency_ms);
          expect(runtime.pending()).toBe(0);
          seen.plans.add(plan.node.node);
          for (const { outcome } of live.attempts) seen.failures.add(outcome.failure?.class ?? null);
        },
      ),
      { numRuns: 1_000 },
    );
    expect([...seen.plans].toSorted()).toEqual(["attempt", "cascade", "ensemble", "fallback", "refuse"]);
    expect(seen.failures).toContain("cancelled");
    expect(seen.failures).toContain("timeout");
  });
});
