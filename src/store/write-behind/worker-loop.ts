import { rmSync } from "node:fs";
import type { Traffic } from "../traffic.ts";
import { drainLeftovers, drainSome } from "./drain.ts";
import type { FromWorker, ToWorker } from "./messages.ts";
import type { StoringParts } from "./stored-exchange.ts";

export interface WorkerParts {
  /** Files that a process before this one has left. */
  readonly leftovers: readonly string[];
  readonly traffic: Traffic;
  readonly storing: StoringParts;
  readonly send: (message: FromWorker) => void;
  readonly onMessage: (listener: (message: ToWorker) => void) => void;
}

const RETRY_MS = 1_000;
/** Rests between slices, so that serving comes first where both share a core. */
const REST_MS = 5;

interface Written {
  at: number;
  bytes: number;
  last: boolean;
}

/** Puts spooled rows into the store as they come, oldest first; what the store does not take stays on disk and is tried again. */
export function workerLoop({ leftovers, traffic, storing, send, onMessage }: WorkerParts): void {
  const files = new Map<string, Written>();
  let closing = false;
  let timer: NodeJS.Timeout | null = null;
  let troubled = false;

  const schedule = (ms: number): void => {
    timer ??= setTimeout(() => {
      timer = null;
      step();
    }, ms);
  };

  function step(): void {
    const [next] = files;
    if (next === undefined) {
      if (closing) send({ kind: "closed" });
      return;
    }
    const [file, written] = next;
    try {
      if (written.at < written.bytes) {
        const { at, rows, broken } = drainSome(file, written.at, traffic, storing);
        if (broken) throw new Error(`${file} is damaged at byte ${at}`);
        written.at = at;
        send({ kind: "drained", file, bytes: at, rows });
      }
      if (written.last && written.at >= written.bytes) {
        files.delete(file);
        rmSync(file, { force: true });
      }
      if (troubled) send({ kind: "trouble", message: null });
      troubled = false;
    } catch (error) {
      troubled = true;
      send({ kind: "trouble", message: (error as Error).message });
      if (closing) {
        // The rows are on disk: the next start takes them up.
        send({ kind: "closed" });
        return;
      }
      schedule(RETRY_MS);
      return;
    }
    const [more] = files.values();
    if (more !== undefined && (more.at < more.bytes || more.last)) schedule(closing ? 0 : REST_MS);
    else if (closing) send({ kind: "closed" });
  }

  try {
    drainLeftovers(leftovers, traffic, storing);
  } catch (error) {
    // They stay on disk, for the next start.
    send({ kind: "trouble", message: (error as Error).message });
  }
  send({ kind: "ready" });
  onMessage((message) => {
    if (message.kind === "close") closing = true;
    else {
      const known = files.get(message.file) ?? { at: 0, bytes: 0, last: false };
      files.set(message.file, { at: known.at, bytes: message.bytes, last: message.last });
    }
    schedule(closing ? 0 : REST_MS);
  });
}
