import { failureCode } from "../../core/outcome.ts";
import { allocateColumn, BIT, type Column, type ColumnName, type Frame } from "../frame.ts";
import { makeAnswerIndex, type AnswerIndex } from "./answer-index.ts";
import { isEvidence, type TargetCount } from "./census.ts";

const GATHERED = [
  "seq",
  "created_at",
  "id_hi",
  "latency_ms",
  "ttft_ms",
  "cost_logged",
  "input_uncached",
  "cache_read",
  "cache_write",
  "reasoning",
  "bits",
  "finish_reason",
  "mean_logprob",
  "answer_hi",
  "answer_lo",
  "request_hi",
  "request_lo",
  "prompt_hi",
  "prompt_lo",
] as const satisfies readonly ColumnName[];

type Gathered = { readonly [C in (typeof GATHERED)[number]]: Column<C> };

/** Every answer of one target in the log, as columns of its own; each is gathered when first asked for. */
export interface RecordedAnswers extends Gathered {
  readonly count: number;
  /** Output and reasoning together, -1 unknown. */
  readonly output: Int32Array;
  /** Output without reasoning, -1 unknown. */
  readonly visible_output: Int32Array;
  readonly index: AnswerIndex;
}

/** A property that is made at its first use. */
function lazily<K extends string, V>(object: object, name: K, make: () => V): void {
  Object.defineProperty(object, name, {
    configurable: true,
    enumerable: true,
    get() {
      const value = make();
      Object.defineProperty(object, name, { value, enumerable: true });
      return value;
    },
  });
}

/** Finds a target's answers in one pass over the log. */
export function gatherRecorded(frame: Frame, { code }: TargetCount): RecordedAnswers {
  const picks: Uint32Array[] = [];
  const buffer = new Uint32Array(1 << 16);
  let count = 0;
  for (const segment of frame.segments()) {
    const target = segment.column("target");
    const bits = segment.column("bits");
    let here = 0;
    for (let row = 0; row < segment.rows; row++) {
      if (target[row] === code && isEvidence(bits[row]!)) buffer[here++] = row;
    }
    picks.push(buffer.slice(0, here));
    count += here;
  }

  function gather<C extends ColumnName>(name: C): Column<C> {
    const to = allocateColumn(name, count);
    let filled = 0;
    let at = 0;
    for (const segment of frame.segments()) {
      const picked = picks[at++]!;
      if (picked.length === 0) continue;
      const from = segment.column(name);
      for (let i = 0; i < picked.length; i++) to[filled + i] = from[picked[i]!]!;
      filled += picked.length;
    }
    return to;
  }

  const answers = { count } as RecordedAnswers;
  for (const name of GATHERED) lazily(answers, name, () => gather(name));
  lazily(answers, "visible_output", () => gather("output"));
  lazily(answers, "output", () => {
    const { visible_output, reasoning } = answers;
    return visible_output.map((visible, i) => (visible < 0 ? -1 : visible + Math.max(0, reasoning[i]!)));
  });
  lazily(answers, "index", () => makeAnswerIndex(answers));
  return answers;
}

/** A failure whose class the log does not tell. */
const SERVER = failureCode("server");

/** The outcome code of an entry: 0 = ok, else a failure class. */
export function recordedCode(bits: number): number {
  const code = (bits >>> BIT.outcome) & 15;
  return ((bits >>> BIT.status) & 7) === 0 ? 0 : code === 0 ? SERVER : code;
}
