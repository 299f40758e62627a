import { createHash } from "node:crypto";
import { parentPort, workerData } from "node:worker_threads";
import { CLIENT_DIALECTS } from "./dialects/index.ts";
import { GUARDRAILS } from "./guardrails/index.ts";
import { bodyRedaction } from "./actions/redaction.ts";
import { openSqliteStore } from "./store/sqlite/open.ts";
import type { FromWorker, ToWorker } from "./store/write-behind/messages.ts";
import { workerLoop } from "./store/write-behind/worker-loop.ts";

/** The thread that puts logged rows into the store: part of the composition root. */
const { data, leftovers } = workerData as { readonly data: string; readonly leftovers: readonly string[] };
const port = parentPort;
if (port === null) throw new Error("log-worker runs as a worker thread");
const store = openSqliteStore(data);
const dialects = new Map(CLIENT_DIALECTS.map((dialect) => [dialect.name, dialect]));

workerLoop({
  leftovers,
  traffic: store.traffic,
  storing: {
    hash: (text) => createHash("sha256").update(text).digest("hex"),
    reassemble: (dialect, events) => dialects.get(dialect)?.reassemble(events) ?? null,
    redact: bodyRedaction(
      () => store.control.projects(),
      () => store.control.revision(),
      GUARDRAILS,
      dialects,
    ),
  },
  send(message: FromWorker) {
    port.postMessage(message);
    if (message.kind !== "closed") return;
    store.close();
    port.close();
  },
  onMessage: (listener) => void port.on("message", (message: ToWorker) => listener(message)),
});
