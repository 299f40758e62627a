import type { Target } from "../../core/target.ts";
import type { Frame, Segment } from "../frame.ts";
import { NOT_RECORDED } from "../knowledge/answer-index.ts";
import type { Census } from "../knowledge/census.ts";
import type { DrawSample } from "../knowledge/draw-table.ts";
import type { Medians } from "../knowledge/expected-output.ts";
import type { GatheredLog } from "../knowledge/gathered.ts";
import type { Pace } from "../knowledge/health-history.ts";
import { OWN } from "../knowledge/join.ts";
import type { AnswerColumns, RecordedAnswers } from "../knowledge/recorded.ts";
import type { TokenRatio } from "../knowledge/token-ratio.ts";
import type { TypicalUsage } from "../knowledge/typical-usage.ts";

const DAY_MS = 86_400_000;

/** Rows of a segment that the log holds a target's answer to, or a near one, and which answer of those that are carried. */
export interface CarriedJoin {
  readonly rows: Uint16Array;
  readonly entries: Int32Array;
}

/** What the log tells of one target, as far as some rows of it are concerned: columns are one a segment of theirs. */
export interface CarriedTarget {
  readonly answers: AnswerColumns;
  readonly join: readonly CarriedJoin[];
  readonly draws: DrawSample | null;
  /** Token ratios of this target as a candidate, by the code of the baseline's. */
  readonly learnt: readonly (readonly [code: number, TokenRatio])[];
  /** Null where it was never failing. */
  readonly health: readonly Uint8Array[] | null;
  /** Null where its pace is known for no row. */
  readonly pace: readonly Pace[] | null;
  /** By the carried days. */
  readonly medians: readonly (Medians | null)[];
}

/** Where end users of the rows stand, by UTC day. */
export interface CarriedTiers {
  /** Null = Infinity. */
  readonly told_from: number | null;
  readonly days: readonly number[];
  /** For each day, `project code x users + end user code` by the rows' dictionaries, and the share of that end user. */
  readonly keys: readonly Float64Array[];
  readonly shares: readonly Float64Array[];
}

/** What a log tells, as plain data, as far as replaying some of its rows can ask. */
export interface Carried {
  readonly census: Omit<Census, "targets">;
  readonly counts: readonly (readonly [
    Target,
    { readonly code: number; readonly rows: number; readonly failures: number },
  ])[];
  readonly targets: readonly CarriedTarget[];
  /** UTC days that medians are told of. */
  readonly days: readonly number[];
  readonly medians: readonly Medians[];
  readonly width: number;
  /** By endpoint code. */
  readonly typical: readonly ReturnType<TypicalUsage["of"]>[];
  readonly tiers: CarriedTiers;
}

/** Every UTC day that rows are of, in order. */
function daysOf(segments: readonly Segment[]): readonly number[] {
  const days = new Set<number>();
  for (const segment of segments) {
    const at = segment.column("created_at");
    for (let row = 0; row < segment.rows; row++) days.add(Math.floor(at[row]! / DAY_MS));
  }
  return [...days].toSorted((a, b) => a - b);
}

function carryTiers(frame: Frame, { tiers }: GatheredLog, days: readonly number[]): CarriedTiers {
  const [projects, users] = [frame.dictionary("project"), frame.dictionary("end_user")];
  const seen = new Map(days.map((day) => [day, new Map<number, number>()]));
  for (const segment of frame.segments()) {
    const at = segment.column("created_at");
    const [project, user] = [segment.column("project"), segment.column("end_user")];
    for (let row = 0; row < segment.rows; row++) {
      const name = users[user[row]!];
      if (name == null) continue;
      const shares = seen.get(Math.floor(at[row]! / DAY_MS))!;
      const key = project[row]! * users.length + user[row]!;
      if (!shares.has(key)) shares.set(key, tiers.percentile(projects[project[row]!] ?? "", name, at[row]!));
    }
  }
  const columns = [...seen.values()];
  return {
    told_from: tiers.told_from === Number.POSITIVE_INFINITY ? null : tiers.told_from,
    days,
    keys: columns.map((shares) => Float64Array.from(shares.keys())),
    shares: columns.map((shares) => Float64Array.from(shares.values())),
  };
}

/** The answers that rows are told by, out of all that are recorded, and which of them each row is told by. */
function carryAnswers(
  answers: RecordedAnswers,
  joined: readonly Int32Array[],
): Pick<CarriedTarget, "answers" | "join"> {
  const used = new Set<number>();
  for (const entries of joined) for (const entry of entries) if (entry >= 0) used.add(entry);
  const entries = Int32Array.from(used).sort();
  const numbers = new Map([...entries].map((entry, number) => [entry, number]));
  const join = joined.map((column): CarriedJoin => {
    const rows: number[] = [];
    for (let row = 0; row < column.length; row++) {
      if (column[row] !== NOT_RECORDED && column[row] !== OWN) rows.push(row);
    }
    return {
      rows: Uint16Array.from(rows),
      entries: Int32Array.from(rows, (row) => numbers.get(column[row]!) ?? column[row]!),
    };
  });
  return {
    join,
    answers: {
      created_at: answers.pick("created_at", entries),
      latency_ms: answers.pick("latency_ms", entries),
      cost_logged: answers.pick("cost_logged", entries),
      input_uncached: answers.pick("input_uncached", entries),
      cache_read: answers.pick("cache_read", entries),
      cache_write: answers.pick("cache_write", entries),
      visible_output: answers.pick("output", entries),
      reasoning: answers.pick("reasoning", entries),
      bits: answers.pick("bits", entries),
      finish_reason: answers.pick("finish_reason", entries),
      mean_logprob: answers.pick("mean_logprob", entries),
      answer_hi: answers.pick("answer_hi", entries),
      answer_lo: answers.pick("answer_lo", entries),
    },
  };
}

/** Whether any number of some columns is one. */
function known(columns: readonly Float64Array[]): boolean {
  return columns.some((column) => column.some((value) => !Number.isNaN(value)));
}

function carryTarget(
  target: Target,
  segments: readonly Segment[],
  gathered: GatheredLog,
  days: readonly number[],
): CarriedTarget {
  const join = gathered.join(target);
  const health = gathered.healthAnswers(target);
  const failing = health === null ? null : segments.map(health);
  const pace = segments.map(gathered.pace(target));
  return {
    // A target of the census has answers, be they none that were asked for twice.
    ...carryAnswers(gathered.recorded(target)!, segments.map(join)),
    draws: gathered.draws(target)?.sample ?? null,
    learnt: [...gathered.learnt(target)],
    health: failing?.some((column) => column.includes(1)) === true ? failing : null,
    pace: known(pace.flatMap(({ ttft_ms, ms_per_token }) => [ttft_ms, ms_per_token])) ? pace : null,
    medians: days.map((day) => gathered.medians.own(target, day)),
  };
}

/** Gathers all that replaying these rows can ask of the log they are of. @param rows picked out of it: see `pick-rows.ts` */
export function carryKnowledge(rows: Frame, gathered: GatheredLog): Carried {
  const segments = [...rows.segments()];
  const days = daysOf(segments);
  const { targets, ...census } = gathered.census;
  return {
    census,
    counts: [...targets].map(([target, { code, rows: counted, failures }]) => [
      target,
      { code, rows: counted, failures },
    ]),
    targets: [...targets.keys()].map((target) => carryTarget(target, segments, gathered, days)),
    days,
    medians: days.map((day) => gathered.medians.all(day)),
    width: gathered.medians.width,
    typical: rows.dictionary("endpoint").map((_, code) => gathered.typical.of(code)),
    tiers: carryTiers(rows, gathered, days),
  };
}
