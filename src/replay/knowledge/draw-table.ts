import { mix32 } from "../../core/dice.ts";
import type { Column, ColumnName } from "../frame.ts";
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
  /** The answer drawn for a row, by its place in the sample: `key` is the row's own random word. */
  draw(key: number, inputTokens: number, outputTokens: number): number;
  code(drawn: number): number;
  /** ms to the whole answer of this many output tokens. */
  latency(drawn: number, outputTokens: number): number;
  /** What it was made of. */
  readonly sample: DrawSample;
}

/** What a draw needs of the sampled answers, by place in the sample. */
export interface DrawSample {
  readonly count: number;
  readonly latency: Float64Array;
  readonly ttft: Float64Array;
  readonly code: Uint8Array;
  /** Tokens; output with reasoning, -1 unknown. */
  readonly input: Int32Array;
  readonly output: Int32Array;
}

/** Numbers of the answers with the smallest hashes, smallest first: a sample that does not depend on the order of rows. */
function reservoir({ count, runs }: RecordedAnswers): readonly number[] {
  const within = (limit: number): { readonly entry: number; readonly hash: number }[] => {
    const usable: { readonly entry: number; readonly hash: number }[] = [];
    for (const { segment, rows, first } of runs()) {
      const hashes = segment.column("id_hi");
      const latency = segment.column("latency_ms");
      for (let i = 0; i < rows.length; i++) {
        const hash = hashes[rows[i]!]!;
        if (hash < limit && !Number.isNaN(latency[rows[i]!]!)) usable.push({ entry: first + i, hash });
      }
    }
    return usable;
  };
  // A limit that lets about twice the wanted rows through spares sorting them all.
  const some = count <= RESERVOIR_ROWS * 2 ? [] : within((2 ** 32 * 2 * RESERVOIR_ROWS) / count);
  const usable = some.length >= RESERVOIR_ROWS ? some : within(2 ** 32);
  if (usable.length > RESERVOIR_ROWS) usable.sort((a, b) => a.hash - b.hash || a.entry - b.entry);
  return usable.slice(0, RESERVOIR_ROWS).map(({ entry }) => entry);
}

/** The sampled answers of a target. */
export function drawSample(answers: RecordedAnswers): DrawSample {
  const entries = reservoir(answers);
  const pick = <C extends ColumnName>(name: C): Column<C> => answers.pick(name, entries);
  const [uncached, read, write] = [pick("input_uncached"), pick("cache_read"), pick("cache_write")];
  const [visible, reasoning] = [pick("output"), pick("reasoning")];
  return {
    count: entries.length,
    latency: pick("latency_ms"),
    ttft: pick("ttft_ms"),
    code: Uint8Array.from(pick("bits"), recordedCode),
    input: uncached.map((tokens, i) => Math.max(0, tokens) + Math.max(0, read[i]!) + Math.max(0, write[i]!)),
    output: visible.map((tokens, i) => (tokens < 0 ? -1 : tokens + Math.max(0, reasoning[i]!))),
  };
}

function octave(tokens: number): number {
  return 32 - Math.clz32(Math.max(0, tokens));
}

/**
 * A table of joint draws, or null where the log has fewer than 72 usable answers. With times to first token in the log,
 * cells are octaves of input tokens; without, deciles of output tokens (statistics: the time of an answer follows its length).
 */
export function makeDrawTable(sample: DrawSample): DrawTable | null {
  const { count, code, input, output, ttft } = sample;
  if (count < MIN_CELL_ROWS) return null;
  const every = Int32Array.from({ length: count }, (_, place) => place);
  const ok = every.filter((place) => code[place] === 0 && output[place]! >= 0);
  const streamed = ok.filter((place) => !Number.isNaN(ttft[place]!)).length >= Math.max(MIN_CELL_ROWS, ok.length / 2);

  const all = streamed ? every.filter((place) => code[place] !== 0 || !Number.isNaN(ttft[place]!)) : every;
  const cells: Int32Array[] = [];
  let cellOf: (input: number, output: number) => number;
  if (streamed) {
    for (let o = 0; o <= 32; o++) cells.push(all.filter((place) => octave(input[place]!) === o));
    cellOf = (tokens) => octave(tokens);
  } else {
    const lengths = Int32Array.from(ok, (place) => output[place]!).sort();
    const decileEnds = Array.from(
      { length: DECILES - 1 },
      (_, d) => lengths[Math.floor(((d + 1) * lengths.length) / DECILES)]!,
    );
    cellOf = (_, tokens) => {
      let decile = 0;
      while (decile < decileEnds.length && tokens >= decileEnds[decile]!) decile++;
      return decile;
    };
    const failures = every.filter((place) => code[place] !== 0);
    for (let d = 0; d < DECILES; d++) {
      const inCell = ok.filter((place) => cellOf(0, output[place]!) === d);
      // A failure has no length: every cell gets its share of them.
      const share = failures.filter((_, position) => position % DECILES === d);
      cells.push(Int32Array.from([...inCell, ...share]));
    }
  }
  return drawFrom(
    sample,
    all.length,
    cells.map((cell) => (cell.length >= MIN_CELL_ROWS ? cell : all)),
    cellOf,
    streamed,
  );
}

/** The table itself. */
function drawFrom(
  sample: DrawSample,
  rows: number,
  cells: readonly Int32Array[],
  cellOf: (input: number, output: number) => number,
  streamed: boolean,
): DrawTable {
  const { count, latency, ttft, output, code } = sample;
  const fixed = new Float64Array(count);
  const perToken = new Float64Array(count);
  for (let place = 0; place < count; place++) {
    const total = latency[place]!;
    const first = ttft[place]!;
    const length = output[place]!;
    const split = streamed && !Number.isNaN(first) && length > 1 && code[place] === 0;
    fixed[place] = split ? first : total;
    perToken[place] = split ? (total - first) / (length - 1) : 0;
  }
  return {
    sample,
    rows,
    streamed,
    draw(key, input, tokens) {
      const cell = cells[cellOf(input, tokens)]!;
      return cell[Math.floor((mix32(key) / 4_294_967_296) * cell.length)]!;
    },
    code: (place) => code[place]!,
    latency: (place, tokens) => fixed[place]! + perToken[place]! * Math.max(0, tokens - 1),
  };
}
