import { BIT, type Frame } from "../frame.ts";
import { isEvidence, type TargetCount } from "./census.ts";
import { makeHashIndex, type HashIndex } from "./hash-index.ts";

/** Every answer of one target in the log, as columns of its own. */
export interface RecordedAnswers {
  readonly count: number;
  readonly seq: Float64Array;
  readonly created_at: Float64Array;
  readonly id_hi: Uint32Array;
  readonly latency_ms: Float64Array;
  readonly ttft_ms: Float64Array;
  readonly cost_logged: Float64Array;
  readonly input_uncached: Int32Array;
  readonly cache_read: Int32Array;
  readonly cache_write: Int32Array;
  /** Output and reasoning together, -1 unknown. */
  readonly output: Int32Array;
  /** Output without reasoning, -1 unknown. */
  readonly visible_output: Int32Array;
  readonly bits: Uint32Array;
  readonly finish_reason: Uint32Array;
  readonly mean_logprob: Float64Array;
  readonly answer_hi: Uint32Array;
  readonly answer_lo: Uint32Array;
  readonly request_hi: Uint32Array;
  readonly request_lo: Uint32Array;
  readonly byRequest: HashIndex;
  readonly byPrompt: HashIndex;
}

const COPIED = [
  "seq",
  "created_at",
  "id_hi",
  "latency_ms",
  "ttft_ms",
  "cost_logged",
  "input_uncached",
  "cache_read",
  "cache_write",
  "bits",
  "finish_reason",
  "mean_logprob",
  "answer_hi",
  "answer_lo",
  "request_hi",
  "request_lo",
] as const;

/** Gathers a target's answers in one pass over the log. */
export function gatherRecorded(frame: Frame, { code, rows: count }: TargetCount): RecordedAnswers {
  const copies = {
    seq: new Float64Array(count),
    created_at: new Float64Array(count),
    id_hi: new Uint32Array(count),
    latency_ms: new Float64Array(count),
    ttft_ms: new Float64Array(count),
    cost_logged: new Float64Array(count),
    input_uncached: new Int32Array(count),
    cache_read: new Int32Array(count),
    cache_write: new Int32Array(count),
    bits: new Uint32Array(count),
    finish_reason: new Uint32Array(count),
    mean_logprob: new Float64Array(count),
    answer_hi: new Uint32Array(count),
    answer_lo: new Uint32Array(count),
    request_hi: new Uint32Array(count),
    request_lo: new Uint32Array(count),
  };
  const output = new Int32Array(count);
  const visible_output = new Int32Array(count);
  const promptHi = new Uint32Array(count);
  const promptLo = new Uint32Array(count);
  const picked = new Uint32Array(1 << 16);
  let filled = 0;
  for (const segment of frame.segments()) {
    const target = segment.column("target");
    const bits = segment.column("bits");
    let here = 0;
    for (let row = 0; row < segment.rows; row++)
      if (target[row] === code && isEvidence(bits[row]!)) picked[here++] = row;
    if (here === 0) continue;
    for (const name of COPIED) {
      const from = segment.column(name);
      const to = copies[name];
      for (let i = 0; i < here; i++) to[filled + i] = from[picked[i]!]!;
    }
    const visible = segment.column("output");
    const reasoning = segment.column("reasoning");
    const hi = segment.column("prompt_hi");
    const lo = segment.column("prompt_lo");
    for (let i = 0; i < here; i++) {
      const row = picked[i]!;
      visible_output[filled + i] = visible[row]!;
      output[filled + i] = visible[row]! < 0 ? -1 : visible[row]! + Math.max(0, reasoning[row]!);
      promptHi[filled + i] = hi[row]!;
      promptLo[filled + i] = lo[row]!;
    }
    filled += here;
  }
  return {
    ...copies,
    count: filled,
    output,
    visible_output,
    byRequest: makeHashIndex(copies.request_hi, copies.request_lo, filled),
    byPrompt: makeHashIndex(promptHi, promptLo, filled),
  };
}

/** The recorded answer to this very request, nearest in time (ties: the earlier row of the log); -1 where there is none. */
export function nearestRecorded(answers: RecordedAnswers, hi: number, lo: number, at: number): number {
  const first = answers.byRequest.find(hi, lo);
  if (first === -1 || answers.byRequest.next(first) === -1) return first;
  let best = -1;
  let distance = Number.POSITIVE_INFINITY;
  for (let entry = first; entry !== -1; entry = answers.byRequest.next(entry)) {
    const apart = Math.abs(answers.created_at[entry]! - at);
    if (apart < distance || (apart === distance && answers.seq[entry]! < answers.seq[best]!)) {
      best = entry;
      distance = apart;
    }
  }
  return best;
}

/** The outcome code of an entry: 0 = ok, else a failure class. */
export function recordedCode(bits: number): number {
  const code = (bits >>> BIT.outcome) & 15;
  return ((bits >>> BIT.status) & 7) === 0 ? 0 : code === 0 ? 4 : code;
}
