import { remembered } from "../../core/remembered.ts";
import type { Health } from "../../core/facts.ts";
import type { Target } from "../../core/target.ts";
import type { Frame, Segment } from "../frame.ts";
import { takeCensus, type Census } from "./census.ts";
import { drawSample, makeDrawTable, type DrawTable } from "./draw-table.ts";
import { gatherLengthMedians, type LengthMedians } from "./expected-output.ts";
import { healthColumn, makeHealthHistory, paceColumns, type Pace } from "./health-history.ts";
import { joinRecorded } from "./join.ts";
import { gatherRecorded, type AnswerColumns, type RecordedAnswers } from "./recorded.ts";
import { gatherRepeats } from "./repeats.ts";
import { gatherSpendTiers, type SpendTiers } from "./spend-tiers.ts";
import { learnRatios, type TokenRatio } from "./token-ratio.ts";
import { gatherTypicalUsage, type TypicalUsage } from "./typical-usage.ts";

/** What the rows of a log themselves tell: what knowledge is made of. */
export interface Gathered {
  readonly census: Census;
  readonly tiers: SpendTiers;
  readonly typical: TypicalUsage;
  readonly medians: LengthMedians;
  /** A target's answers to requests that the log may hold more than once: what other rows can be told by. */
  readonly recorded: (target: Target) => AnswerColumns | null;
  /** For each row of a segment, where the log holds the target's answer to the same request: see `join.ts`. */
  readonly join: (target: Target) => (segment: Segment) => Int32Array;
  /** Null where the log holds fewer than 72 answers of the target. */
  readonly draws: (target: Target) => DrawTable | null;
  /** Token ratios of a candidate that rows teach which it has answered too, by the code of their own target. */
  readonly learnt: (candidate: Target) => ReadonlyMap<number, TokenRatio>;
  /** Answers to a target's health question for a segment's rows; null where it never failed. */
  readonly healthAnswers: (target: Target) => ((segment: Segment) => Uint8Array) | null;
  readonly health: (target: Target, cut: number) => Health | null;
  /** How fast a target was when each run of a segment's rows came (see `cutRuns`). */
  readonly pace: (target: Target) => (segment: Segment) => Pace;
}

/** What was gathered from a whole log. */
export interface GatheredLog extends Gathered {
  readonly recorded: (target: Target) => RecordedAnswers | null;
}

function once<V>(make: () => V): () => V {
  const get = remembered<null, V>(make);
  return () => get(null);
}

/** Gathers from a log. Passes over it are made only for what is asked. */
export function gather(frame: Frame, inSampleTiers: boolean): GatheredLog {
  const census = takeCensus(frame);
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
  const draws = remembered((target: Target) => {
    const answers = answered(target);
    return answers === null ? null : makeDrawTable(drawSample(answers));
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
  const medians = once(() => gatherLengthMedians(frame));
  const tiers = once(() => gatherSpendTiers(frame, inSampleTiers));
  const typical = once(() => gatherTypicalUsage(frame));
  const learnt = remembered((candidate: Target) => {
    const answers = recorded(candidate);
    return answers === null ? new Map<number, TokenRatio>() : learnRatios(frame, answers, join(candidate), repeats());
  });
  return {
    census,
    get tiers() {
      return tiers();
    },
    get typical() {
      return typical();
    },
    get medians() {
      return medians();
    },
    recorded,
    join,
    draws,
    learnt,
    healthAnswers,
    health: (target, cut) => history(target)?.at(cut) ?? null,
    pace,
  };
}
