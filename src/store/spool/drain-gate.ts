/** How much of its time the draining thread may take: serving comes first where both share a core. */
export interface DrainGate {
  /** Of the main thread, per mille; 0 where nothing came from it lately. */
  load(): number;
  /** ms to rest after so many ms of work. */
  rest(worked: number, backlogBytes: number): number;
}

/** Above this the main thread is busy. */
const BUSY = 700;
/** Rest for each ms of work while the main thread is busy: next to a core of its own, and on the core that serves. */
const REST = { own: 1, shared: 100 } as const;
const MOST_REST = 2_000;
/** A backlog above this is worked off without rest: a spool that grows for ever helps nobody. */
const MOST_BACKLOG = 512 << 20;
/** A load told longer ago than this says nothing any more, ms. */
const STALE = 250;

export interface DrainGateParts {
  readonly load: Int32Array;
  /** When the load was last told, ms. */
  readonly told: () => number;
  readonly now: () => number;
  /** The process has one core: every ms of work here is one that serving does not get. */
  readonly sharesCore: boolean;
}

export function drainGate({ load, told, now, sharesCore }: DrainGateParts): DrainGate {
  const pause = sharesCore ? REST.shared : REST.own;
  const current = (): number => (now() - told() > STALE ? 0 : Atomics.load(load, 0));
  return {
    load: current,
    rest: (worked, backlog) => (current() < BUSY || backlog > MOST_BACKLOG ? 0 : Math.min(MOST_REST, worked * pause)),
  };
}
