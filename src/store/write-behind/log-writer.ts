import { closeSync, openSync, write } from "node:fs";
import type { LogStats, LogWriter, ServedRow } from "../log-writer.ts";
import { newSpoolFile } from "./drain.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import { encodeRecord } from "./record.ts";

/** What the writer needs of the thread that fills the store. */
export interface DrainThread {
  post(message: ToWorker): void;
  onMessage(listener: (message: FromWorker) => void): void;
  /** Resolves when the thread has ended. */
  ended(): Promise<void>;
}

export interface LogWriterParts {
  /** Where spool files stand. */
  readonly folder: string;
  readonly thread: DrainThread;
  /** Bytes of rows that may wait for the disk. */
  readonly queueBytes: number;
  readonly now: () => number;
  readonly newId: () => string;
}

/** Rows are on disk this often. */
const FLUSH_MS = 10;
const RETRY_MS = 500;
/** Serving comes first: the store is filled once fewer rows than this come in a look, or when this much has piled up. */
const BUSY_ROWS = 20;
const LOOK_MS = 100;
const MOST_PILED_UP = 64 * 2 ** 20;
/** A spool file is closed at this size; it is removed once its rows are in the store. */
const FILE_BYTES = 64 * 2 ** 20;
/** What a row costs beside its bodies. */
const HEAD_BYTES = 2_048;

interface Waiting {
  readonly row: ServedRow;
  readonly bytes: number;
  readonly bodiesDropped: boolean;
}

function bytesOf(row: ServedRow): number {
  return row.response.reduce((length, part) => length + part.length, HEAD_BYTES + row.request.length);
}

/** Takes rows: to a spool file every 10 ms, and from there, in a thread of its own, into the store. */
export function openLogWriter({ folder, thread, queueBytes, now, newId }: LogWriterParts): LogWriter {
  let queue: Waiting[] = [];
  let waitingBytes = 0;
  let writing: Promise<void> | null = null;
  let timer: NodeJS.Timeout | null = null;
  let file: { readonly path: string; readonly handle: number; bytes: number } | null = null;
  let written = 0;
  let stored = 0;
  let bodiesDropped = 0;
  let lost = 0;
  let diskTrouble: string | null = null;
  let storeTrouble: string | null = null;
  let closing = false;
  let roomWanted: (() => void)[] = [];
  let storedWanted: { readonly rows: number; readonly done: () => void }[] = [];
  let ready: () => void;
  const started = new Promise<void>((done) => (ready = done));

  /** What the thread has not been told of. */
  let untold: { readonly path: string; bytes: number } | null = null;
  let piledUp = 0;
  let rowsSeen = 0;
  let look: NodeJS.Timeout | null = null;

  const tell = (): void => {
    if (untold === null) return;
    thread.post({ kind: "written", file: untold.path, bytes: untold.bytes, last: false });
    untold = null;
    piledUp = 0;
  };
  const lookAgain = (): void => {
    look = null;
    const busy = rowsSeen > BUSY_ROWS;
    rowsSeen = 0;
    if (!busy || piledUp > MOST_PILED_UP) tell();
    if (untold !== null) look = setTimeout(lookAgain, LOOK_MS);
  };

  const answerStored = (): void => {
    storedWanted = storedWanted.filter(({ rows, done }) => {
      if (stored < rows) return true;
      done();
      return false;
    });
  };
  thread.onMessage((message) => {
    if (message.kind === "ready") ready();
    else if (message.kind === "trouble")
      storeTrouble = message.message === null ? null : `the store takes no rows: ${message.message}`;
    else if (message.kind === "drained") {
      stored += message.rows;
      answerStored();
    }
  });

  const append = (handle: number, bytes: Buffer): Promise<void> =>
    new Promise((done, fail) => {
      const rest = (from: number): void =>
        write(handle, bytes, from, bytes.length - from, null, (error, count) => {
          if (error !== null) fail(error);
          else if (from + count < bytes.length) rest(from + count);
          else done();
        });
      rest(0);
    });

  async function flushQueue(): Promise<void> {
    while (queue.length > 0) {
      const batch = queue;
      queue = [];
      const bytes = Buffer.concat(batch.map(({ row, bodiesDropped: dropped }) => encodeRecord(row, dropped)));
      try {
        if (file === null) {
          const path = newSpoolFile(folder, now(), newId());
          file = { path, handle: openSync(path, "a"), bytes: 0 };
        }
        await append(file.handle, bytes);
        diskTrouble = null;
      } catch (error) {
        diskTrouble = `rows do not get to the disk: ${(error as Error).message}`;
        // What was written in part is cut off by its checksum; the batch goes into a file of its own.
        if (file !== null) {
          thread.post({ kind: "written", file: file.path, bytes: file.bytes, last: true });
          closeSync(file.handle);
          file = null;
        }
        queue = [...batch, ...queue];
        if (closing) return;
        await new Promise((done) => setTimeout(done, RETRY_MS));
        continue;
      }
      written += batch.length;
      waitingBytes -= batch.reduce((sum, one) => sum + one.bytes, 0);
      file.bytes += bytes.length;
      const last = file.bytes >= FILE_BYTES;
      rowsSeen += batch.length;
      piledUp += bytes.length;
      untold = { path: file.path, bytes: file.bytes };
      if (last) {
        untold = null;
        piledUp = 0;
        thread.post({ kind: "written", file: file.path, bytes: file.bytes, last });
        closeSync(file.handle);
        file = null;
      } else if (batch.length <= BUSY_ROWS / 10 && rowsSeen <= BUSY_ROWS) tell();
      else look ??= setTimeout(lookAgain, LOOK_MS);
      if (waitingBytes < queueBytes / 2) {
        for (const done of roomWanted) done();
        roomWanted = [];
      }
    }
  }

  const flushNow = (): Promise<void> => {
    if (timer !== null) clearTimeout(timer);
    timer = null;
    writing ??= flushQueue().finally(() => {
      writing = null;
      if (queue.length > 0 && !closing) schedule();
    });
    return writing;
  };
  function schedule(): void {
    if (writing === null) timer ??= setTimeout(() => void flushNow(), FLUSH_MS);
  }

  const stats = (): LogStats => ({
    waiting_rows: queue.length,
    waiting_bytes: waitingBytes,
    spooled_rows: written - stored,
    written_rows: stored,
    bodies_dropped: bodiesDropped,
    rows_lost: lost,
    trouble: diskTrouble ?? storeTrouble,
  });

  return {
    write(row) {
      let bytes = bytesOf(row);
      let dropped = false;
      if (waitingBytes + bytes > queueBytes) {
        dropped = true;
        bytes = HEAD_BYTES;
        // A tenth more is kept for rows without bodies.
        if (waitingBytes + bytes > queueBytes * 1.1) {
          lost++;
          return;
        }
        bodiesDropped++;
      }
      waitingBytes += bytes;
      queue.push({
        row: dropped ? { ...row, request: new Uint8Array(0), response: [] } : row,
        bytes,
        bodiesDropped: dropped,
      });
      schedule();
    },
    room: () => (waitingBytes < queueBytes ? Promise.resolve() : new Promise<void>((done) => roomWanted.push(done))),
    stats,
    async flush() {
      await started;
      await flushNow();
      tell();
      if (stored < written) await new Promise<void>((done) => storedWanted.push({ rows: written, done }));
    },
    async close() {
      closing = true;
      await started;
      await flushNow();
      if (look !== null) clearTimeout(look);
      if (file !== null) {
        thread.post({ kind: "written", file: file.path, bytes: file.bytes, last: true });
        closeSync(file.handle);
        file = null;
      }
      thread.post({ kind: "close" });
      await thread.ended();
    },
  };
}
