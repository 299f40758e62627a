import { hash64 } from "../../core/dice.ts";
import type { Capabilities, Facts, Health, TargetFacts } from "../../core/facts.ts";
import type { RateCard } from "../../core/rates.ts";
import { remembered } from "../../core/remembered.ts";
import { splitTarget, type Target } from "../../core/target.ts";
import type { Frame, Segment } from "../frame.ts";
import { takeCensus, type Census } from "./census.ts";
import { makeDrawTable, type DrawTable } from "./draw-table.ts";
import { gatherExpectedOutput } from "./expected-output.ts";
import { cutOf, healthColumn, makeHealthHistory, paceColumns, type Pace } from "./health-history.ts";
import { joinRecorded } from "./join.ts";
import { gatherRecorded, type RecordedAnswers } from "./recorded.ts";
import { gatherRepeats } from "./repeats.ts";
import { gatherSpendTiers, type SpendTiers } from "./spend-tiers.ts";
import type { Taught } from "./taught.ts";
import { assumedRatio, learnRatios, type TokenRatio } from "./token-ratio.ts";
import { gatherTypicalUsage, type TypicalUsage } from "./typical-usage.ts";

export interface Quality {
  readonly score: number | null;
  readonly by_tag: Readonly<Record<string, number>>;
}

/** What a replay knows beside the log. */
export interface Surroundings {
  readonly priceVersion: string;
  readonly rates: (target: Target) => RateCard | null;
  readonly capabilities: (target: Target) => Capabilities;
  /** Scores in [0, 1], supplied or measured. */
  readonly quality: ReadonlyMap<Target, Quality>;
  /** Rank end users on the window itself instead of on the days before each row. */
  readonly inSampleTiers: boolean;
  /** What earlier calls taught of pairs of targets that the log holds too few of. */
  readonly taught?: Taught;
}

/** All that a log and its surroundings tell, gathered when first asked for and then kept. */
export interface Knowledge {
  readonly surroundings: Surroundings;
  readonly frame: Frame;
  /** Names what the knowledge was drawn from: equal logs, prices and scores give equal ids. */
  readonly facts_id: string;
  readonly census: Census;
  readonly tiers: SpendTiers;
  readonly typical: TypicalUsage;
  /** A target's answers to requests that the log may hold more than once: what other rows can be told by. */
  readonly recorded: (target: Target) => RecordedAnswers | null;
  /** For each row of a segment, where the log holds the target's answer to the same request: see `join.ts`. */
  readonly join: (target: Target) => (segment: Segment) => Int32Array;
  /** Of the target, else of the same model at another provider; null where 72 answers are nowhere to be had. */
  readonly draws: (target: Target) => DrawTable | null;
  readonly ratio: (baseline: Target, candidate: Target) => TokenRatio;
  /** Answers to a target's health question for a segment's rows; null where it never failed. */
  readonly healthAnswers: (target: Target) => ((segment: Segment) => Uint8Array) | null;
  readonly health: (target: Target, cut: number) => Health | null;
  /** How fast a target was when each run of a segment's rows came (see `cutRuns`). */
  readonly pace: (target: Target) => (segment: Segment) => Pace;
  /** Output tokens to expect of a target at an instant, by endpoint code; a single one where the log tells no endpoints apart. */
  readonly expectedLengths: (target: Target, at: number) => Float64Array;
  /** One target as the snapshot at an instant knew it. */
  readonly targetFacts: (target: Target, at: number) => TargetFacts;
  /** The whole snapshot at an instant, of these targets. */
  readonly factsAt: (targets: readonly Target[], at: number) => Facts;
}

const NO_QUALITY: Quality = { score: null, by_tag: {} };

function once<V>(make: () => V): () => V {
  const get = remembered<null, V>(make);
  return () => get(null);
}

/** Knowledge of a log. Passes over it are made only for what is asked. */
export function makeKnowledge(frame: Frame, surroundings: Surroundings): Knowledge {
  const census = takeCensus(frame);
  const basis = JSON.stringify([
    surroundings.priceVersion,
    surroundings.inSampleTiers,
    census.rows,
    census.oldest,
    census.newest,
    [...census.targets.values()].map(({ target, rows, failures }) => [target, rows, failures]),
    [...surroundings.quality],
    // Where nothing was taught, the id stays what it was before anything could be.
    ...(surroundings.taught === undefined || surroundings.taught.runs.length === 0 ? [] : [surroundings.taught.runs]),
  ]);
  const digest = hash64(basis);
  const hex = (word: number): string => word.toString(16).padStart(8, "0");

  const repeats = once(() => gatherRepeats(frame));
  const recorded = remembered((target: Target) => {
    const counted = census.targets.get(target);
    return counted === undefined ? null : gatherRecorded(frame, counted, repeats());
  });
  const answered = remembered((target: Target) => {
    const counted = census.targets.get(target);
    return counted === undefined ? null : gatherRecorded(frame, counted, null);
  });
  const names = frame.dictionary("target");
  const join = remembered((target: Target) => joinRecorded(names.indexOf(target), recorded(target), repeats));
  const ownDraws = remembered((target: Target) => {
    const answers = answered(target);
    return answers === null ? null : makeDrawTable(answers);
  });
  const draws = remembered((target: Target) => {
    const own = ownDraws(target);
    if (own !== null) return own;
    const model = splitTarget(target)?.model;
    for (const other of census.targets.keys()) {
      if (other === target || splitTarget(other)?.model !== model) continue;
      const table = ownDraws(other);
      if (table !== null) return table;
    }
    return null;
  });
  const history = remembered((target: Target) => {
    const answers = answered(target);
    return answers === null ? null : makeHealthHistory(answers);
  });
  const healthAnswers = remembered((target: Target) => {
    const failed = (census.targets.get(target)?.failures ?? 0) > 0;
    const known = failed ? history(target) : null;
    return known === null ? null : healthColumn(known);
  });
  const pace = remembered((target: Target) => paceColumns(history(target)));
  const expected = once(() => gatherExpectedOutput(frame));
  const tiers = once(() => gatherSpendTiers(frame, surroundings.inSampleTiers));
  const typical = once(() => gatherTypicalUsage(frame));

  const learnt = remembered((candidate: Target) => {
    const answers = recorded(candidate);
    return answers === null ? new Map<number, TokenRatio>() : learnRatios(frame, answers, join(candidate), repeats());
  });
  const ratio = (baseline: Target, candidate: Target): TokenRatio => {
    const code = census.targets.get(baseline)?.code ?? -1;
    const other = baseline !== candidate;
    const known = other ? (learnt(candidate).get(code) ?? surroundings.taught?.ratio(baseline, candidate)) : null;
    return known ?? assumedRatio(splitTarget(baseline)?.provider === splitTarget(candidate)?.provider);
  };
  const health = (target: Target, cut: number): Health | null => history(target)?.at(cut) ?? null;
  const targetFacts = (target: Target, at: number): TargetFacts => ({
    target,
    capabilities: surroundings.capabilities(target),
    get health() {
      return health(target, cutOf(at));
    },
    cooldown_until: null,
    quality: surroundings.quality.get(target) ?? NO_QUALITY,
    rates: surroundings.rates(target),
    get expected_output() {
      return expected().of(target, at);
    },
  });
  const facts_id = `facts_${hex(digest.hi)}${hex(digest.lo)}`;

  return {
    surroundings,
    frame,
    facts_id,
    census,
    get tiers() {
      return tiers();
    },
    get typical() {
      return typical();
    },
    recorded,
    join,
    draws,
    ratio,
    healthAnswers,
    health,
    pace,
    expectedLengths: (target, at) => expected().lengths(target, at),
    targetFacts,
    factsAt: (targets, at) => ({
      facts_id,
      cut_at: at,
      targets: new Map(targets.map((target) => [target, targetFacts(target, at)])),
      spendPercentile: (project, endUser) => tiers().percentile(project, endUser, at),
    }),
  };
}
