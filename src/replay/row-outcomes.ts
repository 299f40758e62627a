import { EVIDENCE } from "../core/evidence.ts";
import { failureOf, OK, type Outcome, type Signals } from "../core/outcome.ts";
import type { OutcomeTable } from "../core/project.ts";
import { attemptColumns } from "./attempt-columns.ts";
import type { BaselineColumns } from "./baseline.ts";
import { unpackBits, type Segment } from "./frame.ts";
import type { Knowledge } from "./knowledge/index.ts";
import { makeLane, makeRowSums, resetRows, type Lane } from "./lanes.ts";

function signals(lane: Lane, finishReasons: readonly (string | null)[]): Signals | null {
  if (lane.known[0] === 0) return null;
  const bits = unpackBits(lane.bits[0]!);
  const logprob = lane.mean_logprob[0]!;
  return {
    finish_reason: finishReasons[lane.finish_reason[0]!] ?? null,
    output_tokens: lane.output[0]! < 0 ? null : lane.output[0]!,
    refusal: bits.refusal,
    tool_calls: bits.tool_calls,
    tool_calls_valid: bits.tool_calls_valid,
    json_schema: bits.json_schema,
    mean_logprob: Number.isNaN(logprob) ? null : logprob,
  };
}

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
  const finishReasons = knowledge.frame.dictionary("finish_reason");
  return (target, tried): Outcome => {
    resetRows(lane, sums, 1);
    const attempts = attemptColumns(target, 0, knowledge, { pricesAt, spentAt: new Float64Array(1) })(row, baseline);
    attempts.attempt(rows, tried, lane, sums, null);
    const code = lane.code[0]!;
    const failure = failureOf(code);
    const recordedAnswer = lane.known[0] === 1 && (lane.answer_hi[0] !== 0 || lane.answer_lo[0] !== 0);
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
      signals: signals(lane, finishReasons),
      answer_hash: recordedAnswer ? hex(lane.answer_hi[0]!) + hex(lane.answer_lo[0]!) : null,
    };
  };
}
