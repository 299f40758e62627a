import { Worker } from "node:worker_threads";
import type { SimulateStrategyRequest, StrategySimulation } from "./actions/replays/simulate-strategy.ts";
import { OperatorError, type ErrorCode, type ErrorDetails } from "./core/errors.ts";

/** What the thread is started with. */
export interface SimulatingStart {
  /** The data folder. */
  readonly folder: string;
  readonly pricesFile: string | undefined;
  readonly request: SimulateStrategyRequest;
}

/** From the thread: what came of it, or what the operator got wrong. */
export type FromSimulating =
  | { readonly kind: "simulated"; readonly result: StrategySimulation }
  | { readonly kind: "mistake"; readonly code: ErrorCode; readonly message: string; readonly details: ErrorDetails };

/** Replays periods of the log, each in a thread of its own: a replay of 50,000 rows takes a moment, and requests do not wait for it. */
export interface Simulating {
  /** One at a time: the memory of one replay is enough. Rejects with what `simulateStrategy` throws. */
  simulate(request: SimulateStrategyRequest): Promise<StrategySimulation>;
  stop(): Promise<void>;
}

export function startSimulating(parts: Omit<SimulatingStart, "request">): Simulating {
  let last: Promise<unknown> = Promise.resolve();
  let worker: Worker | null = null;

  const run = async (request: SimulateStrategyRequest): Promise<StrategySimulation> => {
    const module = import.meta.filename.endsWith(".ts") ? "simulate-worker.ts" : "simulate-worker.js";
    const started = new Worker(new URL(module, import.meta.url), {
      workerData: { ...parts, request } satisfies SimulatingStart,
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

  return {
    simulate(request) {
      const result = last.then(() => run(request));
      last = result.catch(() => {});
      return result;
    },
    async stop() {
      await worker?.terminate();
    },
  };
}
