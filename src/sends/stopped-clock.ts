import type { Runtime } from "../core/send.ts";
import type { Ledger } from "./budget.ts";

/** A runtime whose clock can stand still. */
export interface StoppedClock {
  readonly runtime: Runtime;
  /** The clock stands still until the work is done: while any such work is under way, where there are several. */
  stopped<T>(work: Promise<T>): Promise<T>;
}

/** A clock for what is measured and limited in time, of which some is nobody's fault: waiting for money, or for one's turn. */
export function stoppedClock(world: Runtime): StoppedClock {
  let lost = 0;
  let since = 0;
  let stops = 0;
  const now = (): number => (stops > 0 ? since : world.now()) - lost;
  const start = (): void => {
    stops -= 1;
    if (stops === 0) lost += world.now() - since;
  };

  return {
    runtime: {
      now,
      child: (parent) => world.child(parent),
      async sleep(ms, signal) {
        const end = now() + ms;
        await world.sleep(ms, signal);
        for (let left = end - now(); left > 0 && !signal.aborted; left = end - now()) await world.sleep(left, signal);
      },
    },
    async stopped(work) {
      if (stops === 0) since = world.now();
      stops += 1;
      try {
        return await work;
      } finally {
        start();
      }
    },
  };
}

/** A ledger, and a runtime whose clock stands still while the ledger is waited for: an answer is no slower because money was short. */
export function untimed(ledger: Ledger, world: Runtime): { readonly ledger: Ledger; readonly runtime: Runtime } {
  const { runtime, stopped } = stoppedClock(world);
  return { runtime, ledger: { reserve: (worst, about) => stopped(ledger.reserve(worst, about)) } };
}
