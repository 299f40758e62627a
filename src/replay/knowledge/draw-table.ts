import { mix32 } from "../../core/dice.ts";
import { recordedCode, type RecordedAnswers } from "./recorded.ts";

/** Rows kept of a target's answers to draw from. */
const RESERVOIR_ROWS = 2_000;
/** Rows a cell needs; below it the draw backs off to a wider cell, and at last to nothing. */
export const MIN_CELL_ROWS = 72;

const DECILES = 10;

/** A target's answers to draw status and time from, jointly. */
export interface DrawTable {
  readonly rows: number;
  /** True where the log has times to first token: a draw then gives a time to first token and a time per token. */
  readonly streamed: boolean;
  /** The entry drawn for a row: `key` is the row's own random word. */
  draw(key: number, inputTokens: number, outputTokens: number): number;
  code(entry: number): number;
  /** ms to the whole answer of this many output tokens. */
  latency(entry: number, outputTokens: number): number;
}

/** Smallest hashes first: a sample that does not depend on the order of rows. */
function reservoir({ count, latency_ms, id_hi }: RecordedAnswers): readonly number[] {
  const within = (limit: number): number[] => {
    const usable: number[] = [];
    for (let i = 0; i < count; i++) if (id_hi[i]! < limit && !Number.isNaN(latency_ms[i]!)) usable.push(i);
    return usable;
  };
  // A limit that lets about twice the wanted rows through spares sorting them all.
  const some = count <= RESERVOIR_ROWS * 2 ? [] : within((2 ** 32 * 2 * RESERVOIR_ROWS) / count);
  const usable = some.length >= RESERVOIR_ROWS ? some : within(2 ** 32);
  if (usable.length <= RESERVOIR_ROWS) return usable;
  return usable.toSorted((a, b) => id_hi[a]! - id_hi[b]! || a - b).slice(0, RESERVOIR_ROWS);
}

function inputOf(answers: RecordedAnswers, i: number): number {
  return (
    Math.max(0, answers.input_uncached[i]!) + Math.max(0, answers.cache_read[i]!) + Math.max(0, answers.cache_write[i]!)
  );
}

function octave(tokens: number): number {
  return 32 - Math.clz32(Math.max(0, tokens));
}

/**
 * A table of joint draws, or null where the log has fewer than 72 usable answers. With times to first token in the log,
 * cells are octaves of input tokens; without, deciles of output tokens (statistics: the time of an answer follows its length).
 */
export function makeDrawTable(answers: RecordedAnswers): DrawTable | null {
  const entries = reservoir(answers);
  if (entries.length < MIN_CELL_ROWS) return null;
  const ok = entries.filter((i) => recordedCode(answers.bits[i]!) === 0 && answers.output[i]! >= 0);
  const streamed =
    ok.filter((i) => !Number.isNaN(answers.ttft_ms[i]!)).length >= Math.max(MIN_CELL_ROWS, ok.length / 2);

  const all = Int32Array.from(
    streamed
      ? entries.filter((i) => recordedCode(answers.bits[i]!) !== 0 || !Number.isNaN(answers.ttft_ms[i]!))
      : entries,
  );
  const cells: Int32Array[] = [];
  let decileEnds: readonly number[] = [];
  let cellOf: (input: number, output: number) => number;
  if (streamed) {
    for (let o = 0; o <= 32; o++) cells.push(all.filter((i) => octave(inputOf(answers, i)) === o));
    cellOf = (input) => octave(input);
  } else {
    const lengths = ok.map((i) => answers.output[i]!).toSorted((a, b) => a - b);
    decileEnds = Array.from(
      { length: DECILES - 1 },
      (_, d) => lengths[Math.floor(((d + 1) * lengths.length) / DECILES)]!,
    );
    cellOf = (_, output) => {
      let decile = 0;
      while (decile < decileEnds.length && output >= decileEnds[decile]!) decile++;
      return decile;
    };
    const failures = entries.filter((i) => recordedCode(answers.bits[i]!) !== 0);
    for (let d = 0; d < DECILES; d++) {
      const inCell = ok.filter((i) => cellOf(0, answers.output[i]!) === d);
      // A failure has no length: every cell gets its share of them.
      const share = failures.filter((_, position) => position % DECILES === d);
      cells.push(Int32Array.from([...inCell, ...share]));
    }
  }
  const cellsOrAll = cells.map((cell) => (cell.length >= MIN_CELL_ROWS ? cell : all));
  return drawFrom(answers, all, cellsOrAll, cellOf, streamed);
}

/** The table itself, over copies small enough to stay near the processor. */
function drawFrom(
  answers: RecordedAnswers,
  all: Int32Array,
  cells: readonly Int32Array[],
  cellOf: (input: number, output: number) => number,
  streamed: boolean,
): DrawTable {
  const place = new Map([...all].map((entry, at) => [entry, at]));
  const places = cells.map((cell) => Int32Array.from(cell, (entry) => place.get(entry)!));
  const codes = Uint8Array.from(all, (entry) => recordedCode(answers.bits[entry]!));
  const fixed = new Float64Array(all.length);
  const perToken = new Float64Array(all.length);
  for (const [at, entry] of all.entries()) {
    const total = answers.latency_ms[entry]!;
    const first = answers.ttft_ms[entry]!;
    const length = answers.output[entry]!;
    const split = streamed && !Number.isNaN(first) && length > 1 && codes[at] === 0;
    fixed[at] = split ? first : total;
    perToken[at] = split ? (total - first) / (length - 1) : 0;
  }
  return {
    rows: all.length,
    streamed,
    draw(key, input, output) {
      const cell = places[cellOf(input, output)]!;
      return cell[Math.floor((mix32(key) / 4_294_967_296) * cell.length)]!;
    },
    code: (entry) => codes[entry]!,
    latency: (entry, output) => fixed[entry]! + perToken[entry]! * Math.max(0, output - 1),
  };
}
