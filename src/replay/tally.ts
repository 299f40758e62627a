import { EVIDENCE, type EvidenceCounts } from "../core/evidence.ts";
import { OK } from "../core/outcome.ts";
import type { PairSums } from "../stats/ratio.ts";
import type { BaselineColumns } from "./baseline.ts";
import type { BaselineTally } from "./baseline-tally.ts";
import type { Segment } from "./frame.ts";
import { HAPPENED, NO_TARGET, UNIDENTIFIED, type Lane, type RowSums } from "./lanes.ts";
import type { Latencies } from "./latencies.ts";
import type { Rows } from "./partition.ts";

type Sums = { -readonly [K in keyof PairSums]: number };

function noSums(): Sums {
  return { n: 0, x: 0, y: 0, xx: 0, yy: 0, xy: 0 };
}

/** Running totals of one group of replayed rows. */
export interface Tally {
  readonly baseline: BaselineTally;
  requests: number;
  readonly candidate: {
    cost: number;
    list: number;
    plain: number;
    plain_unpriced: number;
    low: number;
    high: number;
    unpriced: number;
    errors: number;
    /** Rows that fail, by outcome code. */
    readonly failures: number[];
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
  readonly happened: Readonly<Record<keyof typeof HAPPENED, number>>;
  /** Rows where nobody knows whether a fallback would have been exercised. */
  readonly fallback_unknown: number;
  /** Rows by all that happened to them, the bits taken as one number. */
  readonly patterns: Float64Array;
  /** Rows answered by each target, by its number. */
  readonly routes: number[];
  refused: number;
}

const HAPPENED_NAMES = Object.keys(HAPPENED) as (keyof typeof HAPPENED)[];
const PATTERNS = Math.max(...Object.values(HAPPENED)) * 2;

/** Rows for each name whose bit is in their pattern. */
function rowsByName(patterns: Float64Array): Tally["happened"] {
  const rows = HAPPENED_NAMES.map(() => 0);
  for (let pattern = 1; pattern < patterns.length; pattern++) {
    const count = patterns[pattern]!;
    if (count === 0) continue;
    for (const [at, name] of HAPPENED_NAMES.entries()) if ((pattern & HAPPENED[name]) !== 0) rows[at]! += count;
  }
  return Object.fromEntries(HAPPENED_NAMES.map((name, at) => [name, rows[at]])) as Tally["happened"];
}

/** Rows of unknown outcomes that are not known to have been answered by a fallback. */
function rowsOfUnknownFallback(patterns: Float64Array): number {
  const { outcome_unknown, fallback } = HAPPENED;
  let rows = 0;
  for (let pattern = 0; pattern < patterns.length; pattern++) {
    if ((pattern & (outcome_unknown | fallback)) === outcome_unknown) rows += patterns[pattern]!;
  }
  return rows;
}

/**
 * @param baseline what the log says of the same rows, tallied apart
 * @param latencies what collects the candidate's times
 */
export function makeTally(baseline: BaselineTally, latencies: Latencies): Tally {
  const patterns = new Float64Array(PATTERNS);
  let happened: Tally["happened"] | null = null;
  let happenedTo = 0;
  return {
    baseline,
    requests: 0,
    candidate: {
      cost: 0,
      list: 0,
      plain: 0,
      plain_unpriced: 0,
      low: 0,
      high: 0,
      unpriced: 0,
      errors: 0,
      failures: [],
      latencies,
      costRows: EVIDENCE.map(() => 0),
      costUsd: EVIDENCE.map(() => 0),
      timeRows: EVIDENCE.map(() => 0),
    },
    best: noSums(),
    listed: noSums(),
    patterns,
    get happened() {
      if (happened === null || happenedTo !== this.requests) {
        happened = rowsByName(patterns);
        happenedTo = this.requests;
      }
      return happened;
    },
    get fallback_unknown() {
      return rowsOfUnknownFallback(patterns);
    },
    routes: [],
    refused: 0,
  };
}

/** Costs of rows: totals by evidence, and the pair sums the saving's interval needs. */
function tallyCosts(tally: Tally, rows: Rows, segment: Segment, base: BaselineColumns, sums: RowSums): void {
  const logged = segment.column("cost_logged");
  const { list: baseList } = base;
  const { cost, list, plain, low, high, costEvidence, happened } = sums;
  const { candidate, best, listed } = tally;
  const usd = new Float64Array(EVIDENCE.length);
  const count = new Float64Array(EVIDENCE.length);
  let lowest = 0;
  let highest = 0;
  let plainSum = 0;
  let plainUnpriced = 0;
  let unpriced = 0;
  let listSum = 0;
  let n = 0,
    x = 0,
    y = 0,
    xx = 0,
    yy = 0,
    xy = 0;
  let ln = 0,
    lx = 0,
    ly = 0,
    lxx = 0,
    lyy = 0,
    lxy = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const spent = cost[row]!;
    const kind = costEvidence[row]!;
    const own = baseList[row]!;
    count[(happened[row]! & HAPPENED.unidentified) === 0 ? kind : UNIDENTIFIED]!++;
    if (spent !== spent) unpriced++;
    else {
      usd[kind]! += spent;
      lowest += low[row]!;
      highest += high[row]!;
      const paid = logged[row]!;
      const before = paid === paid ? paid : own;
      if (before === before) {
        n++;
        x += before;
        y += spent;
        xx += before * before;
        yy += spent * spent;
        xy += before * spent;
      }
    }
    const other = list[row]!;
    if (other === other) {
      listSum += other;
      if (own === own) {
        ln++;
        lx += own;
        ly += other;
        lxx += own * own;
        lyy += other * other;
        lxy += own * other;
      }
    }
    const simple = plain[row]!;
    if (simple === simple) plainSum += simple;
    else plainUnpriced++;
  }
  for (let kind = 0; kind < EVIDENCE.length; kind++) {
    candidate.costRows[kind]! += count[kind]!;
    candidate.costUsd[kind]! += usd[kind]!;
    candidate.cost += usd[kind]!;
  }
  candidate.unpriced += unpriced;
  candidate.low += lowest;
  candidate.high += highest;
  candidate.list += listSum;
  candidate.plain += plainSum;
  candidate.plain_unpriced += plainUnpriced;
  addTo(best, n, x, y, xx, yy, xy);
  addTo(listed, ln, lx, ly, lxx, lyy, lxy);
}

function addTo(sums: Sums, n: number, x: number, y: number, xx: number, yy: number, xy: number): void {
  sums.n += n;
  sums.x += x;
  sums.y += y;
  sums.xx += xx;
  sums.yy += yy;
  sums.xy += xy;
}

/** Adds finished rows of one segment; their baseline is tallied apart. */
export function tallyRows(
  tally: Tally,
  rows: Rows,
  segment: Segment,
  base: BaselineColumns,
  lane: Lane,
  sums: RowSums,
): void {
  tallyCosts(tally, rows, segment, base, sums);
  const { candidate, routes, patterns } = tally;
  const time = new Float64Array(EVIDENCE.length);
  let errors = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    const happened = sums.happened[row]!;
    time[(happened & HAPPENED.unidentified) === 0 ? sums.timeEvidence[row]! : UNIDENTIFIED]!++;
    patterns[happened]!++;
    const code = lane.code[row]!;
    if (code !== OK) {
      errors++;
      candidate.failures[code] = (candidate.failures[code] ?? 0) + 1;
    }
    const number = lane.target[row]!;
    if (number === NO_TARGET) {
      tally.refused++;
      lane.elapsed[row] = Number.NaN;
    } else routes[number] = (routes[number] ?? 0) + 1;
  }
  tally.requests += rows.length;
  candidate.errors += errors;
  candidate.latencies.addRows(lane.elapsed, rows);
  for (let kind = 0; kind < EVIDENCE.length; kind++) candidate.timeRows[kind]! += time[kind]!;
}

/** Counts by evidence kind as an object. */
export function byEvidence(counts: readonly number[]): EvidenceCounts {
  return Object.fromEntries(EVIDENCE.map((kind, position) => [kind, counts[position] ?? 0])) as EvidenceCounts;
}
