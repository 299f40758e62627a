import { describe, expect, it } from "vitest";
import { compilePolicy } from "../core/compile.ts";
import { parsePolicy } from "../core/policy.ts";
import type { Plan } from "../core/plan.ts";
import { firstTarget } from "../core/plan.ts";
import type { Question } from "../core/question.ts";
import { factsOf, factsSnapshot, worldOf } from "../testing/world.ts";
import { makeDecider } from "./decide.ts";
import { allRows, makeScratch } from "./partition.ts";

const POLICY = {
  strategy: "custom_rules",
  rules: [
    { when: { project: "shop", stream: true }, then: "a:one" },
    { when: { stream: true }, then: "b:one" },
  ],
  default: "a:one",
};

describe("deciding columns", () => {
  it("plans once for each group of rows that answers alike, and asks no column twice", () => {
    const compiled = compilePolicy(parsePolicy(POLICY), worldOf(factsSnapshot([factsOf("a:one"), factsOf("b:one")])));
    let planned = 0;
    const decider = makeDecider(
      {
        ...compiled,
        plan: (ask): Plan => {
          planned++;
          return compiled.plan(ask);
        },
      },
      makeScratch(),
    );
    const shop = Array.from({ length: 1_000 }, (_, row) => row % 2);
    const stream = Array.from({ length: 1_000 }, (_, row) => Math.floor(row / 2) % 2);
    const answers = (question: Question): readonly number[] =>
      question.kind === "atom" && question.field === "project" ? shop : stream;
    const decided = Array<string | null>(1_000).fill(null);
    for (const rows of [allRows(600), allRows(1_000).subarray(600)]) {
      decider.decide(rows, answers, (plan, part) => {
        for (const row of part) decided[row] = firstTarget(decider.plans[plan]!.node);
      });
    }
    expect(planned).toBeLessThanOrEqual(4);
    expect(decider.plans.length).toBe(3);
    for (const [row, target] of decided.entries()) {
      expect(target).toBe(stream[row] === 1 && shop[row] === 0 ? "b:one" : "a:one");
    }
  });
});
