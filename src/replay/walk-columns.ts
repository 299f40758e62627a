import { acceptsSignals } from "../core/accept.ts";
import type { AttemptKind } from "../core/execute.ts";
import type { Accept } from "../core/plan.ts";
import type { Stop } from "./execution-tree.ts";
import { forkColumns } from "./fork-columns.ts";
import { HAPPENED, type Lane } from "./lanes.ts";
import { partition, type Rows } from "./partition.ts";
import type { WalkContext } from "./walk-context.ts";

/** Ends of the open budgets, ms after arrival, by scope. */
type Deadlines = ReadonlyMap<number, Float64Array>;

/** The earliest of the open deadlines of each row; null where there is none. */
function earliest(rows: Rows, scopes: readonly number[], deadlines: Deadlines): Float64Array | null {
  const columns = scopes.map((scope) => deadlines.get(scope)!);
  if (columns.length <= 1) return columns[0] ?? null;
  const merged = new Float64Array(columns[0]!.length);
  for (const row of rows) merged[row] = Math.min(...columns.map((column) => column[row]!));
  return merged;
}

/**
 * 1 where the current answer is accepted; rows nobody can tell of are marked and answered as the context says.
 * @param last whether a row ends where it is accepted
 */
function acceptColumn(
  rows: Rows,
  accept: Accept,
  last: boolean,
  lane: Lane,
  context: WalkContext,
  answers: Uint32Array,
): void {
  const { ifAccepted, sums } = context;
  const { min_output_tokens, min_mean_logprob } = accept;
  const known = new Map<number, boolean | null>();
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i]!;
    // All that is read fits one key: rows of equal signals are decided once.
    const key = context.answers.signalKey(lane, row, min_output_tokens, min_mean_logprob);
    let accepted = known.get(key);
    if (accepted === undefined) known.set(key, (accepted = acceptsSignals(accept, context.answers.signals(lane, row))));
    // What an answer nobody knows would have said decides nothing either.
    if (accepted === null || (context.sums.happened[row]! & HAPPENED.vote_unknown) !== 0) {
      context.sums.happened[row]! |= HAPPENED.unidentified;
    }
    if (accepted === null && ifAccepted !== null) {
      if (last) ifAccepted.end(row, sums);
      else ifAccepted.lose();
    }
    answers[row] = Number(accepted ?? context.unknownAccept === "accept");
  }
}

/** The rows that still stand before a moment. */
function startedBefore(rows: Rows, lane: Lane, until: Float64Array | null): Rows {
  return until === null ? rows : rows.filter((row) => !(lane.elapsed[row]! >= until[row]!));
}

/** Where a member ends, the row does not. */
function memberOf(ifAccepted: WalkContext["ifAccepted"]): WalkContext["ifAccepted"] {
  return ifAccepted === null ? null : { end: () => ifAccepted.lose(), lose: () => ifAccepted.lose() };
}

/** Drives the executor for many rows of one segment at once, along the tree of its answers. */
export function walkColumns(tree: Stop, rows: Rows, lane: Lane, context: WalkContext): void {
  walk(tree, rows, lane, context, { deadlines: new Map(), until: null });
}

/** What bounds a strand in time. */
interface Bounds {
  readonly deadlines: Deadlines;
  /** ms after arrival from which on nothing is called any more, by row: a strand ends there, wherever it stands. */
  readonly until: Float64Array | null;
}

const HAPPENED_BY_KIND: Readonly<Record<AttemptKind, number>> = {
  first: 0,
  member: 0,
  retry: HAPPENED.retried,
  fallback: HAPPENED.fallback,
  step: HAPPENED.escalated,
};

function walk(from: Stop, all: Rows, lane: Lane, context: WalkContext, bounds: Bounds): void {
  const { step } = from;
  const { sums, scratch } = context;
  const { deadlines, until } = bounds;
  if (step === null) {
    for (let i = 0; i < all.length; i++) lane.code[all[i]!] = from.code;
    return;
  }
  const calls = step.step === "attempt" || step.step === "fork";
  const rows = calls ? startedBefore(all, lane, until) : all;
  if (rows.length === 0) return;
  if (calls) {
    const happened = HAPPENED_BY_KIND[step.kind];
    if (happened !== 0) for (let i = 0; i < rows.length; i++) sums.happened[rows[i]!]! |= happened;
  }
  const on = (answers: ArrayLike<number>): void =>
    partition(rows, answers, scratch, (answer, part) => walk(from.after(answer), part, lane, context, bounds));

  switch (step.step) {
    case "attempt": {
      context.attempts(step.target).attempt(rows, step.try, lane, sums, earliest(rows, step.scopes, deadlines));
      on(lane.code);
      return;
    }
    case "wait": {
      const ends = earliest(rows, step.scopes, deadlines);
      const answers = scratch.borrow();
      for (const row of rows) {
        const until = lane.elapsed[row]! + step.ms;
        if (ends !== null && until >= ends[row]!) {
          answers[row] = 1;
          sums.happened[row]! |= HAPPENED.budget_missed;
        } else {
          answers[row] = 0;
          lane.elapsed[row] = until;
        }
      }
      on(answers);
      scratch.giveBack(answers);
      return;
    }
    case "open": {
      const ends = new Float64Array(lane.elapsed.length);
      for (const row of rows) ends[row] = lane.elapsed[row]! + step.budget_ms;
      walk(from.after(0), rows, lane, context, { deadlines: new Map([...deadlines, [step.scope, ends]]), until });
      return;
    }
    case "expired": {
      const ends = earliest(rows, step.scopes, deadlines);
      const answers = scratch.borrow();
      for (const row of rows) {
        answers[row] = Number(ends !== null && lane.elapsed[row]! >= ends[row]!);
        if (answers[row] === 1) sums.happened[row]! |= HAPPENED.budget_missed;
      }
      on(answers);
      scratch.giveBack(answers);
      return;
    }
    case "accept": {
      const answers = scratch.borrow();
      acceptColumn(rows, step.accept, from.after(1).step === null, lane, context, answers);
      on(answers);
      scratch.giveBack(answers);
      return;
    }
    case "fork":
      forkColumns(step, rows, lane, context, until, (child, memberRows, memberLane, memberSums, memberUntil) => {
        const memberContext = { ...context, sums: memberSums, ifAccepted: memberOf(context.ifAccepted) };
        walk(context.memberTree(child, step.scopes), memberRows, memberLane, memberContext, {
          deadlines,
          until: memberUntil,
        });
      });
      on(lane.code);
      return;
    case "refuse":
      for (const row of rows) lane.code[row] = step.code;
      walk(from.after(step.code), rows, lane, context, bounds);
      return;
  }
}
