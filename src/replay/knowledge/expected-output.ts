import { expectedOutput } from "../../core/ranking.ts";
import { remembered } from "../../core/remembered.ts";
import type { Target } from "../../core/target.ts";
import type { Frame, Segment } from "../frame.ts";
import { isTraffic } from "./census.ts";

const DAY_MS = 86_400_000;

/** Median output tokens; by endpoint where they are told apart. */
export interface Medians {
  readonly overall: number | null;
  readonly by_endpoint: Readonly<Record<string, number>>;
}

/** Median output tokens by the end of earlier days, as a log tells them. */
export interface LengthMedians {
  /** Of one target, known before this UTC day; null where the log does not name the target. */
  readonly own: (target: Target, day: number) => Medians | null;
  /** Of the whole log. */
  readonly all: (day: number) => Medians;
  /** Endpoints that are told apart; 1 = none are. */
  readonly width: number;
}

/** What to expect of a target. */
export interface ExpectedOutput {
  /** Of this target, else of the whole log, known before the UTC day of `at`. */
  readonly of: (target: Target, at: number) => Medians;
  /** What to expect of the target at that day, by endpoint code; a single one for all where they are not told apart. */
  readonly lengths: (target: Target, at: number) => Float64Array;
}

/** Output lengths by bin: exact below 128 tokens, then 32 bins an octave (within 1.6 %), up to a million. */
const EXACT = 128;
const PER_OCTAVE = 32;
const BINS = EXACT + 13 * PER_OCTAVE;

function binOf(tokens: number): number {
  if (tokens < EXACT) return tokens;
  const octave = 31 - Math.clz32(tokens);
  return Math.min(BINS - 1, EXACT + (octave - 7) * PER_OCTAVE + ((tokens >>> (octave - 5)) & (PER_OCTAVE - 1)));
}

function tokensOf(bin: number): number {
  if (bin < EXACT) return bin;
  const octave = 7 + Math.floor((bin - EXACT) / PER_OCTAVE);
  return (PER_OCTAVE + ((bin - EXACT) % PER_OCTAVE) + 0.5) * 2 ** (octave - 5);
}

type Bins = Uint32Array;

/** Output lengths that were counted: how many, and by bin. */
interface Counted {
  rows: number;
  readonly bins: Bins;
}

function nothingCounted(): Counted {
  return { rows: 0, bins: new Uint32Array(BINS) };
}

function count(into: Counted, bins: Bins): void {
  const { bins: to } = into;
  let rows = 0;
  for (let bin = 0; bin < BINS; bin++) {
    const more = bins[bin]!;
    to[bin]! += more;
    rows += more;
  }
  into.rows += rows;
}

function median({ rows, bins }: Counted): number | null {
  if (rows === 0) return null;
  let reached = 0;
  for (let bin = 0; bin < BINS; bin++) {
    reached += bins[bin]!;
    if (reached * 2 >= rows) return tokensOf(bin);
  }
  return null;
}

/** Histograms kept at most (2 KB each); a log with more cells of (target, endpoint, day) shares each target's own median. */
const MOST_CELLS = 10_000;

function daysOf(frame: Frame): number {
  let from = Number.POSITIVE_INFINITY;
  let to = Number.NEGATIVE_INFINITY;
  for (const segment of frame.segments()) {
    from = Math.min(from, segment.from);
    to = Math.max(to, segment.to);
  }
  return to < from ? 0 : Math.floor(to / DAY_MS) - Math.floor(from / DAY_MS) + 1;
}

/** By target code x endpoint code. */
type Cells = (Bins | undefined)[];

/** Counts a segment's answers by day and cell. */
function countLengths(segment: Segment, days: Map<number, Cells>, width: number): void {
  const at = segment.column("created_at");
  const target = segment.column("target");
  const endpoint = segment.column("endpoint");
  const output = segment.column("output");
  const reasoning = segment.column("reasoning");
  const bits = segment.column("bits");
  let day = Number.NaN;
  let cells: Cells = [];
  for (let row = 0; row < bits.length; row++) {
    if (output[row]! < 0 || (bits[row]! & 7) !== 0 || !isTraffic(bits[row]!)) continue;
    const today = Math.floor(at[row]! / DAY_MS);
    if (today !== day) {
      day = today;
      const known = days.get(day);
      cells = known ?? [];
      if (known === undefined) days.set(day, cells);
    }
    const bins = (cells[target[row]! * width + (width === 1 ? 0 : endpoint[row]!)] ??= new Uint32Array(BINS));
    bins[binOf(output[row]! + Math.max(0, reasoning[row]!))]!++;
  }
}

/** Counts answers by (target, endpoint, day) in one pass; medians are taken when asked for. */
export function gatherLengthMedians(frame: Frame): LengthMedians {
  const targets = frame.dictionary("target");
  const endpoints = frame.dictionary("endpoint");
  const width = endpoints.length * targets.length * daysOf(frame) > MOST_CELLS ? 1 : endpoints.length;
  const days = new Map<number, Cells>();
  for (const segment of frame.segments()) countLengths(segment, days, width);

  const inOrder = [...days.keys()].toSorted((a, b) => a - b);

  /** Everything counted before a day, of one target or (null) of all: each day is added once, to those before it. */
  function summaries(code: number | null): (today: number) => Medians {
    const overall = nothingCounted();
    const byEndpoint = new Map<number, Counted>();
    const after: Medians[] = [{ overall: null, by_endpoint: {} }];

    function add(cellsOfDay: Readonly<Cells>): void {
      const end = code === null ? cellsOfDay.length : Math.min(cellsOfDay.length, (code + 1) * width);
      for (let cell = code === null ? 0 : code * width; cell < end; cell++) {
        const bins = cellsOfDay[cell];
        if (bins === undefined) continue;
        const endpoint = cell % width;
        let own = byEndpoint.get(endpoint);
        if (own === undefined) byEndpoint.set(endpoint, (own = nothingCounted()));
        count(own, bins);
        count(overall, bins);
      }
    }

    function medians(): Medians {
      const by_endpoint: Record<string, number> = {};
      for (const [endpoint, counted] of byEndpoint) {
        const name = width === 1 ? null : endpoints[endpoint];
        const value = median(counted);
        if (name != null && value !== null) by_endpoint[name] = value;
      }
      return { overall: median(overall), by_endpoint };
    }

    return (today) => {
      let before = 0;
      while (before < inOrder.length && inOrder[before]! < today) before++;
      while (after.length <= before) {
        add(days.get(inOrder[after.length - 1]!)!);
        after.push(medians());
      }
      return after[before]!;
    };
  }

  const codes = new Map(targets.map((name, code) => [name, code]));
  const ofTarget = remembered((target: Target) => {
    const code = codes.get(target);
    return code === undefined ? null : summaries(code);
  });
  return { own: (target, day) => ofTarget(target)?.(day) ?? null, all: summaries(null), width };
}

/** What medians make one expect: a target's own where it has them, else the whole log's. @param endpoints by code */
export function expectedOutputOf(medians: LengthMedians, endpoints: readonly (string | null)[]): ExpectedOutput {
  const ofTarget = remembered((target: Target) =>
    remembered((day: number): Medians => {
      const own = medians.own(target, day);
      const all = medians.all(day);
      return { overall: own?.overall ?? all.overall, by_endpoint: { ...all.by_endpoint, ...own?.by_endpoint } };
    }),
  );
  const lengthsOf = remembered((target: Target) =>
    remembered((day: number) =>
      Float64Array.from({ length: medians.width }, (_, endpoint) =>
        expectedOutput(ofTarget(target)(day), endpoints[endpoint] ?? null),
      ),
    ),
  );
  return {
    of: (target, at) => ofTarget(target)(Math.floor(at / DAY_MS)),
    lengths: (target, at) => lengthsOf(target)(Math.floor(at / DAY_MS)),
  };
}
