import { Worker } from "node:worker_threads";
import type { Learnt } from "./actions/facts/learnt.ts";
import type { Capabilities } from "./core/facts.ts";
import type { RateCard } from "./core/rates.ts";
import type { Target } from "./core/target.ts";
import { moduleBeside } from "./module-beside.ts";

/** What the thread is started with. */
export interface LearningStart {
  /** The data folder. */
  readonly folder: string;
  readonly priceVersion: string;
  /** The supplied outcome that quality scores are the means of; null = none. */
  readonly qualityOutcome: string | null;
  /** Rows up to now are learnt from, ms since the epoch. */
  readonly now: number;
}

interface KnownTarget {
  readonly rates: RateCard | null;
  readonly capabilities: Capabilities;
}

/** From the thread: first what it has to know of, then what came of it. */
export type FromLearning =
  | { readonly kind: "targets"; readonly targets: readonly Target[] }
  | { readonly kind: "learnt"; readonly learnt: Learnt };

/** To the thread, which has no prices of its own. */
export interface ToLearning {
  readonly known: ReadonlyMap<Target, KnownTarget>;
}

export interface LearningParts extends Pick<LearningStart, "folder" | "priceVersion" | "qualityOutcome"> {
  readonly rates: (target: Target) => RateCard | null;
  readonly capabilities: (target: Target) => Capabilities;
  readonly now: () => number;
  /** There is nothing to learn yet: the first time is a day from now. */
  readonly nothingYet: boolean;
  readonly onLearnt: (learnt: Learnt) => void;
  /** It could not; it is tried again. */
  readonly onTrouble: (message: string) => void;
}

/** Learning from the log, again and again. */
export interface Learning {
  /** Resolves when the first of it is over, or has taken so long. */
  begun(mostMs: number): Promise<void>;
  stop(): Promise<void>;
}

const DAY_MS = 86_400_000;
const AGAIN_MS = 5_000;

/**
 * Learns from the log at once, where it holds anything, and then every day, in a thread of its own: a large log takes seconds, and requests do not wait for it.
 * The thread is gone in between, and with it what it held.
 */
export function startLearning(parts: LearningParts): Learning {
  const { folder, priceVersion, qualityOutcome, rates, capabilities, now, nothingYet, onLearnt, onTrouble } = parts;
  let stopping = false;
  let timer: NodeJS.Timeout | undefined;
  let worker: Worker | null = null;

  const learnOnce = (): Promise<Learnt> =>
    new Promise((resolve, reject) => {
      const workerData: LearningStart = { folder, priceVersion, qualityOutcome, now: now() };
      const started = new Worker(moduleBeside("learn-worker"), { workerData });
      worker = started;
      started.on("message", (message: FromLearning) => {
        if (message.kind === "learnt") return resolve(message.learnt);
        const known = new Map(
          message.targets.map((target) => [target, { rates: rates(target), capabilities: capabilities(target) }]),
        );
        // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
        started.postMessage({ known } satisfies ToLearning);
      });
      started.once("error", reject);
      started.once("exit", () => reject(new Error("it ended")));
    });
  const next = async (): Promise<void> => {
    const learnt = await learnOnce().catch((error: Error) => {
      if (!stopping) onTrouble(error.message);
      return null;
    });
    await worker?.terminate();
    worker = null;
    if (stopping) return;
    if (learnt !== null) onLearnt(learnt);
    nextIn(learnt === null ? AGAIN_MS : DAY_MS);
  };
  const nextIn = (ms: number): void => {
    timer = setTimeout(() => void next(), ms).unref();
  };
  const first = nothingYet ? Promise.resolve(nextIn(DAY_MS)) : next();

  return {
    async begun(mostMs) {
      let late: NodeJS.Timeout | undefined;
      await Promise.race([first, new Promise((resolve) => (late = setTimeout(resolve, mostMs)))]);
      clearTimeout(late);
    },
    async stop() {
      stopping = true;
      clearTimeout(timer);
      await worker?.terminate();
    },
  };
}
