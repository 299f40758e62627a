import { parentPort, workerData } from "node:worker_threads";
import { explained } from "./actions/explain.ts";
import { readPriceFile } from "./actions/price-file.ts";
import { previewFrame } from "./actions/preview-frame.ts";
import { experimentOutcome } from "./actions/promote/experiment-outcome.ts";
import { simulateStrategy } from "./actions/replays/simulate-strategy.ts";
import { simulated } from "./actions/simulate.ts";
import { lookAtHealth } from "./actions/target-health.ts";
import { OperatorError } from "./core/errors.ts";
import type { FromSimulating, SimulatingStart } from "./gateway-simulating.ts";
import { priceBook, type PriceBook, type PriceFile } from "./prices/index.ts";
import type { Store } from "./store/control.ts";
import { openSqliteStore } from "./store/sqlite/open.ts";

/** The thread that replays a period of the log while the gateway serves: part of the composition root. */
const { folder, pricesFile, asked } = workerData as SimulatingStart;

function answerOf(
  store: Store,
  file: PriceFile | null,
  prices: PriceBook,
): Extract<FromSimulating, { readonly kind: "simulated" }>["result"] {
  if (asked.kind === "strategy") return simulateStrategy(store, prices, asked.request);
  if (asked.kind === "frame") return previewFrame(store, prices, file, asked.request);
  if (asked.kind === "outcome") return experimentOutcome(store, prices, asked.experiment, asked.now);
  if (asked.kind === "explain") return explained(store, prices, asked.request);
  if (asked.kind === "health") return lookAtHealth(store.traffic, asked.hours);
  return simulated(store, prices, { ...asked.request, quality: null });
}

function answer(): FromSimulating {
  const store = openSqliteStore(folder, { readOnly: true });
  try {
    const file = pricesFile === undefined ? null : readPriceFile(pricesFile);
    const prices = priceBook(file === null ? {} : { userFile: file });
    return { kind: "simulated", result: answerOf(store, file, prices) };
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    const { code, message, place, hint } = error;
    return { kind: "mistake", code, message, details: { ...place, hint } };
  } finally {
    store.close();
  }
}

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread has no origin
parentPort?.postMessage(answer());
