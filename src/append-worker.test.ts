import { describe, expect, it, onTestFinished } from "vitest";
import { storing } from "./actions/import/storing.ts";
import { startAppendThread } from "./store/append-thread.ts";
import type { Appender } from "./store/appender.ts";
import { sampleExchange } from "./store/exchange.fixtures.ts";
import { openSqliteStore } from "./store/sqlite/open.ts";
import { temporaryFolder } from "./store/sqlite/temporary.fixtures.ts";
import type { SuppliedOutcome } from "./store/traffic.ts";

const MODULE = new URL("append-worker.ts", import.meta.url);

function openStore(folder: string): ReturnType<typeof openSqliteStore> {
  const store = openSqliteStore(folder);
  onTestFinished(() => store.close());
  return store;
}

const APPENDERS: readonly [name: string, open: (folder: string) => Appender][] = [
  ["this thread", (folder) => storing(openStore(folder).traffic)],
  ["a thread of its own", (folder) => startAppendThread(MODULE, { folder })],
];

describe.each(APPENDERS)("a store filled by %s", (_, open) => {
  it("holds every batch, in order, and says of each what became of it", async () => {
    const folder = temporaryFolder();
    const rows = Array.from({ length: 30 }, (__, index) => sampleExchange(index));
    const score = (at: number, name: string): SuppliedOutcome => ({
      request_id: sampleExchange(at).request_id,
      name,
      value: 1,
      source: "test",
    });
    const appender = open(folder);
    const [first, second, third] = await Promise.all([
      appender.append(rows.slice(0, 10), []),
      appender.append(rows.slice(5, 20), [score(3, "score"), score(19, "score"), score(29, "early")]),
      appender.append(rows.slice(20), []),
    ]);
    await appender.close();
    expect(first).toEqual({ inserted: 10, duplicates: 0, outcomes: {} });
    expect(second).toEqual({ inserted: 10, duplicates: 5, outcomes: { score: 2 } });
    expect(third).toEqual({ inserted: 10, duplicates: 0, outcomes: {} });
    expect(openStore(folder).traffic.bySeq(rows.map((__, index) => index + 1))).toEqual(rows);
  });

  it("rejects a batch that the store cannot take, and keeps those before it", async () => {
    const folder = temporaryFolder();
    const appender = open(folder);
    const bad = { ...sampleExchange(2), request_id: null } as never;
    await appender.append([sampleExchange(1)], []);
    await expect(appender.append([bad], [])).rejects.toThrow("NOT NULL constraint failed");
    await appender.close();
    expect(openStore(folder).traffic.lastSeq()).toBe(1);
  });
});

it("rejects what a thread that dies was given, and what it is given after that", async () => {
  const appender = startAppendThread(new URL("data:text/javascript,process.exit(3)"), { folder: temporaryFolder() });
  await expect(appender.append([sampleExchange(1)], [])).rejects.toThrow("the thread that fills the store has ended");
  await expect(appender.append([sampleExchange(2)], [])).rejects.toThrow("the thread that fills the store has ended");
  await appender.close();
});

it("hands on what SQLite said, so that it can be told as the disk's matter", async () => {
  const says = `import { parentPort } from "node:worker_threads";
    parentPort.on("message", (batch) => batch === null ? parentPort.close() : parentPort.postMessage({ failed: "disk full", errcode: 13 }));`;
  const module = new URL(`data:text/javascript,${encodeURIComponent(says)}`);
  const appender = startAppendThread(module, { folder: temporaryFolder() });
  await expect(appender.append([], [])).rejects.toMatchObject({ message: "disk full", errcode: 13 });
  await appender.close();
});
