import type { Bucket } from "../compare/bucket.ts";
import type { Preference } from "../stats/order-swap.ts";
import type { CanaryKind, JudgeUnit, Unjudged, UnitOutcome } from "./judge-unit.ts";
import type { JudgeDefinition, JudgeRun } from "./judge-result.ts";
import type { Judged } from "./summarise-judging.ts";

/** A unit's outcome: a preference, a score, or why there is none. */
export function outcome(said: Preference | number | { readonly unjudged: Unjudged }): UnitOutcome {
  const none = typeof said === "object";
  return {
    answer: null,
    preference: typeof said === "string" ? said : null,
    score: typeof said === "number" ? said : null,
    unjudged: none ? { why: said.unjudged, detail: "" } : null,
    tries: 1,
    cost_usd: 0.001,
    length_difference: 0,
    control_tokens: false,
  };
}

/** Pairs of one bucket whose verdict is the same in both orders. */
export interface Group {
  readonly bucket: Bucket;
  readonly said: Preference | { readonly unjudged: Unjudged };
  readonly n: number;
}

export const SIZES = { high: 900, mild: 70, major: 30, hard: 0 } as const;

/** A run in which groups of pairs were judged, and canaries passed or failed. */
export function judgedGroups(
  groups: readonly Group[],
  canaries: readonly (readonly [CanaryKind, Preference])[] = [],
): Judged {
  const units: JudgeUnit[] = [];
  const outcomes = new Map<number, UnitOutcome>();
  const add = (unit: JudgeUnit, result: UnitOutcome): void => {
    outcomes.set(units.length, result);
    units.push(unit);
  };
  for (const { bucket, said, n } of groups) {
    for (let index = 0; index < n; index += 1) {
      const pair = units.length;
      const of = { kind: "pair", pair, request_id: `r${pair}`, bucket, rule: null } as const;
      add({ ...of, order: "original_first" }, outcome(said));
      add({ ...of, order: "replay_first" }, outcome(said));
    }
  }
  for (const [canary, preference] of canaries) {
    const pair = units.length;
    add(
      { kind: "canary", canary, pair, request_id: `c${pair}`, order: "original_first", other: null },
      outcome(preference),
    );
  }
  return { units, outcomes, labels: [] };
}

export function definition(changes: Partial<JudgeDefinition> = {}): JudgeDefinition {
  return {
    id: "jdg_1",
    experiment: "sim_1",
    judge: "gpt-4o:openai",
    protocol: "pairwise",
    rubric: { id: "rub_1", criterion: "Which is right?" },
    order: "both",
    bucket: null,
    margin: 0.05,
    worse_limit: 0.1,
    seed: "s",
    sizes: SIZES,
    window_rows: 1_000,
    drawn: { high: 100, mild: 100, major: 100, hard: 0 },
    self_preference: { risk: false, judge_family: "openai", original_families: ["google"], replay_families: ["meta"] },
    forced: false,
    unpriced: false,
    trial: 1,
    price_version: "p",
    ...changes,
  };
}

export const RUN: JudgeRun = {
  state: "completed",
  reason: null,
  spend: { cap_usd: 2, spent_usd: 2.05, reserved_usd: 0, calls: 600 },
};
