import type { LearntPairs } from "../replay/pilot/learn-from-pilot.ts";
import type { GatewayControl } from "./gateway-control.ts";
import type { Runs } from "./runs.ts";
import type { Promotions } from "./promotions.ts";
import type { Schedules } from "./schedules.ts";
import type { Shadows } from "./shadow.ts";
import type { Webhooks } from "./webhooks.ts";
import type { Traffic } from "./traffic.ts";

/** A named, versioned policy. Versions count from 1 and never change. */
export interface StoredConfig {
  readonly name: string;
  readonly version: number;
  /** The policy as JSON data, dice salts and config versions pinned. */
  readonly policy: unknown;
  readonly draft: boolean;
  /** ms since the epoch, UTC. */
  readonly created_at: number;
  readonly note: string | null;
}

export interface StoredExperiment {
  /** `sim_` and a UUIDv7. */
  readonly id: string;
  readonly created_at: number;
  readonly mode: "routing_only" | "with_responses";
  /** What was asked: window, filters, sample, policy, seed. */
  readonly request: unknown;
  /** What came out, as printed by --json. */
  readonly result: unknown;
  readonly facts_id: string;
}

export interface StoredFacts {
  readonly facts_id: string;
  readonly cut_at: number;
  readonly facts: unknown;
}

export interface StoredImport {
  readonly id: string;
  readonly created_at: number;
  readonly file: string;
  readonly format: string;
  readonly summary: unknown;
}

/** What the pairs of one run taught of a baseline and a candidate: sums, which outlive the rows they were made of. */
export interface StoredLesson {
  /** `plt_...` where a pilot called the rows, `sim_...` where an experiment did. */
  readonly run: string;
  /** ms since the epoch, UTC. */
  readonly at: number;
  /** What the sums speak for: the rows of the run's window, each pair weighted by the inverse of its chance to be called. */
  readonly estimand: "window";
  readonly learnt: LearntPairs;
}

/** The control store: transactional, small. */
export interface Control extends GatewayControl, Promotions {
  /** Work that costs money. */
  readonly runs: Runs;
  readonly schedules: Schedules;
  readonly webhooks: Webhooks;
  readonly shadows: Shadows;

  /** Adds the next version of a name (1 for a new one). */
  addConfig(config: {
    readonly name: string;
    readonly policy: unknown;
    readonly draft?: boolean;
    readonly note?: string | null;
    readonly created_at: number;
  }): StoredConfig;
  /** The newest version where none is named; null where there is none. */
  config(name: string, version?: number): StoredConfig | null;
  /** All versions, by name and version; drafts only where asked. */
  configs(options?: { readonly drafts?: boolean }): readonly StoredConfig[];

  putExperiment(experiment: StoredExperiment): void;
  experiment(id: string): StoredExperiment | null;
  /** Newest first. */
  experiments(limit: number): readonly StoredExperiment[];

  putFacts(facts: StoredFacts): void;
  facts(factsId: string): StoredFacts | null;

  /** Keeps what a run taught; nothing of it ever changes. What it taught of a baseline and a candidate before stays as it was. */
  addLessons(lessons: readonly StoredLesson[]): void;
  /** All of them, in the order in which they were kept. */
  lessons(): readonly StoredLesson[];

  putImport(record: StoredImport): void;
  imports(limit: number): readonly StoredImport[];

  /**
   * Takes an end user's name out of what snapshots of facts (`tiers_...`) and filters of experiments and runs and commands of schedules say, and blanks units of
   * runs and results that are about that user (see `ErasedUnit`), of one project or (null) of all: no byte of them is left in the files.
   * @returns units that were blanked now @throws OperatorError `erase_unfinished`
   */
  eraseEndUser(user: string, project: string | null): number;
  close(): void;
}

export interface Store {
  readonly control: Control;
  readonly traffic: Traffic;
  close(): void;
}
