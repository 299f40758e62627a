import type { Capabilities, TargetFacts } from "../../core/facts.ts";
import type { RateCard } from "../../core/rates.ts";
import type { Target } from "../../core/target.ts";
import { makeKnowledge } from "../../replay/knowledge/index.ts";
import type { Traffic } from "../../store/traffic.ts";
import { meanOutcomes } from "../quality-scores.ts";
import { finishedRows } from "./finished-rows.ts";
import { healthWindows, type HealthWindows } from "./health-windows.ts";
import type { Tiers } from "./stored-facts.ts";

const DAY_MS = 86_400_000;

/** What changes once a day, and what live windows start from: plain data, so that a worker can gather it. */
export interface Learnt {
  /** UTC day (ms) it holds for. */
  readonly day: number;
  readonly expected_output: Readonly<Record<Target, TargetFacts["expected_output"]>>;
  readonly tiers: Tiers;
  /** Attempts of the last 24 hours, by target, in spans of 10 s. */
  readonly recent: Readonly<Record<Target, ReturnType<HealthWindows["spans"]>>>;
  /** Measured scores in [0, 1]. */
  readonly quality: Readonly<Record<Target, TargetFacts["quality"]>>;
}

export interface LearnParts {
  readonly traffic: Traffic;
  readonly rates: (target: Target) => RateCard | null;
  readonly capabilities: (target: Target) => Capabilities;
  readonly priceVersion: string;
  /** The supplied outcome that scores are the means of; null = none. */
  readonly qualityOutcome: string | null;
}

const LOOK_BACK_DAYS = 31;

/** Targets that rows of the window name: those whose prices and capabilities learning asks for. */
export function targetsToLearn(traffic: Traffic, now: number): readonly Target[] {
  return traffic
    .frame({ from: now - LOOK_BACK_DAYS * DAY_MS, to: now + 1, keep: false })
    .dictionary("target")
    .flatMap((target) => (target === null ? [] : [target]));
}

/** Learns from the log what a snapshot of facts needs beside the attempts going on. */
export function learn(parts: LearnParts, now: number): Learnt {
  const { traffic, rates, capabilities, priceVersion, qualityOutcome } = parts;
  const frame = traffic.frame({ from: now - LOOK_BACK_DAYS * DAY_MS, to: now + 1, keep: false });
  const knowledge = makeKnowledge(frame, {
    priceVersion,
    rates,
    capabilities,
    quality: new Map(),
    inSampleTiers: false,
  });
  const targets = [...knowledge.census.targets.keys()];
  const recent = new Map<Target, HealthWindows>();
  const names = frame.dictionary("target");
  for (const segment of frame.segments()) {
    if (segment.to < now - DAY_MS) continue;
    for (const { code, attempt } of finishedRows(segment, now - DAY_MS)) {
      const target = names[code] ?? null;
      if (target === null) continue;
      let windows = recent.get(target);
      if (windows === undefined) recent.set(target, (windows = healthWindows()));
      windows.add(attempt);
    }
  }
  const quality = qualityOutcome === null ? null : meanOutcomes(traffic, frame, qualityOutcome);
  return {
    day: Math.floor(now / DAY_MS) * DAY_MS,
    expected_output: Object.fromEntries(
      targets.map((target) => [target, knowledge.targetFacts(target, now).expected_output]),
    ),
    tiers: knowledge.tiers.all(now),
    recent: Object.fromEntries([...recent].map(([target, windows]) => [target, windows.spans()])),
    quality: Object.fromEntries(quality ?? []),
  };
}
