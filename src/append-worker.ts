import { parentPort, workerData } from "node:worker_threads";
import { storing } from "./actions/import/storing.ts";
import type { AppendStart, FromAppend, ToAppend } from "./store/append-thread.ts";
import { openSqliteStore } from "./store/sqlite/open.ts";

/** The thread that puts imported rows into the store while the next ones are read: part of the composition root. */
const port = parentPort;
if (port === null) throw new Error("append-worker runs as a worker thread");
const { traffic, close } = openSqliteStore((workerData as AppendStart).folder);
const { append } = storing(traffic);
const send = (message: FromAppend): void => port.postMessage(message);

let failed = false;
port.on("message", (batch: ToAppend) => {
  if (batch === null) {
    close();
    port.close();
  } else if (!failed) {
    append(batch.rows, batch.outcomes).then(send, (error: Error & { readonly errcode?: number }) => {
      failed = true;
      send({ failed: error.message, errcode: error.errcode });
    });
  }
});
