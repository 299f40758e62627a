import { hash64 } from "../../core/dice.ts";
import type { Capabilities, Facts, TargetFacts } from "../../core/facts.ts";
import type { RateCard } from "../../core/rates.ts";
import { remembered } from "../../core/remembered.ts";
import { splitTarget, type Target } from "../../core/target.ts";
import type { Frame } from "../frame.ts";
import type { DrawTable } from "./draw-table.ts";
import { expectedOutputOf, type ExpectedOutput } from "./expected-output.ts";
import { gather, type Gathered } from "./gathered.ts";
import { cutOf } from "./health-history.ts";
import type { Taught } from "./taught.ts";
import { assumedRatio, type TokenRatio } from "./token-ratio.ts";

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
export interface Knowledge extends Omit<Gathered, "medians" | "learnt"> {
  readonly surroundings: Surroundings;
  readonly frame: Frame;
  /** Names what the knowledge was drawn from: equal logs, prices and scores give equal ids. */
  readonly facts_id: string;
  /** Of the target, else of the same model at another provider; null where 72 answers are nowhere to be had. */
  readonly draws: (target: Target) => DrawTable | null;
  readonly ratio: (baseline: Target, candidate: Target) => TokenRatio;
  /** Output tokens to expect of a target at an instant, by endpoint code; a single one where the log tells no endpoints apart. */
  readonly expectedLengths: (target: Target, at: number) => Float64Array;
  /** One target as the snapshot at an instant knew it. */
  readonly targetFacts: (target: Target, at: number) => TargetFacts;
  /** The whole snapshot at an instant, of these targets. */
  readonly factsAt: (targets: readonly Target[], at: number) => Facts;
}

const NO_QUALITY: Quality = { score: null, by_tag: {} };

/** Knowledge of a log. Passes over it are made only for what is asked. */
export function makeKnowledge(frame: Frame, surroundings: Surroundings): Knowledge {
  return knowledgeOf(frame, surroundings, gather(frame, surroundings.inSampleTiers));
}

function factsId({ census }: Gathered, { priceVersion, inSampleTiers, quality, taught }: Surroundings): string {
  const basis = JSON.stringify([
    priceVersion,
    inSampleTiers,
    census.rows,
    census.oldest,
    census.newest,
    [...census.targets.values()].map(({ target, rows, failures }) => [target, rows, failures]),
    [...quality],
    // Where nothing was taught, the id stays what it was before anything could be.
    ...(taught === undefined || taught.runs.length === 0 ? [] : [taught.runs]),
  ]);
  const digest = hash64(basis);
  const hex = (word: number): string => word.toString(16).padStart(8, "0");
  return `facts_${hex(digest.hi)}${hex(digest.lo)}`;
}

/** Knowledge out of what was gathered from a log. @param frame its rows, or those of them that are replayed */
export function knowledgeOf(frame: Frame, surroundings: Surroundings, gathered: Gathered): Knowledge {
  const { census, health } = gathered;
  const draws = remembered((target: Target) => {
    const own = gathered.draws(target);
    if (own !== null) return own;
    const model = splitTarget(target)?.model;
    for (const other of census.targets.keys()) {
      if (other === target || splitTarget(other)?.model !== model) continue;
      const table = gathered.draws(other);
      if (table !== null) return table;
    }
    return null;
  });
  const ratio = (baseline: Target, candidate: Target): TokenRatio => {
    const code = census.targets.get(baseline)?.code ?? -1;
    const other = baseline !== candidate;
    const known = other
      ? (gathered.learnt(candidate).get(code) ?? surroundings.taught?.ratio(baseline, candidate))
      : null;
    return known ?? assumedRatio(splitTarget(baseline)?.provider === splitTarget(candidate)?.provider);
  };
  let expected: ExpectedOutput | null = null;
  const expectations = (): ExpectedOutput =>
    (expected ??= expectedOutputOf(gathered.medians, frame.dictionary("endpoint")));
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
      return expectations().of(target, at);
    },
  });
  const facts_id = factsId(gathered, surroundings);

  return {
    surroundings,
    frame,
    facts_id,
    census,
    get tiers() {
      return gathered.tiers;
    },
    get typical() {
      return gathered.typical;
    },
    recorded: gathered.recorded,
    join: gathered.join,
    draws,
    ratio,
    healthAnswers: gathered.healthAnswers,
    health,
    pace: gathered.pace,
    expectedLengths: (target, at) => expectations().lengths(target, at),
    targetFacts,
    factsAt: (targets, at) => ({
      facts_id,
      cut_at: at,
      targets: new Map(targets.map((target) => [target, targetFacts(target, at)])),
      spendPercentile: (project, endUser) => gathered.tiers.percentile(project, endUser, at),
    }),
  };
}
