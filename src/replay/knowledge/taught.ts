import { remembered } from "../../core/remembered.ts";
import type { Target } from "../../core/target.ts";
import { addSums, type PairSums } from "../../stats/ratio.ts";
import type { LearntPairs } from "../pilot/learn-from-pilot.ts";
import { isPilot, learntRatio, type TokenRatio } from "./token-ratio.ts";

/** What one run of calls taught of a baseline and a candidate. */
export interface Lesson {
  /** `plt_...` where a pilot called the rows, `sim_...` where an experiment did. */
  readonly run: string;
  readonly learnt: LearntPairs;
}

/** What calls made before a replay taught of pairs of targets. */
export interface Taught {
  /** The runs that taught, in order. */
  readonly runs: readonly string[];
  /** By the pilots of the pair, else by its experiments, all of a kind taken together; null where neither had pairs enough. */
  readonly ratio: (baseline: Target, candidate: Target) => TokenRatio | null;
}

function together(lessons: readonly Lesson[], kind: "input" | "output"): PairSums {
  return lessons.map(({ learnt }) => learnt[kind]).reduce(addSums);
}

/** Makes ratios of what runs taught. */
export function taughtBy(lessons: readonly Lesson[]): Taught {
  const ratio = remembered((pair: string): TokenRatio | null => {
    const [baseline, candidate] = JSON.parse(pair) as [Target, Target];
    const own = lessons.filter(({ learnt }) => learnt.baseline === baseline && learnt.candidate === candidate);
    for (const from of ["pilots", "experiments"] as const) {
      const taught = own.filter(({ run }) => isPilot(run) === (from === "pilots"));
      if (taught.length === 0) continue;
      const known = learntRatio({ input: together(taught, "input"), output: together(taught, "output") }, from);
      if (known !== null) return known;
    }
    return null;
  });
  return {
    runs: [...new Set(lessons.map(({ run }) => run))],
    ratio: (baseline, candidate) => ratio(JSON.stringify([baseline, candidate])),
  };
}
