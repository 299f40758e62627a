import { failureCode } from "../core/outcome.ts";
import type { Target } from "../core/target.ts";
import { attemptColumns, type AttemptColumns } from "./attempt-columns.ts";
import type { BaselineColumns } from "./baseline.ts";
import type { Segment } from "./frame.ts";
import { NOT_RECORDED } from "./knowledge/answer-index.ts";
import type { Knowledge } from "./knowledge/index.ts";
import { HAPPENED, resetRows, type Lane, type RowSums } from "./lanes.ts";
import type { Rows, Scratch } from "./partition.ts";
import type { Pool } from "./pool.ts";

const TIMEOUT = failureCode("timeout");

/** Bytes kept at most, of all targets and segments together. */
const MOST_KEPT = 256 * 2 ** 20;

/** Of each row eight numbers side by side, 64 bytes, so that one look fetches them all. */
const ROW_BYTES = 64;
const [COST, LIST, PLAIN, LOW, HIGH, ELAPSED] = [0, 1, 2, 3, 4, 5];
/** The same bytes as 32-bit words: where the answer stands, and outcome, evidence and what happened packed into one. */
const [SOURCE, STATE] = [12, 13];
const [COST_EVIDENCE, TIME_EVIDENCE, HAPPENED_AT, ASKED] = [4, 8, 12, 1 << 30];

/** What the first attempt at a target gives, for those rows of a segment that anybody asked for. */
interface FirstAttempts {
  readonly numbers: Float64Array;
  readonly words: Int32Array;
  /** Fills in these rows where nobody asked for them before. */
  ask(rows: Rows): void;
}

/** First attempts, kept from policy to policy: nothing of them depends on the policy. Null where no more are kept. */
export type KeptAttempts = (
  target: Target,
  pricesAt: number | null,
  segment: Segment,
  baseline: BaselineColumns,
) => FirstAttempts | null;

interface Buffers {
  readonly scratch: Scratch;
  readonly lanes: Pool<Lane>;
  readonly sums: Pool<RowSums>;
}

function firstAttempts(rows: number, own: AttemptColumns, { scratch, lanes, sums }: Buffers): FirstAttempts {
  const numbers = new Float64Array((rows * ROW_BYTES) / 8);
  const words = new Int32Array(numbers.buffer);

  function fill(missing: Rows): void {
    const lane = lanes.borrow();
    const given = sums.borrow();
    resetRows(lane, given, missing);
    own.attempt(missing, 0, lane, given, null);
    for (const row of missing) {
      const at = row * 8;
      numbers[at + COST] = given.cost[row]!;
      numbers[at + LIST] = given.list[row]!;
      numbers[at + PLAIN] = given.plain[row]!;
      numbers[at + LOW] = given.low[row]!;
      numbers[at + HIGH] = given.high[row]!;
      numbers[at + ELAPSED] = lane.elapsed[row]!;
      words[row * 16 + SOURCE] = lane.source[row]!;
      words[row * 16 + STATE] =
        ASKED |
        lane.code[row]! |
        (given.costEvidence[row]! << COST_EVIDENCE) |
        (given.timeEvidence[row]! << TIME_EVIDENCE) |
        (given.happened[row]! << HAPPENED_AT);
    }
    lanes.giveBack(lane);
    sums.giveBack(given);
  }

  return {
    numbers,
    words,
    ask(wanted) {
      const missing = scratch.borrow();
      let count = 0;
      for (let i = 0; i < wanted.length; i++) if (words[wanted[i]! * 16 + STATE] === 0) missing[count++] = wanted[i]!;
      if (count > 0) fill(missing.subarray(0, count));
      scratch.giveBack(missing);
    },
  };
}

export function keepAttempts(knowledge: Knowledge, buffers: Buffers): KeptAttempts {
  const bySegment = new WeakMap<Segment, Map<string, FirstAttempts>>();
  let kept = 0;
  return (target, pricesAt, segment, baseline) => {
    let here = bySegment.get(segment);
    if (here === undefined) bySegment.set(segment, (here = new Map()));
    const key = `${pricesAt} ${target}`;
    let known = here.get(key);
    if (known === undefined) {
      if (kept + segment.rows * ROW_BYTES > MOST_KEPT) return null;
      kept += segment.rows * ROW_BYTES;
      const options = { pricesAt, spentAt: new Float64Array(1), scratch: buffers.scratch };
      const own = attemptColumns(target, 0, knowledge, options)(segment, baseline);
      here.set(key, (known = firstAttempts(segment.rows, own, buffers)));
    }
    return known;
  };
}

/**
 * The same attempts, the first of each row out of what was kept.
 * @param number the target's place in the projection's list
 */
export function attemptsOutOf(
  { numbers, words, ask }: FirstAttempts,
  own: AttemptColumns,
  number: number,
  segment: Segment,
  spentAt: Float64Array,
): AttemptColumns {
  const target = segment.column("target");
  const { turned, turnFrom } = own;
  return {
    turned,
    turnFrom,
    attempt(rows, tried, lane, sums, deadline) {
      if (tried > 0) {
        own.attempt(rows, tried, lane, sums, deadline);
        return;
      }
      ask(rows);
      const { cost, list, plain, low, high, costEvidence, timeEvidence, happened } = sums;
      const { elapsed, code, target: answeredBy, source } = lane;
      let spent = 0;
      for (let i = 0; i < rows.length; i++) {
        const row = rows[i]!;
        const at = row * 8;
        const usd = numbers[at + COST]!;
        const where = words[row * 16 + SOURCE]!;
        const state = words[row * 16 + STATE]!;
        let ended = state & 15;
        let did = (state & ~ASKED) >>> HAPPENED_AT;
        let reached = elapsed[row]! + numbers[at + ELAPSED]!;
        if (deadline !== null && reached > deadline[row]!) {
          reached = deadline[row]!;
          ended = TIMEOUT;
          did |= HAPPENED.budget_missed;
        }
        if (where === NOT_RECORDED && turned[target[row]!] === 0) turnFrom(target[row]!);
        if (usd > 0) spent += usd;
        cost[row]! += usd;
        list[row]! += numbers[at + LIST]!;
        plain[row]! += numbers[at + PLAIN]!;
        low[row]! += numbers[at + LOW]!;
        high[row]! += numbers[at + HIGH]!;
        const costKind = (state >>> COST_EVIDENCE) & 15;
        const timeKind = (state >>> TIME_EVIDENCE) & 15;
        if (costKind > costEvidence[row]!) costEvidence[row] = costKind;
        if (timeKind > timeEvidence[row]!) timeEvidence[row] = timeKind;
        happened[row]! |= did;
        elapsed[row] = reached;
        code[row] = ended;
        answeredBy[row] = number;
        source[row] = where;
      }
      spentAt[number]! += spent;
    },
  };
}
