import { EVIDENCE, type EvidenceCounts } from "../core/evidence.ts";
import { addSums, type PairSums } from "../stats/ratio.ts";
import type { BaselineColumns } from "./baseline.ts";
import type { Segment } from "./frame.ts";
import { HAPPENED, NO_TARGET, type Lane, type RowSums } from "./lanes.ts";
import { makeLatencies, type Latencies } from "./latencies.ts";
import type { Rows } from "./partition.ts";

type Sums = { -readonly [K in keyof PairSums]: number };

function noSums(): Sums {
  return { n: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 };
}

/** Running totals of one group of replayed rows. */
export interface Tally {
  requests: number;
  readonly baseline: {
    cost: number;
    list: number;
    logged_rows: number;
    list_rows: number;
    unpriced: number;
    errors: number;
    readonly latencies: Latencies;
  };
  readonly candidate: {
    cost: number;
    list: number;
    plain: number;
    plain_unpriced: number;
    low: number;
    high: number;
    unpriced: number;
    errors: number;
    /** Rows where nobody knows whether the candidate would have failed. */
    errors_unknown: number;
    readonly latencies: Latencies;
    /** Rows, and USD, by the weakest evidence of their cost. */
    readonly costRows: number[];
    readonly costUsd: number[];
    /** Rows by the weakest evidence of their time. */
    readonly timeRows: number[];
  };
  /** Baseline against candidate, over rows priced in both: by the best costs known, and by list prices. */
  readonly best: Sums;
  readonly listed: Sums;
  /** Rows for each thing that happened, by the bit's name. */
  readonly happened: Record<keyof typeof HAPPENED, number>;
  /** Rows answered by each target, by its number. */
  readonly routes: number[];
  refused: number;
}

const HAPPENED_NAMES = Object.keys(HAPPENED) as (keyof typeof HAPPENED)[];

export function makeTally(expected: number): Tally {
  return {
    requests: 0,
    baseline: {
      cost: 0,
      list: 0,
      logged_rows: 0,
      list_rows: 0,
      unpriced: 0,
      errors: 0,
      latencies: makeLatencies(expected),
    },
    candidate: {
      cost: 0,
      list: 0,
      plain: 0,
      plain_unpriced: 0,
      low: 0,
      high: 0,
      unpriced: 0,
      errors: 0,
      errors_unknown: 0,
      latencies: makeLatencies(expected),
      costRows: EVIDENCE.map(() => 0),
      costUsd: EVIDENCE.map(() => 0),
      timeRows: EVIDENCE.map(() => 0),
    },
    best: noSums(),
    listed: noSums(),
    happened: Object.fromEntries(HAPPENED_NAMES.map((name) => [name, 0])) as Tally["happened"],
    routes: [],
    refused: 0,
  };
}

function addPair(sums: Sums, x: number, y: number): void {
  sums.n++;
  sums.x += x;
  sums.y += y;
  sums.xx += x * x;
  sums.yy += y * y;
  sums.xy += x * y;
}

/** Adds finished rows of one segment. */
export function tallyRows(
  tally: Tally,
  rows: Rows,
  segment: Segment,
  base: BaselineColumns,
  lane: Lane,
  sums: RowSums,
): void {
  const logged = segment.column("cost_logged");
  const latency = segment.column("latency_ms");
  const bits = segment.column("bits");
  const { baseline, candidate } = tally;
  const best = noSums();
  const listed = noSums();
  const happened = new Float64Array(512);
  tally.requests += rows.length;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const list = base.list[row]!;
    const paid = logged[row]!;
    const cost = paid === paid ? paid : list;
    if (paid === paid) baseline.logged_rows++;
    else if (list === list) baseline.list_rows++;
    if (cost === cost) baseline.cost += cost;
    else baseline.unpriced++;
    if (list === list) baseline.list += list;
    if ((bits[row]! & 7) !== 0) baseline.errors++;
    baseline.latencies.add(latency[row]!);

    const spent = sums.cost[row]!;
    const kind = sums.costEvidence[row]!;
    candidate.costRows[kind]!++;
    if (spent === spent) {
      candidate.cost += spent;
      candidate.costUsd[kind]! += spent;
      candidate.low += sums.low[row]!;
      candidate.high += sums.high[row]!;
      if (cost === cost) addPair(best, cost, spent);
    } else candidate.unpriced++;
    const candidateList = sums.list[row]!;
    if (candidateList === candidateList) {
      candidate.list += candidateList;
      if (list === list) addPair(listed, list, candidateList);
    }
    const plain = sums.plain[row]!;
    if (plain === plain) candidate.plain += plain;
    else candidate.plain_unpriced++;
    const time = sums.timeEvidence[row]!;
    candidate.timeRows[time]!++;
    const number = lane.target[row]!;
    if (lane.code[row] !== 0) candidate.errors++;
    else if (time === EVIDENCE.length - 1) candidate.errors_unknown++;
    if (number === NO_TARGET) tally.refused++;
    else tally.routes[number] = (tally.routes[number] ?? 0) + 1;
    candidate.latencies.add(number === NO_TARGET ? Number.NaN : lane.elapsed[row]!);
    happened[sums.happened[row]!]!++;
  }
  Object.assign(tally.best, addSums(tally.best, best));
  Object.assign(tally.listed, addSums(tally.listed, listed));
  for (const [pattern, count] of happened.entries()) {
    if (count === 0) continue;
    for (const name of HAPPENED_NAMES) if ((pattern & HAPPENED[name]) !== 0) tally.happened[name] += count;
  }
}

/** Counts by evidence kind as an object. */
export function byEvidence(counts: readonly number[]): EvidenceCounts {
  return Object.fromEntries(EVIDENCE.map((kind, position) => [kind, counts[position] ?? 0])) as EvidenceCounts;
}
