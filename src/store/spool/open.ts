import { join } from "node:path";
import { performance } from "node:perf_hooks";
import type { LogWriter } from "../log-writer.ts";
import { startDrainThread } from "./drain-thread.ts";
import { SPOOL_FOLDER, type FromDrain } from "./messages.ts";
import { openQueue } from "./queue.ts";
import { newRunFolder } from "./run-folder.ts";
import { openSegmentWriter, type Written } from "./segment-writer.ts";

export interface LogWriterOptions {
  /** The module of the thread that fills the store: it calls `drainSpool`. */
  readonly thread: URL;
  /** Bytes of rows that may wait for the disk. */
  readonly queueBytes?: number;
  /** Where a spool file ends and the next begins. */
  readonly segmentBytes?: number;
  /** How long `close` waits for the disk, and again for the store, ms; what is on disk by then is stored at the next start. */
  readonly closeMs?: number;
  /** How long `flush` waits, ms. */
  readonly flushMs?: number;
}

const QUEUE_BYTES = 64 << 20;
const SEGMENT_BYTES = 16 << 20;
const CLOSE_MS = 10_000;
const FLUSH_MS = 5_000;
/** Rows are written this often, and outlive a power cut this much later at most, ms. */
const BATCH_MS = 10;
const SYNC_MS = 100;
const RETRY_MS = 250;
/** How often the thread that fills the store hears of new rows while the main thread is busy (per mille). */
const TELL_MS = 100;
const BUSY = 700;

/**
 * Takes rows in memory, writes them to spool files below the data folder in batches, and has a thread put them into the store.
 * Throws where the spool cannot be made.
 */
export function openLogWriter(folder: string, options: LogWriterOptions): LogWriter {
  const { queueBytes = QUEUE_BYTES, segmentBytes = SEGMENT_BYTES, closeMs = CLOSE_MS, flushMs = FLUSH_MS } = options;
  const run = newRunFolder(join(folder, SPOOL_FOLDER));
  const queue = openQueue(queueBytes);
  const segments = openSegmentWriter(run.folder, segmentBytes);
  const load = new SharedArrayBuffer(4);
  const loadPerMille = new Int32Array(load);
  let utilization = performance.eventLoopUtilization();

  let written: Written | null = null;
  let writtenRows = 0;
  let drainedRows = 0;
  let storedRows = 0;
  let leftovers = 0;
  let writeTrouble: string | null = null;
  let syncTrouble: string | null = null;
  let drainTrouble: string | null = null;
  let deathTrouble: string | null = null;
  let closed: Promise<void> | null = null;
  let lateRows = 0;

  let roomWanted: (() => void)[] = [];
  /** Waits for the answer to a flush; others that ask meanwhile wait for the next one. */
  let flushing: { readonly done: () => void; readonly all: Promise<void> } | null = null;

  const onMessage = (message: FromDrain): void => {
    deathTrouble = null;
    if (message.kind === "drained") {
      drainedRows += message.rows;
      storedRows += message.stored;
    } else if (message.kind === "leftovers") leftovers = message.rows;
    else if (message.kind === "trouble") drainTrouble = message.trouble;
    else flushing?.done();
  };
  const thread = startDrainThread({
    module: options.thread,
    start: () => ({ folder, run: run.folder, load, drained: drainedRows }),
    onMessage,
    onDeath: (reason) => (deathTrouble = `the thread that fills the store died and is started again: ${reason}`),
    onStart() {
      if (written !== null) thread?.post({ kind: "written", ...written });
      if (flushing !== null) thread?.post({ kind: "flush" });
    },
  });

  /** Under load a message for each batch would wake the thread a hundred times a second, to no end. */
  let telling: NodeJS.Timeout | null = null;
  const tellNow = (): void => {
    telling = null;
    if (written !== null) thread.post({ kind: "written", ...written });
  };
  const tellThread = (): void => {
    if (Atomics.load(loadPerMille, 0) < BUSY) return tellNow();
    telling ??= setTimeout(tellNow, TELL_MS).unref();
  };

  let timer: NodeJS.Timeout | null = null;
  let writing: Promise<void> | null = null;
  let givenUp = false;
  const writeQueue = async (): Promise<void> => {
    const chunks = queue.take();
    if (chunks.length === 0) return;
    for (;;) {
      try {
        written = await segments.write(chunks);
        writeTrouble = null;
        break;
      } catch (error) {
        writeTrouble = `rows do not get to the disk: ${(error as Error).message}`;
        if (givenUp) return;
        await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
      }
    }
    const before = utilization;
    utilization = performance.eventLoopUtilization();
    Atomics.store(
      loadPerMille,
      0,
      Math.round(performance.eventLoopUtilization(utilization, before).utilization * 1_000),
    );
    writtenRows += chunks.reduce((rows, chunk) => rows + chunk.rows, 0);
    queue.done(chunks);
    tellThread();
    syncSoon();
    if (queue.roomy && roomWanted.length > 0) {
      const wanted = roomWanted;
      roomWanted = [];
      for (const done of wanted) done();
    }
  };
  /** Everything that has been taken so far is on its way to the disk, in order. */
  const writeNow = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    writing ??= writeQueue().finally(() => {
      writing = null;
      if (queue.waiting) writeSoon();
    });
    return writing;
  };
  const writeSoon = (): void => {
    if (writing === null) timer ??= setTimeout(() => void writeNow(), BATCH_MS);
  };
  const writeAll = async (): Promise<void> => {
    await writeNow();
    if (queue.waiting && !givenUp) await writeAll();
  };

  let syncing: Promise<void> | null = null;
  let unsynced = false;
  const syncSoon = (): void => {
    unsynced = true;
    syncing ??= syncAll();
  };
  const syncAll = async (): Promise<void> => {
    while (unsynced) {
      unsynced = false;
      try {
        await segments.sync();
        syncTrouble = null;
      } catch (error) {
        syncTrouble = `rows are written but not safe from a power cut: ${(error as Error).message}`;
      }
      if (unsynced) await new Promise((resolve) => setTimeout(resolve, SYNC_MS));
    }
    syncing = null;
  };

  const drainAll = (): Promise<void> => {
    if (flushing !== null) return flushing.all.then(drainAll);
    let done = (): void => {};
    const all = new Promise<void>((resolve) => (done = resolve));
    flushing = { done, all };
    if (telling !== null) {
      clearTimeout(telling);
      tellNow();
    }
    thread.hold(true);
    thread.post({ kind: "flush" });
    return all.finally(() => {
      flushing = null;
      thread.hold(false);
    });
  };
  const closeAll = async (): Promise<void> => {
    await within(closeMs, writeAll());
    givenUp = true;
    await writing;
    await syncing;
    await within(closeMs, drainAll());
    await thread.stop(STOP_MS);
    await segments.close().catch(() => {});
    run.release();
  };

  return {
    write(row) {
      if (closed !== null) {
        lateRows++;
        return;
      }
      queue.add(row);
      writeSoon();
    },
    room: () => (queue.roomy ? Promise.resolve() : new Promise((resolve) => roomWanted.push(resolve))),
    stats: () => ({
      waiting_rows: queue.rows,
      waiting_bytes: queue.bytes,
      spooled_rows: writtenRows - drainedRows + leftovers,
      written_rows: storedRows,
      bodies_dropped: queue.bodiesDropped,
      rows_lost: queue.rowsLost + lateRows,
      trouble: writeTrouble ?? syncTrouble ?? deathTrouble ?? drainTrouble ?? queue.unwritable,
    }),
    flush: () => within(flushMs, writeAll().then(drainAll)),
    close: () => (closed ??= closeAll()),
  };
}

const STOP_MS = 3_000;

/** Waits for work, but not for ever: false where it is not done by then. */
async function within(ms: number, work: Promise<void>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => (timer = setTimeout(() => resolve(false), ms)));
  const done = await Promise.race([work.then(() => true), late]);
  clearTimeout(timer);
  return done;
}
