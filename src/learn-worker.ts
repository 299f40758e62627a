import { parentPort, workerData } from "node:worker_threads";
import { learn, targetsToLearn } from "./actions/facts/learnt.ts";
import { UNKNOWN_CAPABILITIES } from "./core/facts.ts";
import type { FromLearning, LearningStart, ToLearning } from "./gateway-learning.ts";
import { openSqliteStore } from "./store/sqlite/open.ts";

/** The thread that learns from the log while the gateway serves: part of the composition root. */
const { folder, priceVersion, qualityOutcome, now } = workerData as LearningStart;
const port = parentPort;
if (port === null) throw new Error("learn-worker runs as a worker thread");
const { traffic, close } = openSqliteStore(folder, { readOnly: true });
const send = (message: FromLearning): void => port.postMessage(message);

port.once("message", ({ known }: ToLearning) => {
  const learnt = learn(
    {
      traffic,
      rates: (target) => known.get(target)?.rates ?? null,
      capabilities: (target) => known.get(target)?.capabilities ?? UNKNOWN_CAPABILITIES,
      priceVersion,
      qualityOutcome,
    },
    now,
  );
  close();
  send({ kind: "learnt", learnt });
});
send({ kind: "targets", targets: targetsToLearn(traffic, now) });
