import { EVIDENCE } from "../core/evidence.ts";
import { failureOf, OK, type Outcome } from "../core/outcome.ts";
import type { OutcomeTable } from "../core/project.ts";
import { answerSources } from "./answer-sources.ts";
import { attemptColumns } from "./attempt-columns.ts";
import type { BaselineColumns } from "./baseline.ts";
import type { Segment } from "./frame.ts";
import type { Knowledge } from "./knowledge/index.ts";
import { makeLane, makeRowSums, resetRows } from "./lanes.ts";
import { makeScratch } from "./partition.ts";

function hex(word: number): string {
  return word.toString(16).padStart(8, "0");
}

function known(value: number): number | null {
  return Number.isNaN(value) ? null : value;
}

/**
 * What asking any target about one logged row would give: the very columns a whole replay computes, for one row.
 * @param row a segment of one row
 */
export function rowOutcomes(
  row: Segment,
  baseline: BaselineColumns,
  knowledge: Knowledge,
  pricesAt: number | null,
): OutcomeTable {
  const rows = new Uint32Array([0]);
  const lane = makeLane();
  const sums = makeRowSums();
  const scratch = makeScratch();
  const finishReasons = knowledge.frame.dictionary("finish_reason");
  return (target, tried): Outcome => {
    resetRows(lane, sums, rows);
    const attempts = attemptColumns(target, 0, knowledge, { pricesAt, spentAt: new Float64Array(1), scratch })(
      row,
      baseline,
    );
    attempts.attempt(rows, tried, lane, sums, null);
    const code = lane.code[0]!;
    const failure = failureOf(code);
    const answers = answerSources(row, () => knowledge.recorded(target), finishReasons);
    const hi = answers.answerHi(lane, 0);
    const lo = answers.answerLo(lane, 0);
    const weakest = Math.max(sums.costEvidence[0]!, sums.timeEvidence[0]!);
    const evidence = EVIDENCE[sums.costEvidence[0]! < EVIDENCE.length - 1 ? sums.costEvidence[0]! : weakest]!;
    return {
      target,
      ok: code === OK,
      failure: failure === null ? null : { class: failure, code: null, message: `${evidence} failure` },
      cost_usd: known(sums.cost[0]!),
      latency_ms: known(lane.elapsed[0]!),
      ttft_ms: null,
      usage: null,
      evidence,
      signals: answers.signals(lane, 0),
      answer_hash: hi === 0 && lo === 0 ? null : hex(hi) + hex(lo),
    };
  };
}
