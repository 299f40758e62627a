import type { Signals } from "../core/outcome.ts";
import { unpackBits, type Segment } from "./frame.ts";
import { OWN } from "./knowledge/join.ts";
import type { AnswerColumns } from "./knowledge/recorded.ts";
import type { Lane } from "./lanes.ts";

/** The answers that lanes point at, by where they stand. */
export interface AnswerSources {
  /** Null where the log does not hold the answer. */
  signals(lane: Lane, row: number): Signals | null;
  /**
   * A number that is equal for rows of equal signals, as far as these are concerned: whether the output is known to be so long,
   * and the mean logprob so high; -1 where they are not known. Undefined thresholds are met by all.
   */
  signalKey(lane: Lane, row: number, output: number | undefined, logprob: number | undefined): number;
  /** Halves of the answer's hash; both 0 where it is not known. */
  answerHi(lane: Lane, row: number): number;
  answerLo(lane: Lane, row: number): number;
}

/** Bits of the packed row that hold signals: the tri-states. */
const SIGNAL_SHIFT = 19;

function reaches(unknown: boolean, does: boolean): number {
  return unknown ? 0 : does ? 2 : 1;
}

/** @param recorded the recorded answers of a target by its number in the projection's list */
export function answerSources(
  segment: Segment,
  recorded: (targetNumber: number) => AnswerColumns | null,
  finishReasons: readonly (string | null)[],
): AnswerSources {
  const own = {
    bits: segment.column("bits"),
    finish_reason: segment.column("finish_reason"),
    visible_output: segment.column("output"),
    mean_logprob: segment.column("mean_logprob"),
    answer_hi: segment.column("answer_hi"),
    answer_lo: segment.column("answer_lo"),
  };
  const columns = (lane: Lane, row: number): typeof own | null => {
    const source = lane.source[row]!;
    return source === OWN ? own : source >= 0 ? recorded(lane.target[row]!) : null;
  };
  const place = (lane: Lane, row: number): number => (lane.source[row] === OWN ? row : lane.source[row]!);
  return {
    signals(lane, row) {
      const from = columns(lane, row);
      if (from === null) return null;
      const at = place(lane, row);
      const bits = unpackBits(from.bits[at]!);
      const output = from.visible_output[at]!;
      const logprob = from.mean_logprob[at]!;
      return {
        finish_reason: finishReasons[from.finish_reason[at]!] ?? null,
        output_tokens: output < 0 ? null : output,
        refusal: bits.refusal,
        tool_calls: bits.tool_calls,
        tool_calls_valid: bits.tool_calls_valid,
        json_schema: bits.json_schema,
        mean_logprob: Number.isNaN(logprob) ? null : logprob,
      };
    },
    signalKey(lane, row, output, logprob) {
      const from = columns(lane, row);
      if (from === null) return -1;
      const at = place(lane, row);
      const long = output === undefined ? 0 : reaches(from.visible_output[at]! < 0, from.visible_output[at]! >= output);
      const mean = from.mean_logprob[at]!;
      const sure = logprob === undefined ? 0 : reaches(mean !== mean, mean >= logprob);
      return (((from.bits[at]! >>> SIGNAL_SHIFT) * 65_536 + from.finish_reason[at]!) * 3 + long) * 3 + sure;
    },
    answerHi: (lane, row) => columns(lane, row)?.answer_hi[place(lane, row)] ?? 0,
    answerLo: (lane, row) => columns(lane, row)?.answer_lo[place(lane, row)] ?? 0,
  };
}
