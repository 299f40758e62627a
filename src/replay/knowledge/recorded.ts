import { failureCode } from "../../core/outcome.ts";
import { allocateColumn, BIT, SEGMENT_ROWS, type Column, type ColumnName, type Frame, type Segment } from "../frame.ts";
import { makeAnswerIndex, type AnswerIndex } from "./answer-index.ts";
import { isEvidence, type TargetCount } from "./census.ts";
import { endedRows } from "./ended-rows.ts";
import type { Repeats } from "./repeats.ts";

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
  "config",
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

/** What a replay reads of an answer that it takes from the log. */
export type AnswerColumns = Pick<
  RecordedAnswers,
  | "created_at"
  | "latency_ms"
  | "cost_logged"
  | "input_uncached"
  | "cache_read"
  | "cache_write"
  | "visible_output"
  | "reasoning"
  | "bits"
  | "finish_reason"
  | "mean_logprob"
  | "answer_hi"
  | "answer_lo"
>;

/** Some answers of a target that stand in one segment: `rows` of it, numbered from `first` on. */
export interface AnswerRun {
  readonly segment: Segment;
  readonly rows: Uint16Array;
  readonly first: number;
}

/** Answers of one target in the log, as columns of their own; each is gathered when first asked for. */
export interface RecordedAnswers extends Gathered {
  readonly count: number;
  /** Where the answers stand, in their order: for what looks at each of them once. */
  readonly runs: () => Iterable<AnswerRun>;
  /** A column of a few answers only, in the order given. */
  readonly pick: <C extends ColumnName>(name: C, entries: ArrayLike<number>) => Column<C>;
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

/** Writes those of the rows down that are answers of the target; returns how many. */
function answersIn(segment: Segment, code: number, rows: Uint16Array, to: Uint16Array): number {
  const target = segment.column("target");
  const bits = segment.column("bits");
  let found = 0;
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    if (target[row] === code && isEvidence(bits[row]!)) to[found++] = row;
  }
  return found;
}

type Numbers = Float64Array | Int32Array | Uint32Array;

/** A loop of its own: one that stands in another is compiled anew for each segment. */
function copyRows(from: Numbers, rows: Uint16Array, to: Numbers, first: number): void {
  for (let i = 0; i < rows.length; i++) to[first + i] = from[rows[i]!]!;
}

/**
 * Finds a target's answers in one pass over the log.
 * @param repeats leaves out answers to prompts that no other row asks; null = all answers
 */
export function gatherRecorded(frame: Frame, { code }: TargetCount, repeats: Repeats | null): RecordedAnswers {
  const picks: Uint16Array[] = [];
  const starts: number[] = [];
  const buffer = new Uint16Array(SEGMENT_ROWS);
  let count = 0;
  for (const segment of frame.segments()) {
    const here = answersIn(segment, code, repeats?.(segment) ?? endedRows(segment)(code), buffer);
    picks.push(buffer.slice(0, here));
    starts.push(count);
    count += here;
  }

  function* runs(): Iterable<AnswerRun> {
    let at = 0;
    for (const segment of frame.segments()) {
      const rows = picks[at]!;
      const first = starts[at++]!;
      if (rows.length > 0) yield { segment, rows, first };
    }
  }

  function gather<C extends ColumnName>(name: C): Column<C> {
    const to = allocateColumn(name, count);
    for (const { segment, rows, first } of runs()) {
      copyRows(segment.column(name), rows, to, first);
    }
    return to;
  }

  function pick<C extends ColumnName>(name: C, entries: ArrayLike<number>): Column<C> {
    const to = allocateColumn(name, entries.length);
    const order = Uint32Array.from(entries, (_, i) => i).sort((a, b) => entries[a]! - entries[b]!);
    let at = 0;
    for (const { segment, rows, first } of runs()) {
      const end = first + rows.length;
      if (at === order.length || entries[order[at]!]! >= end) continue;
      const from = segment.column(name);
      for (; at < order.length && entries[order[at]!]! < end; at++) {
        to[order[at]!] = from[rows[entries[order[at]!]! - first]!]!;
      }
    }
    return to;
  }

  const answers = { count, runs, pick } as RecordedAnswers;
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
