import { Worker } from "node:worker_threads";
import type { Deployment } from "./actions/deployment.ts";
import { capEvent } from "./actions/mirror/cap-event.ts";
import { addCounts, type MirrorCounts } from "./actions/mirror/counts.ts";
import type { MirrorFigures } from "./actions/mirror/figures.ts";
import { openIntake } from "./actions/mirror/intake.ts";
import type { MirrorProgress } from "./actions/mirror/mirroring.ts";
import { pack, type Packed } from "./actions/mirror/packed.ts";
import { utcDay } from "./actions/mirror/utc-day.ts";
import type { GatewayState } from "./actions/serve/gateway-state.ts";
import type { ServedEvent } from "./actions/serve/serve.ts";
import type { Facts } from "./core/facts.ts";
import type { Tell } from "./server/log-lines.ts";
import type { Control } from "./store/control.ts";
import type { StoredMirror } from "./store/shadow.ts";
import type { StoredEvent } from "./store/webhooks.ts";
import { moduleBeside } from "./module-beside.ts";

/** What the thread is started with. */
export interface MirrorStart {
  readonly dataFolder: string;
  readonly pricesFile: string | undefined;
  readonly deployment: Deployment;
  readonly mock: boolean;
}

/** To the thread. */
export type ToMirror =
  | { readonly kind: "mirrors"; readonly mirrors: readonly StoredMirror[] }
  | ({ readonly kind: "asked"; readonly facts: readonly Omit<Facts, "spendPercentile">[] } & Packed)
  /** Requests that were chosen and not handed on. */
  | { readonly kind: "not_taken"; readonly counts: ReadonlyMap<string, MirrorCounts> }
  | { readonly kind: "stop"; readonly mostMs: number };

/** From the thread. */
export type FromMirror =
  | { readonly kind: "progress"; readonly progress: ReadonlyMap<string, MirrorProgress> }
  | { readonly kind: "capped"; readonly mirror: string; readonly day: string }
  | { readonly kind: "trouble"; readonly message: string; readonly details: Readonly<Record<string, unknown>> }
  | { readonly kind: "stopped" };

export interface MirroringOptions extends MirrorStart {
  readonly control: Control;
  readonly state: () => GatewayState;
  readonly now: () => number;
  readonly tell: Tell;
  /** Told of a mirror whose money for the day is spent. */
  readonly onEvent: (event: StoredEvent) => void;
}

/** The mirrors of a gateway. What they do is done in a thread of its own, at the lowest priority there is: here requests are only chosen and handed on. */
export interface GatewayMirroring {
  /** Takes in a request whose caller has everything. Never throws, never waits. */
  observe(event: ServedEvent): void;
  /** Looks at the mirrors, and after the thread. */
  look(): void;
  figures(): readonly MirrorFigures[];
  /** What is under way may take a few seconds. */
  stop(): Promise<void>;
}

const HAND_ON_MS = 10;
const START_AGAIN_MS = 5_000;
/** Of calls that are under way when the gateway stops; and of everything else that ends then. */
const FINISH_MS = 5_000;
const END_MS = 15_000;
/** The thread may die of what it is sent, and nobody else. */
const MEMORY_MB = 512;

export function startMirroring(options: MirroringOptions): GatewayMirroring {
  const { control, state, now, tell } = options;
  const intake = openIntake();
  const counts = new Map<string, MirrorCounts>();
  /** Of `counts`, what the thread was not told of yet. */
  let untold = new Map<string, MirrorCounts>();
  let seen: GatewayState | null = null;
  let unread = true;
  let mirrors: readonly StoredMirror[] = [];
  let worker: Worker | null = null;
  let startable = Number.NEGATIVE_INFINITY;
  let stopping = false;
  let timer: NodeJS.Timeout | null = null;
  let bug: string | null = null;

  const post = (message: ToMirror, transfer: readonly ArrayBuffer[] = []): void =>
    worker?.postMessage(message, [...transfer]);
  const count = (mirror: string, more: MirrorCounts): void =>
    void counts.set(mirror, addCounts(counts.get(mirror) ?? {}, more));

  /** Whatever goes wrong here, whoever serves callers does not hear of it. */
  function apart(work: () => void): void {
    try {
      work();
    } catch (error) {
      const { message, stack } = error as Error;
      if (message !== bug) tell("error", "a bug in understudy: mirrors", { error: stack ?? message });
      bug = message;
    }
  }
  function countNotTaken(): void {
    for (const [mirror, more] of intake.notTaken()) {
      count(mirror, more);
      untold.set(mirror, addCounts(untold.get(mirror) ?? {}, more));
    }
  }
  function tellNotTaken(): void {
    countNotTaken();
    if (worker === null || untold.size === 0) return;
    post({ kind: "not_taken", counts: untold });
    untold = new Map();
  }
  function spentToday(mirror: string): { readonly spent_usd: number } {
    return { spent_usd: control.shadows.mirrorSpent(mirror, utcDay(now())).spent_usd };
  }
  function begin(): Worker {
    const { dataFolder, pricesFile, deployment, mock } = options;
    const started = new Worker(moduleBeside("mirror-worker"), {
      workerData: { dataFolder, pricesFile, deployment, mock } satisfies MirrorStart,
      resourceLimits: { maxOldGenerationSizeMb: MEMORY_MB },
    });
    let why = "it ended";
    started.on("message", (message: FromMirror) => apart(() => heard(message)));
    started.on("error", (error: Error) => (why = error.message));
    started.on("exit", () => {
      if (worker !== started) return;
      worker = null;
      startable = now() + START_AGAIN_MS;
      intake.lose();
      if (!stopping) tell("warn", "the thread of the mirrors died and is started again", { error: why });
    });
    return started;
  }
  function heard(message: FromMirror): void {
    if (message.kind === "trouble") tell("warn", message.message, message.details);
    else if (message.kind === "capped") {
      intake.capped(message.mirror, message.day);
      const mirror = mirrors.find(({ id }) => id === message.mirror);
      if (mirror === undefined) return;
      tell("info", "a mirror has spent its money for the day", { mirror: mirror.id, day: message.day });
      options.onEvent(capEvent(mirror, message.day, now()));
    } else if (message.kind === "progress") {
      for (const [mirror, progress] of message.progress) {
        intake.over(mirror, progress.over, progress.bytes);
        count(mirror, progress.counts);
      }
    }
  }
  function follow(): void {
    unread = true;
    mirrors = control.shadows.mirrors();
    unread = false;
    intake.follow(mirrors);
    post({ kind: "mirrors", mirrors });
  }
  /** Control data may have changed. */
  function look(): void {
    const current = state();
    try {
      if (unread || current !== seen) follow();
    } catch (error) {
      tell("warn", "mirrors wait for the store", { error: (error as Error).message });
    }
    seen = current;
    tellNotTaken();
    if (worker !== null || mirrors.length === 0 || now() < startable) return;
    worker = begin();
    post({ kind: "mirrors", mirrors });
  }
  function handOn(): void {
    timer = null;
    if (worker === null) return intake.lose();
    const { requests, facts } = intake.take();
    if (requests.length === 0) return;
    const packed = pack(requests);
    const plain = facts.map(({ spendPercentile: _own, ...rest }) => rest);
    post({ kind: "asked", facts: plain, ...packed }, [packed.bytes.buffer]);
  }

  return {
    observe(event) {
      if (stopping) return;
      apart(() => {
        if (state() !== seen) look();
        if (mirrors.length === 0 || !intake.observe(event)) return;
        timer ??= setTimeout(() => apart(handOn), HAND_ON_MS);
      });
    },
    look() {
      if (!stopping) apart(look);
    },
    figures() {
      countNotTaken();
      const waiting = intake.waiting();
      return mirrors.map(({ id, candidate }) => ({
        mirror: id,
        candidate,
        counts: counts.get(id) ?? {},
        waiting: waiting.get(id) ?? 0,
        ...spentToday(id),
      }));
    },
    async stop() {
      if (timer !== null) clearTimeout(timer);
      if (worker !== null) apart(handOn);
      apart(tellNotTaken);
      stopping = true;
      const last = worker;
      if (last === null) return;
      const ended = new Promise<void>((resolve) => void last.once("exit", () => resolve()));
      post({ kind: "stop", mostMs: FINISH_MS });
      let late: NodeJS.Timeout | undefined;
      await Promise.race([ended, new Promise<void>((resolve) => (late = setTimeout(resolve, FINISH_MS + END_MS)))]);
      clearTimeout(late);
      await last.terminate();
    },
  };
}
