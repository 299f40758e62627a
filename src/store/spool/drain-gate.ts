/** How much of its time the draining thread may take: serving comes first where both share a core. */
export interface DrainGate {
  /** Of the main thread, per mille; 0 where nothing came from it lately. */
  load(): number;
  /** ms to rest after so many ms of work. */
  rest(worked: number, backlogBytes: number): number;
}

/** Above this the main thread is busy. */
const BUSY = 700;
/** Rest for each ms of work while the main thread is busy. */
const REST = 3;
const MOST_REST = 200;
/** A backlog above this is worked off without rest: a spool that grows for ever helps nobody. */
const MOST_BACKLOG = 256 << 20;
/** A load told longer ago than this says nothing any more, ms. */
const STALE = 100;

/** @param told when the load was last told, ms */
export function drainGate(load: Int32Array, told: () => number, now: () => number): DrainGate {
  const current = (): number => (now() - told() > STALE ? 0 : Atomics.load(load, 0));
  return {
    load: current,
    rest: (worked, backlog) => (current() < BUSY || backlog > MOST_BACKLOG ? 0 : Math.min(MOST_REST, worked * REST)),
  };
}
