import type { Bucket } from "../compare/bucket.ts";
import { LEXICAL_MEASURE, lexicalSimilarity } from "../compare/lexical.ts";
import type { Evidence } from "../core/evidence.ts";
import type { FailureClass } from "../core/outcome.ts";
import type { Target } from "../core/target.ts";
import { comparePair, compareSides, type PairComparison } from "./compare-pair.ts";
import { CAP_REACHED, type Pair, type PairAttempt, type PairRecord, type PairSide } from "./pair.ts";
import type { PairClass } from "./similarity-result.ts";

/** One side of many pairs; NaN: not known. */
export interface SideColumns {
  readonly target: (Target | null)[];
  readonly evidence: Evidence[];
  readonly failure: (FailureClass | null)[];
  readonly cost: number[];
  readonly latency: number[];
  readonly ttft: number[];
  readonly input: number[];
  readonly output: number[];
  /** Null: nobody kept them. */
  readonly attempts: (readonly PairAttempt[] | null)[];
}

/** How alike many answers are; similarity NaN: none. */
export interface LikenessColumns {
  readonly measure: (string | null)[];
  readonly similarity: number[];
  readonly atMost: (Bucket | null)[];
  readonly identical: boolean[];
}

/** What is kept of counted pairs: numbers, no bodies. */
export interface PairColumns {
  /** Pairs that are not interrupted, by row 0..rows-1. */
  rows: number;
  attempted: number;
  interrupted: number;
  readonly ordinal: number[];
  readonly request_id: string[];
  readonly cluster: number[];
  readonly clusters: Map<string, number>;
  readonly class: PairClass[];
  readonly original: SideColumns;
  readonly replay: SideColumns;
  readonly likeness: LikenessColumns;
  /** Rows of the control, and what came of it, in the order of those rows. */
  readonly control: { readonly row: number[]; readonly side: SideColumns; readonly likeness: LikenessColumns };
  /** Similarity of texts that answer different requests, by words. */
  readonly mismatched: number[];
  readonly outcomes: Map<string, { readonly row: number[]; readonly original: number[]; readonly replay: number[] }>;
  truncated: number;
}

/** Mismatched pairs are looked at until there are this many: their 95th percentile needs no more. */
const MISMATCHED = 200;

/**
 * Reads stored pairs, ascending, one at a time. Only the contiguous prefix of the hash order counts, up to the first unit that has no
 * result or that the cap cut off: which pairs finish first is not chance. What comes after is counted as attempted, no more.
 */
export function readPairs(records: Iterable<PairRecord>): PairColumns {
  const columns = emptyColumns();
  let next = 0;
  let whole = true;
  let last = -1;
  let before: Pair | null = null;
  for (const { ordinal, result } of records) {
    if (ordinal <= last) throw new RangeError(`pair ${ordinal} after pair ${last}: pairs are read in ascending order`);
    last = ordinal;
    columns.attempted += 1;
    whole &&= ordinal === next && !("replay" in result && capped(result));
    if (!whole) continue;
    next += 1;
    if ("interrupted" in result) {
      columns.interrupted += 1;
      continue;
    }
    add(columns, result);
    if (before !== null) mismatch(columns, before, result);
    before = result;
  }
  return columns;
}

function capped({ replay, control }: Pair): boolean {
  return replay.failure?.code === CAP_REACHED || control?.failure?.code === CAP_REACHED;
}

function add(columns: PairColumns, pair: Pair): void {
  const row = columns.rows;
  columns.rows += 1;
  columns.ordinal.push(pair.ordinal);
  columns.request_id.push(pair.request_id);
  const cluster = columns.clusters.get(pair.cluster) ?? columns.clusters.size;
  columns.clusters.set(pair.cluster, cluster);
  columns.cluster.push(cluster);
  addSide(columns.original, pair.original);
  addSide(columns.replay, pair.replay);
  const compared = comparePair(pair);
  columns.class.push(compared.class);
  addLikeness(columns.likeness, compared);
  if (pair.truncated_by_us) columns.truncated += 1;
  if (pair.control !== null) {
    columns.control.row.push(row);
    addSide(columns.control.side, pair.control);
    addLikeness(columns.control.likeness, compareSides(pair.original, pair.control, pair.cosine.control));
  }
  for (const [name, { original, replay }] of Object.entries(pair.outcomes)) {
    const values = columns.outcomes.get(name) ?? { row: [], original: [], replay: [] };
    columns.outcomes.set(name, values);
    values.row.push(row);
    values.original.push(original ?? Number.NaN);
    values.replay.push(replay ?? Number.NaN);
  }
}

function mismatch(columns: PairColumns, before: Pair, pair: Pair): void {
  if (columns.mismatched.length >= MISMATCHED || before.cluster === pair.cluster) return;
  if (columns.likeness.measure.at(-1) !== LEXICAL_MEASURE || columns.likeness.measure.at(-2) !== LEXICAL_MEASURE)
    return;
  columns.mismatched.push(lexicalSimilarity(before.original.answer?.text ?? "", pair.replay.answer?.text ?? ""));
}

function addSide(columns: SideColumns, side: PairSide): void {
  columns.target.push(side.target);
  columns.evidence.push(side.evidence);
  columns.failure.push(side.failure?.class ?? null);
  columns.cost.push(side.cost_usd ?? Number.NaN);
  columns.latency.push(side.latency_ms ?? Number.NaN);
  columns.ttft.push(side.ttft_ms ?? Number.NaN);
  columns.input.push(side.input_tokens ?? Number.NaN);
  columns.output.push(side.output_tokens ?? Number.NaN);
  columns.attempts.push(side.attempts ?? null);
}

function addLikeness(columns: LikenessColumns, { measure, similarity, atMost, identical }: PairComparison): void {
  columns.measure.push(measure);
  columns.similarity.push(similarity ?? Number.NaN);
  columns.atMost.push(atMost);
  columns.identical.push(identical);
}

function emptyColumns(): PairColumns {
  const side = (): SideColumns => ({
    target: [],
    evidence: [],
    failure: [],
    cost: [],
    latency: [],
    ttft: [],
    input: [],
    output: [],
    attempts: [],
  });
  const likeness = (): LikenessColumns => ({ measure: [], similarity: [], atMost: [], identical: [] });
  return {
    rows: 0,
    attempted: 0,
    interrupted: 0,
    ordinal: [],
    request_id: [],
    cluster: [],
    clusters: new Map(),
    class: [],
    original: side(),
    replay: side(),
    likeness: likeness(),
    control: { row: [], side: side(), likeness: likeness() },
    mismatched: [],
    outcomes: new Map(),
    truncated: 0,
  };
}
