import { createHash } from "node:crypto";
import { parentPort, workerData } from "node:worker_threads";
import { bodyRedaction } from "./actions/redaction.ts";
import { retention } from "./actions/retention.ts";
import { CLIENT_DIALECTS } from "./dialects/index.ts";
import { drainSpool } from "./store/spool/drain.ts";
import type { DrainStart, FromDrain, ToDrain } from "./store/spool/messages.ts";
import { storeFailure } from "./store/sqlite/failure.ts";
import { openSqliteStore } from "./store/sqlite/open.ts";

/** The thread that puts logged rows into the store: part of the composition root. */
const start = workerData as DrainStart;
const port = parentPort;
if (port === null) throw new Error("log-worker runs as a worker thread");
const dialects = new Map(CLIENT_DIALECTS.map((dialect) => [dialect.name, dialect]));
/** Another process at the store is told of soon, instead of being waited for. */
const BUSY_MS = 1_000;
/** It appends, and reads next to nothing. */
const CACHE_KILOBYTES = 2_048;

await drainSpool({
  ...start,
  now: () => performance.now(),
  send: (message: FromDrain) => port.postMessage(message),
  onMessage: (listener) => void port.on("message", (message: ToDrain) => listener(message)),
  openStore() {
    const { control, traffic, close } = openSqliteStore(start.folder, {
      busyMilliseconds: BUSY_MS,
      cacheKilobytes: CACHE_KILOBYTES,
      mappedBytes: 0,
    });
    const redaction = bodyRedaction({
      projects: () => control.projects(),
      revision: () => control.revision(),
      kinds: async () => (await import("./guardrails/index.ts")).GUARDRAILS,
      dialects,
    });
    return {
      traffic,
      storing: {
        hash: (text) => createHash("sha256").update(text).digest("hex"),
        reassemble: (dialect, events) => dialects.get(dialect)?.reassemble(events) ?? null,
        redaction,
      },
      prepare: () => redaction.refresh(),
      prune: retention({ traffic, control, now: () => Date.now() }),
      passing: (error) => storeFailure(error)?.message ?? null,
      close,
    };
  },
});
port.close();
