import { CANARY_KINDS, type CanaryKind, type UnitRecord } from "./judge-unit.ts";
import { canaryPassed } from "./canary.ts";

/** How the judge did on questions whose answer is known. */
export interface CanaryResult {
  readonly asked: number;
  readonly passed: number;
  /** Without a verdict: neither passed nor failed. */
  readonly unjudged: number;
  /** passed / (asked - unjudged); null without one. */
  readonly pass_rate: number | null;
  readonly by_kind: Readonly<Record<CanaryKind, { readonly asked: number; readonly passed: number }>>;
  /** Pass rate below 0.9: nothing of this run counts. */
  readonly void: boolean;
}

const LEAST_PASS_RATE = 0.9;

export function canaryResult(records: readonly UnitRecord[]): CanaryResult {
  const by_kind = Object.fromEntries(CANARY_KINDS.map((kind) => [kind, { asked: 0, passed: 0 }])) as Record<
    CanaryKind,
    { asked: number; passed: number }
  >;
  let [asked, passed, unjudged] = [0, 0, 0];
  for (const { unit, outcome } of records) {
    if (unit.kind !== "canary") continue;
    const right = "interrupted" in outcome ? null : canaryPassed(unit.canary, outcome);
    asked += 1;
    by_kind[unit.canary].asked += 1;
    if (right === null) unjudged += 1;
    if (right !== true) continue;
    passed += 1;
    by_kind[unit.canary].passed += 1;
  }
  const judged = asked - unjudged;
  const pass_rate = judged === 0 ? null : passed / judged;
  return { asked, passed, unjudged, pass_rate, by_kind, void: pass_rate !== null && pass_rate < LEAST_PASS_RATE };
}
