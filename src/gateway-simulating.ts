import { Worker } from "node:worker_threads";
import type { ExplainAsked, Explanation } from "./actions/explain.ts";
import type { PreviewFrameRequest } from "./actions/preview-frame.ts";
import type { ExperimentOutcome } from "./actions/promote/experiment-outcome.ts";
import type { SimulateStrategyRequest, StrategySimulation } from "./actions/replays/simulate-strategy.ts";
import type { Simulated, SimulateRequest } from "./actions/simulate.ts";
import type { LookedAtHealth } from "./actions/target-health.ts";
import { OperatorError, type ErrorCode, type ErrorDetails } from "./core/errors.ts";
import { moduleBeside } from "./module-beside.ts";

/** A policy over a window, as far as it can be handed to a thread. */
export type PolicyRequest = Omit<SimulateRequest, "quality">;

/** What can be asked for: a strategy over a period, any policy over a window, the columns to replay one elsewhere, what came of an experiment, why one request goes where it goes, or how targets did. */
export type SimulatingAsked =
  | { readonly kind: "strategy"; readonly request: SimulateStrategyRequest }
  | { readonly kind: "policy"; readonly request: PolicyRequest }
  | { readonly kind: "frame"; readonly request: PreviewFrameRequest }
  | { readonly kind: "outcome"; readonly experiment: string; readonly now: number }
  | { readonly kind: "explain"; readonly request: ExplainAsked }
  | { readonly kind: "health"; readonly hours: number };

/** What comes of it. */
type Answered = StrategySimulation | Simulated | ExperimentOutcome | Uint8Array | Explanation | LookedAtHealth;

/** What the thread is started with. */
export interface SimulatingStart {
  /** The data folder. */
  readonly folder: string;
  readonly pricesFile: string | undefined;
  readonly asked: SimulatingAsked;
}

/** From the thread: what came of it, or what the operator got wrong. */
export type FromSimulating =
  | { readonly kind: "simulated"; readonly result: Answered }
  | { readonly kind: "mistake"; readonly code: ErrorCode; readonly message: string; readonly details: ErrorDetails };

/** Replays periods of the log, each in a thread of its own: a replay of 50,000 rows takes a moment, and requests do not wait for it. */
export interface Simulating {
  /** One at a time: the memory of one replay is enough. Rejects with what `simulateStrategy` throws. */
  simulate(request: SimulateStrategyRequest): Promise<StrategySimulation>;
  /** The same for any policy; nothing is stored. Rejects with what `simulated` throws. */
  simulatePolicy(request: PolicyRequest): Promise<Simulated>;
  /** Rejects with what `previewFrame` throws. */
  previewFrame(request: PreviewFrameRequest): Promise<Uint8Array<ArrayBuffer>>;
  /** Rejects with what `experimentOutcome` throws. */
  outcome(experiment: string, now: number): Promise<ExperimentOutcome>;
  /** Rejects with what `explained` throws. */
  explain(request: ExplainAsked): Promise<Explanation>;
  /** Of the last hours before the newest row. */
  targetHealth(hours: number): Promise<LookedAtHealth>;
  stop(): Promise<void>;
}

export function startSimulating(parts: Omit<SimulatingStart, "asked">): Simulating {
  let last: Promise<unknown> = Promise.resolve();
  let worker: Worker | null = null;

  const run = async (asked: SimulatingAsked): Promise<unknown> => {
    const started = new Worker(moduleBeside("simulate-worker"), {
      workerData: { ...parts, asked } satisfies SimulatingStart,
    });
    worker = started;
    try {
      const said = await new Promise<FromSimulating>((resolve, reject) => {
        started.once("message", resolve);
        started.once("error", reject);
        started.once("exit", () => reject(new Error("the thread that replays ended")));
      });
      if (said.kind === "simulated") return said.result;
      throw new OperatorError(said.code, said.message, said.details);
    } finally {
      worker = null;
      await started.terminate();
    }
  };

  const inTurn = (asked: SimulatingAsked): Promise<unknown> => {
    const result = last.then(() => run(asked));
    last = result.catch(() => {});
    return result;
  };

  return {
    simulate: (request) => inTurn({ kind: "strategy", request }) as Promise<StrategySimulation>,
    simulatePolicy: (request) => inTurn({ kind: "policy", request }) as Promise<Simulated>,
    previewFrame: (request) => inTurn({ kind: "frame", request }) as Promise<Uint8Array<ArrayBuffer>>,
    outcome: (experiment, now) => inTurn({ kind: "outcome", experiment, now }) as Promise<ExperimentOutcome>,
    explain: (request) => inTurn({ kind: "explain", request }) as Promise<Explanation>,
    targetHealth: (hours) => inTurn({ kind: "health", hours }) as Promise<LookedAtHealth>,
    async stop() {
      await worker?.terminate();
    },
  };
}
