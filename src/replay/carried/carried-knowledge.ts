import type { Target } from "../../core/target.ts";
import { remembered } from "../../core/remembered.ts";
import type { Frame, Segment } from "../frame.ts";
import { NOT_RECORDED } from "../knowledge/answer-index.ts";
import { makeDrawTable } from "../knowledge/draw-table.ts";
import { endedRows } from "../knowledge/ended-rows.ts";
import type { LengthMedians } from "../knowledge/expected-output.ts";
import type { Gathered } from "../knowledge/gathered.ts";
import { paceColumns } from "../knowledge/health-history.ts";
import { OWN } from "../knowledge/join.ts";
import type { SpendTiers } from "../knowledge/spend-tiers.ts";
import type { Carried, CarriedJoin, CarriedTarget, CarriedTiers } from "./carry-knowledge.ts";

const DAY_MS = 86_400_000;

function never(what: string): never {
  throw new Error(`${what} is not carried: no replay asks for it`);
}

function tiersOf({ told_from: from, days, keys, shares }: CarriedTiers, rows: Frame): SpendTiers {
  const told_from = from ?? Number.POSITIVE_INFINITY;
  const projects = new Map(rows.dictionary("project").map((name, code) => [name, code]));
  const users = new Map(rows.dictionary("end_user").map((name, code) => [name, code]));
  const width = rows.dictionary("end_user").length;
  const byDay = new Map(
    days.map((day, place) => {
      const of = shares[place]!;
      return [day, new Map(Array.from(keys[place]!, (key, i) => [key, of[i]!]))];
    }),
  );
  return {
    percentile: (project, user, at) =>
      byDay.get(Math.floor(at / DAY_MS))?.get((projects.get(project) ?? 0) * width + (users.get(user) ?? 0)) ??
      never("this end user's share"),
    all: () => never("every end user's share"),
    assumed: (at) => Math.floor(at / DAY_MS) < told_from,
    told_from,
  };
}

function joinOf(
  code: number,
  carried: readonly CarriedJoin[] | undefined,
  placeOf: ReadonlyMap<Segment, number>,
): (segment: Segment) => Int32Array {
  return remembered((segment: Segment): Int32Array => {
    const entries = new Int32Array(segment.rows).fill(NOT_RECORDED);
    if (code <= 0) return entries;
    const told = carried?.[placeOf.get(segment)!];
    if (told !== undefined) for (let i = 0; i < told.rows.length; i++) entries[told.rows[i]!] = told.entries[i]!;
    for (const row of endedRows(segment)(code)) entries[row] = OWN;
    return entries;
  });
}

function mediansOf(
  { days, medians, width }: Carried,
  target: (name: Target) => CarriedTarget | undefined,
): LengthMedians {
  const placeOf = new Map(days.map((day, place) => [day, place]));
  const place = (day: number): number => placeOf.get(day) ?? never("the median of this day");
  return {
    own: (name, day) => target(name)?.medians[place(day)] ?? null,
    all: (day) => medians[place(day)]!,
    width,
  };
}

/** What was carried along with rows, as if it were gathered from the whole log. */
export function carriedKnowledge(rows: Frame, carried: Carried): Gathered {
  const targets = new Map(carried.counts.map(([target], place) => [target, carried.targets[place]!]));
  const target = (name: Target): CarriedTarget | undefined => targets.get(name);
  const placeOf = new Map([...rows.segments()].map((segment, place) => [segment, place]));
  const column = <C>(columns: readonly C[]): ((segment: Segment) => C) => {
    return (segment) => columns[placeOf.get(segment)!]!;
  };
  const names = rows.dictionary("target");
  return {
    census: {
      ...carried.census,
      targets: new Map(carried.counts.map(([name, counted]) => [name, { target: name, ...counted }])),
    },
    tiers: tiersOf(carried.tiers, rows),
    typical: { of: (code) => carried.typical[code] ?? null },
    medians: mediansOf(carried, target),
    recorded: (name) => target(name)?.answers ?? null,
    join: remembered((name: Target) => joinOf(names.indexOf(name), target(name)?.join, placeOf)),
    draws: remembered((name: Target) => {
      const sample = target(name)?.draws ?? null;
      return sample === null ? null : makeDrawTable(sample);
    }),
    learnt: remembered((name: Target) => new Map(target(name)?.learnt)),
    healthAnswers: (name) => {
      const columns = target(name)?.health ?? null;
      return columns === null ? null : column(columns);
    },
    health: () => never("a target's health at an instant"),
    pace: remembered((name: Target) => {
      const columns = target(name)?.pace ?? null;
      return columns === null ? paceColumns(null) : column(columns);
    }),
  };
}
