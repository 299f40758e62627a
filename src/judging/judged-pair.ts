import { BUCKETS, type Bucket } from "../compare/bucket.ts";
import { reconcileOrders, type Preference } from "../stats/order-swap.ts";
import type { InterruptedUnit, PairUnit, Rule, Unjudged, UnitOutcome, UnitRecord } from "./judge-unit.ts";
import type { Order } from "./question.ts";

/** What one order came to. */
export interface OrderOutcome {
  readonly order: Order;
  readonly preference: Preference | null;
  readonly score: number | null;
  readonly reason: string | null;
  readonly unjudged: { readonly why: Unjudged; readonly detail: string } | null;
}

/** A pair with the verdict that its orders come to. */
export interface JudgedPair {
  readonly pair: number;
  readonly request_id: string;
  readonly bucket: Bucket;
  readonly cluster?: string;
  readonly rule: Rule | null;
  /** `unjudged` where an order is missing; null under the equivalence protocol. */
  readonly verdict: Preference | "unjudged" | null;
  /** Null under the pairwise protocol, and where there is none. */
  readonly score: number | null;
  /** The same slot won twice. */
  readonly position_inconsistent: boolean;
  /** Which slot the judge leaned to where its two verdicts differ; null where they are the same, or there are not two. */
  readonly leaned: "first" | "second" | null;
  readonly injection_suspected: boolean;
  readonly control_tokens: boolean;
  readonly length_difference: number;
  readonly orders: readonly OrderOutcome[];
}

/** The pairs of a run: `records` are its units from the first one on, without a gap. A pair whose last unit is not among them is left out. */
export function judgedPairs(
  records: readonly UnitRecord[],
  planned: ReadonlyMap<number, number>,
): readonly JudgedPair[] {
  const groups = new Map<number, (UnitRecord & { readonly unit: PairUnit })[]>();
  for (const record of records) {
    if (record.unit.kind !== "pair") continue;
    const group = groups.get(record.unit.pair);
    if (group === undefined) groups.set(record.unit.pair, [record as UnitRecord & { readonly unit: PairUnit }]);
    else group.push(record as UnitRecord & { readonly unit: PairUnit });
  }
  return [...groups]
    .filter(([pair, group]) => group.length === planned.get(pair))
    .map(([, group]) => judgedPair(group));
}

const WORTH = { worse: 0, equivalent: 0.5, better: 1, unjudged: 2 } as const;

/** Lowest score, else worst verdict, first; of equals the less alike, then in hash order; what has neither comes last. */
export function worstFirst(a: JudgedPair, b: JudgedPair): number {
  const worth = ({ score, verdict }: JudgedPair): number => score ?? WORTH[verdict ?? "unjudged"];
  const unlike = ({ bucket }: JudgedPair): number => -BUCKETS.indexOf(bucket);
  return worth(a) - worth(b) || unlike(a) - unlike(b) || a.pair - b.pair;
}

function judgedPair(group: readonly (UnitRecord & { readonly unit: PairUnit })[]): JudgedPair {
  const { pair, request_id, bucket, cluster, rule } = (group[0] as (typeof group)[number]).unit;
  const orders = group.map(({ unit, outcome }) => orderOutcome(unit.order, outcome));
  const known = group.flatMap(({ outcome }) => ("interrupted" in outcome ? [] : [outcome]));
  const scores = orders.every(({ preference }) => preference === null) && orders.some(({ score }) => score !== null);
  return {
    pair,
    request_id,
    bucket,
    ...(cluster === undefined ? {} : { cluster }),
    rule,
    score: scores ? (orders[0]?.score ?? null) : null,
    injection_suspected: known.some(({ answer }) => answer?.injection_suspected === true),
    control_tokens: known.some(({ control_tokens }) => control_tokens),
    length_difference: known[0]?.length_difference ?? 0,
    orders,
    ...(scores ? { verdict: null, position_inconsistent: false, leaned: null } : reconciled(orders)),
  };
}

function orderOutcome(order: Order, outcome: UnitOutcome | InterruptedUnit): OrderOutcome {
  if ("interrupted" in outcome) {
    const unjudged = { why: "interrupted", detail: "its worker was stopped while the judge was asked" } as const;
    return { order, preference: null, score: null, reason: null, unjudged };
  }
  const { preference, score, answer, unjudged } = outcome;
  return { order, preference, score, reason: answer?.reason ?? null, unjudged };
}

function reconciled(orders: readonly OrderOutcome[]): Pick<JudgedPair, "verdict" | "position_inconsistent" | "leaned"> {
  const [one, other] = orders;
  if (one === undefined || other === undefined) {
    return { verdict: one?.preference ?? "unjudged", position_inconsistent: false, leaned: null };
  }
  const { verdict, positionInconsistent } = reconcileOrders(one.preference, other.preference);
  const differ = verdict !== "unjudged" && one.preference !== other.preference;
  return { verdict, position_inconsistent: positionInconsistent, leaned: differ ? leaning(orders) : null };
}

function leaning(orders: readonly OrderOutcome[]): "first" | "second" | null {
  const decided = orders.find(({ preference }) => preference !== "equivalent");
  if (decided === undefined) return null;
  const replayFirst = decided.order === "replay_first";
  return (decided.preference === "better") === replayFirst ? "first" : "second";
}
