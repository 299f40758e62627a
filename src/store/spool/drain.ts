import { rmSync, statSync } from "node:fs";
import { availableParallelism } from "node:os";
import { dirname } from "node:path";
import { storeChores } from "./chores.ts";
import { drainGate } from "./drain-gate.ts";
import { sliceDrain, type DrainedSlice } from "./drain-slice.ts";
import { openInbox } from "./inbox.ts";
import { findLeftovers, rowsIn, type Leftover } from "./leftovers.ts";
import type { DrainStart, FromDrain, ToDrain } from "./messages.ts";
import { segmentFile, segmentsIn } from "./segment-files.ts";
import type { DrainStore } from "./store-rows.ts";

export interface DrainParts extends DrainStart {
  /** Throws where the store cannot be opened yet. */
  readonly openStore: () => DrainStore;
  readonly send: (message: FromDrain) => void;
  /** Registers who takes what comes from the main thread. */
  readonly onMessage: (listener: (message: ToDrain) => void) => void;
  /** ms, of any origin. */
  readonly now: () => number;
}

/** Fewer bytes than this wait a little for company: what is packed together is packed better. */
const GATHER_BYTES = 256 << 10;
const GATHER = 200;

/** Puts what is spooled into the store until told to stop: what earlier runs left first, then this run's rows as they come. */
export async function drainSpool({ run, load, drained, openStore, send, onMessage, now }: DrainParts): Promise<void> {
  const spool = dirname(run);
  const inbox = openInbox(onMessage, now);
  const gate = drainGate({
    load: new Int32Array(load),
    told: () => inbox.toldAt,
    now,
    sharesCore: availableParallelism() === 1,
  });
  const drain = sliceDrain(spool, inbox, (trouble) => send({ kind: "trouble", trouble }));
  const store = await drain.persist(openStore, (error) => (error as Error).message);
  if (store === null) return;
  const chores = storeChores(store, () => gate.load(), now);
  /** What an earlier thread of this run has told of already. */
  let known = drained;

  /** Bytes of this run behind an offset of a segment. */
  const backlog = (segment: number, at: number): number => {
    const { newest } = inbox;
    if (newest === null) return 0;
    return newest.segment === segment
      ? newest.end - at
      : segmentBytes(segmentFile(run, segment)) * (newest.segment - segment) - at + newest.end;
  };
  const slice = async (file: string, from: number, end: number, behind: () => number): Promise<DrainedSlice | null> => {
    const started = now();
    const made = await drain.slice(store, file, from, end);
    chores.stored(made?.stored ?? 0);
    const urgent = inbox.flushing || inbox.stopping;
    const rest = urgent ? 0 : gate.rest(now() - started, behind());
    await (rest > 0 ? inbox.gather(rest) : new Promise<void>((resolve) => setImmediate(resolve)));
    return made;
  };
  /** Rows outlive a power cut before what they came from goes. */
  const remove = async (files: readonly string[]): Promise<boolean> => {
    const synced = await drain.persist(() => {
      store.traffic.sync();
      return true;
    }, store.passing);
    if (synced === true) for (const file of files) rmSync(file, { force: true });
    return synced === true;
  };

  const drainLeftover = async ({ owner, segments }: Leftover, told: (drained: DrainedSlice) => void): Promise<void> => {
    for (const segment of segments) {
      const file = segmentFile(owner.folder, segment);
      for (let at = 0, done = false; !done;) {
        const made = inbox.stopping ? null : await slice(file, at, Number.POSITIVE_INFINITY, () => 0);
        if (made === null) return;
        ({ next: at, done } = made);
        told(made);
      }
      if (!(await remove([file]))) return;
    }
  };
  const drainLeftovers = async (): Promise<void> => {
    const found = findLeftovers(spool, run);
    let left = found.reduce((rows, one) => rows + rowsIn(one), 0);
    send({ kind: "leftovers", rows: left });
    for (const leftover of found) {
      await drainLeftover(leftover, ({ rows, stored }) => {
        left -= rows;
        send({ kind: "drained", rows: 0, stored });
        send({ kind: "leftovers", rows: left });
      });
      leftover.owner.release();
    }
  };
  const drainOwn = async (): Promise<void> => {
    let segment = segmentsIn(run)[0] ?? 1;
    let at = 0;
    while (!inbox.stopping) {
      const { newest } = inbox;
      if (newest === null || (segment === newest.segment && at >= newest.end)) {
        if (inbox.flushing) {
          inbox.flushed();
          send({ kind: "flushed" });
        }
        await inbox.wait(chores.next());
        if (inbox.newest !== newest) await inbox.gather(GATHER);
        continue;
      }
      const last = segment === newest.segment;
      const end = last ? newest.end : Number.POSITIVE_INFINITY;
      const made = await slice(segmentFile(run, segment), at, end, () => backlog(segment, at));
      if (made === null) return;
      at = made.next;
      const again = Math.min(known, made.rows);
      known -= again;
      send({ kind: "drained", rows: made.rows - again, stored: made.stored });
      if (last && at < newest.end && newest.end - at < GATHER_BYTES) await inbox.gather(GATHER);
      if (last || !made.done) continue;
      if (!(await remove([segmentFile(run, segment)]))) return;
      segment++;
      at = 0;
    }
    const { newest } = inbox;
    if (newest !== null && segment === newest.segment && at >= newest.end) await remove([segmentFile(run, segment)]);
  };

  try {
    await drainLeftovers();
    await drainOwn();
  } finally {
    store.close();
  }
}

function segmentBytes(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.size ?? 0;
}
