import type { CompiledPolicy } from "../core/compile.ts";
import type { Plan } from "../core/plan.ts";
import type { UnknownAccept } from "../core/project.ts";
import type { Target } from "../core/target.ts";
import { columnAnswers } from "./answers.ts";
import { answerSources } from "./answer-sources.ts";
import { attemptColumns, type AttemptColumns } from "./attempt-columns.ts";
import { baselineColumns, type BaselineColumns } from "./baseline.ts";
import { makeDecider } from "./decide.ts";
import { executionTree, type Stop } from "./execution-tree.ts";
import type { Segment } from "./frame.ts";
import type { Knowledge } from "./knowledge/index.ts";
import { makeIfAccepted, type AcceptedCosts } from "./if-accepted.ts";
import { attemptsOutOf, keepAttempts, type KeptAttempts } from "./kept-attempts.ts";
import { makeLane, makeRowSums, resetRows, type Lane, type RowSums } from "./lanes.ts";
import { makeOutliers, type Outliers } from "./outliers.ts";
import { makeScratch, type Rows, type Scratch } from "./partition.ts";
import { makeBaselineTally, tallyBaseline, type BaselineTally } from "./baseline-tally.ts";
import { makeLatencies, NO_LATENCIES } from "./latencies.ts";
import { claimNoMore, standInColumns } from "./stand-ins.ts";
import { makeTally, tallyRows, type Tally } from "./tally.ts";
import { walkColumns } from "./walk-columns.ts";
import { makePool, type Pool } from "./pool.ts";
import { makeMemberTrees, makeSpareSums, type WalkContext } from "./walk-context.ts";

/** The rows to replay, segment by segment, and how many they are. */
export interface Selection {
  readonly rows: number;
  readonly segments: () => Iterable<{ readonly segment: Segment; readonly rows: Rows }>;
}

/** Buffers and derived columns that many replays over one window share. */
export interface Workbench {
  readonly knowledge: Knowledge;
  readonly baseline: (segment: Segment) => BaselineColumns;
  readonly scratch: Scratch;
  readonly lanes: Pool<Lane>;
  readonly sums: Pool<RowSums>;
  readonly spareSums: WalkContext["spareSums"];
  /** Baseline totals of selections replayed before. */
  readonly baselines: WeakMap<Selection, BaselineTally>;
  /** First attempts of the policies before; null where so few policies come that keeping them costs more than it saves. */
  readonly kept: KeptAttempts | null;
}

/** @param manyPolicies keep what does not depend on the policy, for many policies over few rows */
export function makeWorkbench(knowledge: Knowledge, manyPolicies = false): Workbench {
  const buffers = { scratch: makeScratch(), lanes: makePool(makeLane), sums: makePool(makeRowSums) };
  return {
    ...buffers,
    knowledge,
    baseline: baselineColumns(knowledge),
    spareSums: makeSpareSums(),
    baselines: new WeakMap(),
    kept: manyPolicies ? keepAttempts(knowledge, buffers) : null,
  };
}

export interface ReplayOptions {
  /** Price the candidate at this instant (ms) instead of at each row's date. */
  readonly pricesAt: number | null;
  readonly unknownAccept: UnknownAccept;
  /** Rows to keep as outliers, of each kind. */
  readonly outliers: number;
  /** Leave out times and arms: for a second replay that asks only what things cost. */
  readonly costsOnly?: boolean;
  /** Told of rows of one plan when they have been through it: lane and sums hold what came of each. */
  readonly onRows?: (done: DoneRows) => void;
}

/** Rows of a segment that went through one plan. */
export interface DoneRows {
  readonly plan: Plan;
  readonly rows: Rows;
  readonly segment: Segment;
  readonly lane: Lane;
  readonly sums: RowSums;
  /** Targets by the numbers that the lane uses. */
  readonly targets: readonly Target[];
}

export interface Replay {
  readonly total: Tally;
  /** By arm of an ab_test; nested arms as `outer/inner`. */
  readonly arms: ReadonlyMap<string, Tally>;
  /** What it comes to with every unknown answer accepted; null where this replay cannot tell. */
  readonly accepted: AcceptedCosts | null;
  readonly outliers: Outliers;
  /** Targets by the numbers that tallies and outliers use. */
  readonly targets: readonly Target[];
  /** USD by target, every attempt counted where it was made. */
  readonly spentAt: Float64Array;
  /** Pairs of targets between which tokens were turned by a ratio. */
  readonly ratios: readonly { readonly baseline: Target; readonly candidate: Target }[];
  /** Rows by plan. */
  readonly plans: readonly { readonly plan: Plan; readonly rows: number }[];
}

const MOST_TARGETS = 4_096;

/** Rows worked on at a time, so that what is kept by row stays near the processor. */
const CHUNK_ROWS = 8_192;

/** Arms of a plan, each with those around it: `["a", "a/b"]`. */
function armNames(plan: Plan): readonly string[] {
  return plan.arms.map((_, depth) => plan.arms.slice(0, depth + 1).join("/"));
}

/**
 * Replays a policy over rows of a log without a call: plans are decided once for each group of rows that answers alike,
 * executed once for each group of rows that fares alike, and only sums are kept row by row.
 */
export function replayPolicy(
  compiled: CompiledPolicy,
  selection: Selection,
  bench: Workbench,
  options: ReplayOptions,
): Replay {
  const { knowledge } = bench;
  const decider = makeDecider(compiled, bench.scratch);
  const answers = columnAnswers(knowledge);
  const standIns = standInColumns(knowledge);
  const targets: Target[] = [];
  const ratios: Replay["ratios"][number][] = [];
  const spentAt = new Float64Array(MOST_TARGETS);
  const attempts = new Map<Target, ReturnType<typeof attemptColumns>>();
  const trees: Stop[] = [];
  const planRows: number[] = [];
  const memberTree = makeMemberTrees();
  const finishReasons = knowledge.frame.dictionary("finish_reason");
  const knownBaseline = bench.baselines.get(selection);
  const total = makeTally(
    knownBaseline ?? makeBaselineTally(selection.rows),
    options.costsOnly === true ? NO_LATENCIES : makeLatencies(selection.rows),
  );
  const arms = new Map<string, Tally>();
  const outliers = makeOutliers(options.outliers);
  const lane = bench.lanes.borrow();
  const sums = bench.sums.borrow();
  const { spareSums } = bench;
  const ifAccepted =
    options.unknownAccept === "escalate" && options.costsOnly !== true ? makeIfAccepted(bench.sums) : null;

  const attemptsOf = (target: Target): ReturnType<typeof attemptColumns> => {
    let known = attempts.get(target);
    if (known === undefined) {
      known = attemptColumns(target, targets.length, knowledge, {
        pricesAt: options.pricesAt,
        spentAt,
        onRatio: (baseline) => void ratios.push({ baseline, candidate: target }),
        scratch: bench.scratch,
      });
      targets.push(target);
      attempts.set(target, known);
    }
    return known;
  };

  for (const { segment, rows } of selection.segments()) {
    if (rows.length === 0) continue;
    const base = bench.baseline(segment);
    const here = new Map<Target, AttemptColumns>();
    const answersHere = answers(segment);
    const standInsHere = standIns(segment);
    const context: WalkContext = {
      attempts(target) {
        let known = here.get(target);
        if (known === undefined) {
          known = attemptsOf(target)(segment, base);
          const first = bench.kept?.(target, options.pricesAt, segment, base) ?? null;
          if (first !== null) known = attemptsOutOf(first, known, targets.indexOf(target), segment, spentAt);
          here.set(target, known);
        }
        return known;
      },
      sums,
      spareSums,
      spentAt,
      scratch: bench.scratch,
      lanes: bench.lanes,
      unknownAccept: options.unknownAccept,
      ifAccepted,
      memberTree,
      answers: answerSources(segment, (number) => knowledge.recorded(targets[number]!), finishReasons),
    };
    for (let start = 0; start < rows.length; start += CHUNK_ROWS) {
      const chunk = rows.subarray(start, start + CHUNK_ROWS);
      resetRows(lane, sums, chunk);
      decider.decide(chunk, answersHere, (number, part, doubtful) => {
        const plan = decider.plans[number]!;
        trees[number] ??= executionTree(plan.node);
        planRows[number] = (planRows[number] ?? 0) + part.length;
        walkColumns(trees[number], part, lane, context);
        options.onRows?.({ plan, rows: part, segment, lane, sums, targets });
        for (const question of doubtful) {
          claimNoMore(part, standInsHere(question), sums);
          const accepted = ifAccepted?.sums();
          if (accepted != null) claimNoMore(part, standInsHere(question), accepted);
        }
        for (const name of options.costsOnly === true ? [] : armNames(plan)) {
          let tally = arms.get(name);
          if (tally === undefined) arms.set(name, (tally = makeTally(makeBaselineTally(1_024), makeLatencies(1_024))));
          tallyBaseline(tally.baseline, part, segment, base);
          tallyRows(tally, part, segment, base, lane, sums);
        }
      });
      ifAccepted?.tally(chunk, sums, total);
      tallyRows(total, chunk, segment, base, lane, sums);
      if (options.outliers > 0) outliers.add(chunk, segment, base, lane, sums);
    }
    if (knownBaseline === undefined) tallyBaseline(total.baseline, rows, segment, base);
  }
  bench.baselines.set(selection, total.baseline);
  bench.lanes.giveBack(lane);
  bench.sums.giveBack(sums);
  return {
    total,
    arms,
    accepted: ifAccepted?.costs() ?? null,
    outliers,
    targets,
    spentAt,
    ratios,
    plans: decider.plans.map((plan, number) => ({ plan, rows: planRows[number] ?? 0 })),
  };
}
