import type { PairResult, ShadowComparison } from "./comparison.ts";

/** Pairs of one contract, in sum. */
export interface ContractCount {
  readonly contract: string;
  readonly critical: boolean;
  /** Pairs that were compared under it, and those that could not be. */
  readonly comparable_n: number;
  readonly incomparable_n: number;
  readonly both_pass: number;
  readonly both_fail: number;
  readonly losses: number;
  readonly gains: number;
  readonly flaky: number;
  readonly differs: number;
}

const COUNTED = {
  both_pass: "both_pass",
  both_fail: "both_fail",
  loss: "losses",
  gain: "gains",
  flaky: "flaky",
} as const satisfies Readonly<Record<PairResult, keyof ContractCount>>;

/** Contracts with what became of their pairs, those with most losses first. A mirrored pair counts under each contract that it was held against. */
export function byContract(comparisons: readonly ShadowComparison[]): readonly ContractCount[] {
  const counts = new Map<string, { -readonly [Key in keyof ContractCount]: ContractCount[Key] }>();
  for (const one of comparisons)
    for (const { contract, critical, result } of resultsOf(one)) {
      const none = { comparable_n: 0, incomparable_n: 0, both_pass: 0, both_fail: 0, losses: 0, gains: 0 };
      const count = counts.get(contract) ?? { contract, critical, ...none, flaky: 0, differs: 0 };
      counts.set(contract, count);
      count.critical ||= critical;
      if (one.comparable) count.comparable_n += 1;
      else count.incomparable_n += 1;
      if (one.comparable && one.differs) count.differs += 1;
      if (one.comparable && result !== null) count[COUNTED[result]] += 1;
    }
  return [...counts.values()].toSorted((a, b) => b.losses - a.losses || (a.contract < b.contract ? -1 : 1));
}

interface ContractResult {
  readonly contract: string;
  readonly critical: boolean;
  readonly result: PairResult | null;
}

/** A pack's pair has the result of its one contract; a mirror's has one for each step. */
function resultsOf({ contract, result, steps }: ShadowComparison): readonly ContractResult[] {
  if (contract !== null)
    return [{ contract, critical: steps.some((step) => step.contract === contract && step.critical), result }];
  return steps.map((step) => ({
    contract: step.contract,
    critical: step.critical,
    result: resultOf(step.primary_passed, step.shadow_passed),
  }));
}

function resultOf(primary: boolean | null, shadow: boolean | null): PairResult | null {
  if (primary === null || shadow === null) return null;
  if (primary === shadow) return primary ? "both_pass" : "both_fail";
  return primary ? "loss" : "gain";
}
