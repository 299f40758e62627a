import { describe, expect, it } from "vitest";
import type { Outcome } from "./outcome.ts";
import { project } from "./project.ts";
import { decisionTrace } from "./trace.ts";
import { planOf } from "../testing/plan-of.ts";

function outcome(target: string, said: Partial<Outcome> = {}): Outcome {
  return {
    target,
    ok: true,
    failure: null,
    cost_usd: 0.5,
    latency_ms: 100,
    ttft_ms: null,
    usage: null,
    evidence: "recorded",
    signals: null,
    answer_hash: "a",
    ...said,
  };
}

const FAILED = { ok: false, failure: { class: "server" as const, code: "500", message: "down" }, cost_usd: 0 };

const COMMON = { requestId: "req_1", policyName: "sim_1_candidate", factsId: "facts-1", sticky: "end_user" as const };

describe("decisionTrace", () => {
  it("measures nothing where a stand-in decided, though each answer is recorded", () => {
    const plan = planOf({ strategy: "single", model: "a:one" });
    const input = { ...COMMON, plan, result: project(plan, (target) => outcome(target)) };
    expect(decisionTrace(input).measured).toMatchObject({ evidence: "recorded" });
    const { measured, projected, attempts } = decisionTrace({ ...input, assumedDecision: true });
    expect({ measured, projected }).toEqual({
      measured: null,
      projected: { cost_usd: 0.5, latency_ms: 100, evidence: "assumed" },
    });
    expect(attempts).toMatchObject([{ evidence: "recorded" }]);
    expect(decisionTrace({ ...input, assumedDecision: true, identified: false }).projected?.evidence).toBe(
      "unidentified",
    );
  });

  it("tells a ranked decision, its fallback and what was recorded", () => {
    const plan = planOf({ strategy: "cost_optimized", allow: ["a:one", "c:two"], retries: 1 });
    const result = project(plan, (target) => outcome(target, target === "a:one" ? FAILED : {}));
    const recorded = { latency_ms: 100, evidence: "recorded" };
    const down = { target: "a:one", ok: false, failure: "server", cost_usd: 0, ...recorded };
    expect(decisionTrace({ ...COMMON, plan, result, similarity: 0.91 })).toEqual({
      request_id: "req_1",
      policy_type: "cost_optimized",
      policy_name: "sim_1_candidate",
      candidates: [
        { model: "a:one", rank: 1, reason: "cheapest in allowlist" },
        { model: "c:two", rank: 2, reason: "fallback" },
      ],
      excluded: [],
      arms: [],
      sticky: null,
      selected: "a:one",
      selection_reason: "cheapest",
      answered: "c:two",
      measured: { cost_usd: 0.5, latency_ms: 800, evidence: "recorded", similarity: 0.91 },
      projected: null,
      attempts: [
        { ...down, kind: "first", try: 0, started_ms: 0 },
        { ...down, kind: "retry", try: 1, started_ms: 600 },
        {
          target: "c:two",
          kind: "fallback",
          try: 0,
          started_ms: 700,
          ok: true,
          failure: null,
          cost_usd: 0.5,
          ...recorded,
        },
      ],
      facts_id: "facts-1",
      notes: [],
    });
  });

  it("keeps projected numbers apart from measured ones, under the weakest evidence", () => {
    const plan = planOf({ strategy: "ensemble", members: ["a:one", "b:one"], combine: "voting" });
    const result = project(plan, (target) =>
      outcome(target, { evidence: target === "a:one" ? "recorded" : "assumed" }),
    );
    const trace = decisionTrace({ ...COMMON, plan, result });
    expect(trace.measured).toBeNull();
    expect(trace.projected).toEqual({ cost_usd: 1, latency_ms: 100, evidence: "assumed" });
    expect(trace.attempts.map(({ evidence }) => evidence)).toEqual(["recorded", "assumed"]);
    expect(trace.notes).toEqual(["2 of 2 votes"]);
  });

  it("gives no number where the log cannot tell what would have happened", () => {
    const plan = planOf({ strategy: "cascade", steps: ["a:one", "b:one"], accept: { not_refusal: true } });
    const projection = project(plan, (target) => outcome(target));
    expect(projection.identified).toBe(false);
    const trace = decisionTrace({ ...COMMON, plan, result: projection, identified: projection.identified });
    expect(trace.measured).toBeNull();
    expect(trace.projected).toEqual({ cost_usd: null, latency_ms: null, evidence: "unidentified" });
  });

  it("says what kept the caller on its arm", () => {
    const plan = planOf({ strategy: "ab_test", split: [{ weight: 1, name: "new", policy: "a:one" }] });
    const result = project(plan, (target) => outcome(target, { evidence: "measured" }));
    expect(decisionTrace({ ...COMMON, plan, result })).toMatchObject({
      arms: ["new"],
      sticky: "end_user",
      policy_type: "ab_test",
      measured: { cost_usd: 0.5, latency_ms: 100, evidence: "measured" },
    });
  });

  it("lists attempts as they start, a start that is not known as null, and nobody's answer as nobody's", () => {
    const plan = planOf({ strategy: "fallback_chain", targets: ["a:one", "b:one"] });
    const result = project(plan, (target) => outcome(target, { ...FAILED, latency_ms: null, evidence: "projected" }));
    const trace = decisionTrace({ ...COMMON, plan, result });
    expect(trace.attempts.map(({ started_ms }) => started_ms)).toEqual([0, null]);
    expect(trace.answered).toBeNull();
    expect(trace.projected).toEqual({ cost_usd: 0, latency_ms: null, evidence: "projected" });
    const late = {
      ...result,
      attempts: result.attempts.map((attempt, index) => ({ ...attempt, started_ms: 9 - index })),
    };
    expect(decisionTrace({ ...COMMON, plan, result: late }).attempts.map(({ target }) => target)).toEqual([
      "b:one",
      "a:one",
    ]);
  });

  it("shows the plan alone, before anything runs", () => {
    const trace = decisionTrace({ ...COMMON, plan: planOf("a:one"), result: null });
    expect(trace).toMatchObject({ selected: "a:one", answered: null, attempts: [], measured: null, projected: null });
  });

  it("says why a request is refused, before and after", () => {
    const plan = {
      ...planOf("a:one"),
      node: { node: "refuse" as const, reason: "no eligible target" },
      candidates: [],
    };
    for (const result of [null, project(plan, (target) => outcome(target))]) {
      const trace = decisionTrace({ ...COMMON, plan, result });
      expect(trace).toMatchObject({ selected: null, answered: null, attempts: [], notes: ["no eligible target"] });
    }
  });
});
