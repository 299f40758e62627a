import { hash64 } from "../core/dice.ts";
import { BUCKETS, type Bucket } from "../compare/bucket.ts";
import { floorThenNeyman } from "../stats/allocation.ts";
import { hashOrder } from "../stats/hash-order.ts";
import {
  CANARY_KINDS,
  type CanaryKind,
  type CanaryUnit,
  type JudgeUnit,
  type PairUnit,
  type Rule,
} from "./judge-unit.ts";
import { ORDERS, slotOrder, type Order } from "./question.ts";
import type { Protocol } from "./protocol.ts";

/** A pair that can be judged. */
export interface Judgeable {
  readonly pair: number;
  readonly request_id: string;
  readonly bucket: Bucket;
  /** Pairs of one cluster are not independent; absent: of none. */
  readonly cluster?: string;
  readonly rule: Rule | null;
  /** Names the original's answer: equal answers, equal names. */
  readonly answer: string;
  /** The original has words enough for a worse answer to be made of them. */
  readonly wordy: boolean;
}

/** `both`: each pair in both orders; `balanced`: in one, by hash, and a fifth of them in both. */
export const ORDER_MODES = ["both", "balanced"] as const;

export type OrderMode = (typeof ORDER_MODES)[number];

export interface JudgePlanOptions {
  readonly protocol: Protocol;
  /** Pairs at most. */
  readonly n: number;
  readonly order: OrderMode;
  /** Of the draw and of the order: equal seeds judge the same pairs, and more of them when n grows. */
  readonly seed: string;
}

/** What is asked, in the order in which it is asked. */
export interface JudgePlan {
  readonly units: readonly JudgeUnit[];
  /** Pairs drawn, by bucket. */
  readonly drawn: Readonly<Record<Bucket, number>>;
  /** Units that need a call. */
  readonly calls: number;
}

/** What share of a bucket is expected to be worse: where most is to be learnt (a pilot's word, nothing is decided by it). */
const EXPECTED: Readonly<Record<Bucket, number>> = { high: 0.05, mild: 0.15, major: 0.35, hard: 0.5 };
const FLOOR = 40;
const BOTH_SHARE = 0.2;
const CANARY_SHARE = 0.05;
const LEAST_CANARIES = 10;

/** Draws pairs and canaries, and puts them in a random order, so that a cap that cuts it leaves a random part of each bucket. */
export function planJudging(pairs: readonly Judgeable[], options: JudgePlanOptions): JudgePlan {
  const { seed, protocol } = options;
  const drawn = draw(pairs, options);
  const asked = inOrder(drawn, `${seed}:order`).map((pair) => unitsOf(pair, protocol === "pairwise", options));
  const canaries = makeCanaries(drawn, seed);
  const every = asked.length / Math.max(1, canaries.length);
  const units: JudgeUnit[] = [];
  let next = 0;
  for (const [index, group] of asked.entries()) {
    while (next < canaries.length && (next + 0.5) * every <= index + 1) units.push(canaries[next++] as CanaryUnit);
    units.push(...group);
  }
  units.push(...canaries.slice(next));
  return {
    units,
    drawn: countBuckets(drawn),
    calls: units.filter((unit) => unit.kind === "canary" || unit.rule === null).length,
  };
}

/** How many pairs are in each bucket. */
export function countBuckets(pairs: readonly { readonly bucket: Bucket }[]): Readonly<Record<Bucket, number>> {
  const counts = { high: 0, mild: 0, major: 0, hard: 0 };
  for (const { bucket } of pairs) counts[bucket] += 1;
  return counts;
}

function draw(pairs: readonly Judgeable[], { protocol, n, seed }: JudgePlanOptions): readonly Judgeable[] {
  if (protocol === "equivalence") return inOrder(pairs, seed).slice(0, n);
  const sizes = countBuckets(pairs);
  const present = BUCKETS.filter((bucket) => sizes[bucket] > 0);
  const strata = present.map((bucket) => ({
    weight: sizes[bucket] / pairs.length,
    expected: EXPECTED[bucket],
    rows: sizes[bucket],
  }));
  const counts = floorThenNeyman(strata, Math.min(n, pairs.length), FLOOR);
  return present.flatMap((bucket, index) =>
    inOrder(
      pairs.filter((pair) => pair.bucket === bucket),
      seed,
    ).slice(0, counts[index] as number),
  );
}

function inOrder(pairs: readonly Judgeable[], seed: string): readonly Judgeable[] {
  const byId = new Map(pairs.map((pair) => [pair.request_id, pair]));
  return hashOrder([...byId.keys()], seed).map((id) => byId.get(id) as Judgeable);
}

function unitsOf(pair: Judgeable, twice: boolean, { order, seed }: JudgePlanOptions): readonly PairUnit[] {
  const { pair: ordinal, request_id, bucket, cluster, rule } = pair;
  const first = slotOrder(request_id, seed);
  const second = ORDERS.find((other) => other !== first) as Order;
  const both =
    twice && rule === null && (order === "both" || hash64(`${seed}:both:${request_id}`).hi < BOTH_SHARE * 2 ** 32);
  const sides = both ? [first, second] : [first];
  return sides.map((side) => ({
    kind: "pair",
    pair: ordinal,
    request_id,
    bucket,
    ...(cluster === undefined ? {} : { cluster }),
    order: side,
    units: sides.length,
    rule,
  }));
}

/** Of answers without words enough only the same answer, and somebody else's, can be known questions. */
function makeCanaries(drawn: readonly Judgeable[], seed: string): readonly CanaryUnit[] {
  const ordered = inOrder(drawn, `${seed}:canary`).filter(({ rule }) => rule !== "replay_failed");
  const wordy = ordered.filter((pair) => pair.wordy);
  const [bases, kinds] = wordy.length > 0 ? [wordy, CANARY_KINDS] : [ordered, WORDLESS];
  const wanted = Math.max(LEAST_CANARIES, Math.ceil(CANARY_SHARE * drawn.length));
  const canaries: CanaryUnit[] = [];
  for (let index = 0; index < bases.length * kinds.length && canaries.length < wanted; index += 1) {
    const base = bases[index % bases.length] as Judgeable;
    // Kinds go round beside the pairs; where both are back at the start together, the kinds step on.
    const kind = kinds[(index + Math.floor(index / lcm(bases.length, kinds.length))) % kinds.length] as CanaryKind;
    const other = kind === "irrelevant" ? elsewhere(bases, index) : null;
    if (kind === "irrelevant" && other === null) continue;
    const order = ORDERS[canaries.length % 2] as Order;
    canaries.push({ kind: "canary", canary: kind, pair: base.pair, request_id: base.request_id, order, other });
  }
  return canaries;
}

const WORDLESS: readonly CanaryKind[] = ["identical", "irrelevant"];

/** The next pair whose original answers something else. */
function elsewhere(bases: readonly Judgeable[], index: number): number | null {
  const base = bases[index % bases.length] as Judgeable;
  for (let step = 1; step < bases.length; step += 1) {
    const other = bases[(index + step) % bases.length] as Judgeable;
    if (other.answer !== base.answer) return other.pair;
  }
  return null;
}

function lcm(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return (a * b) / x;
}
