import { backoffMs } from "../../core/execute.ts";
import type { OutcomeFailure } from "../../core/outcome.ts";
import type { Runtime } from "../../core/send.ts";

/** Longest that a provider is left alone before it is asked again, ms. */
const LONGEST_PAUSE_MS = 60_000;

/** How fast each provider is asked. */
export interface Pace {
  /** Waits until the provider takes one more call; null = it is refused. */
  enter(provider: string): Promise<Turn | null>;
  /** Whether the provider has said, since a turn was given, that it is asked too much. */
  paused(provider: string): boolean;
  /** Calls that wait for their provider. */
  waiting(): number;
  /** Those that wait now are refused. */
  refuseWaiting(): void;
  /** Nobody waits any more. */
  close(): void;
}

/** One call's stay with its provider. */
export interface Turn {
  /** @param made whether it was made at all @param failure how it failed */
  leave(made: boolean, failure: OutcomeFailure | null): void;
}

interface Provider {
  /** Calls at a time; no limit until the provider says it is asked too much. */
  window: number;
  underWay: number;
  /** Nothing is begun before, in ms of the runtime's clock. */
  pausedUntil: number;
  /** How often in a row it said so. */
  refusals: number;
  /** Turns are numbered: of those that were under way together only the first to be refused counts. */
  turns: number;
  countsFrom: number;
  waking: boolean;
  readonly queue: ((turn: Turn | null) => void)[];
}

/**
 * Additive increase, multiplicative decrease, for each provider on its own: one that answers 429 is left alone as long as its Retry-After says
 * (else 0.5 s and doubling), then asked half as much at a time, and one more with each round of answers.
 */
export function openPace(runtime: Runtime): Pace {
  const providers = new Map<string, Provider>();
  const life = runtime.child(null);
  let waiting = 0;

  function known(name: string): Provider {
    const found = providers.get(name);
    if (found !== undefined) return found;
    const fresh: Provider = {
      window: Number.POSITIVE_INFINITY,
      underWay: 0,
      pausedUntil: Number.NEGATIVE_INFINITY,
      refusals: 0,
      turns: 0,
      countsFrom: 0,
      waking: false,
      queue: [],
    };
    providers.set(name, fresh);
    return fresh;
  }

  function free(provider: Provider): boolean {
    return runtime.now() >= provider.pausedUntil && provider.underWay < Math.max(1, Math.floor(provider.window));
  }

  function serve(provider: Provider): void {
    while (provider.queue.length > 0 && (life.signal.aborted || free(provider))) {
      waiting -= 1;
      provider.queue.shift()?.(life.signal.aborted ? null : turn(provider));
    }
    const pause = provider.pausedUntil - runtime.now();
    if (provider.queue.length === 0 || pause <= 0 || provider.waking) return;
    provider.waking = true;
    void runtime.sleep(pause, life.signal).then(() => {
      provider.waking = false;
      serve(provider);
    });
  }

  function turn(provider: Provider): Turn {
    const number = provider.turns++;
    provider.underWay += 1;
    return {
      leave(made, failure) {
        if (made && failure?.class === "rate_limit") refused(provider, number, failure.retry_after_ms);
        else if (made && failure === null) {
          provider.refusals = 0;
          provider.window += 1 / provider.window;
        }
        provider.underWay -= 1;
        serve(provider);
      },
    };
  }

  function refused(provider: Provider, number: number, retryAfter: number | undefined): void {
    const first = number >= provider.countsFrom;
    if (first) {
      provider.countsFrom = provider.turns;
      provider.refusals += 1;
      provider.window = Math.max(1, Math.min(provider.window, provider.underWay) / 2);
    }
    if (!first && retryAfter === undefined) return;
    const pause = Math.min(retryAfter ?? backoffMs(provider.refusals), LONGEST_PAUSE_MS);
    provider.pausedUntil = Math.max(provider.pausedUntil, runtime.now() + pause);
  }

  return {
    enter(name) {
      const provider = known(name);
      return new Promise((begin) => {
        waiting += 1;
        provider.queue.push(begin);
        serve(provider);
      });
    },
    paused: (name) => runtime.now() < known(name).pausedUntil,
    waiting: () => waiting,
    refuseWaiting() {
      waiting = 0;
      for (const { queue } of providers.values()) for (const refuse of queue.splice(0)) refuse(null);
    },
    close() {
      life.abort();
      for (const provider of providers.values()) serve(provider);
    },
  };
}
