/** How money stands while a run is worked on. */
export interface MoneyState {
  /** Settled, USD. */
  readonly spent_usd: number;
  /** Reserved and not settled, USD: under way, or cut off in an earlier life of the run. */
  readonly reserved_usd: number;
  /** Calls under way. */
  readonly calls: number;
  /** Calls that wait for room. */
  readonly waiting: number;
  /** A call did not fit while none was under way: no later one will be made. */
  readonly capped: boolean;
  /** The run is not ours any more. */
  readonly lost: boolean;
  /** What calls cost beyond what was reserved for them, USD. */
  readonly overrun_usd: number;
  readonly peak_usd: number;
  readonly peak_calls: number;
}

export interface MoneyParts {
  readonly cap_usd: number;
  /** As an earlier life of the run left them. */
  readonly spent_usd: number;
  readonly reserved_usd: number;
  /** Writes a call down before it is made; null = the run is not ours any more. */
  readonly reserve: (ordinal: number, usd: number) => number | null;
  readonly settle: (call: number, usd: number) => void;
  /** Something was granted, settled or refused. */
  readonly changed: () => void;
}

export interface Money {
  /** First come, first served: waits until the cap leaves room; null = it never will. */
  reserve(ordinal: number, usd: number): Promise<Granted | null>;
  /** Those that wait now are refused. */
  refuseWaiting(): void;
  /** Nothing is granted any more. */
  close(): void;
  state(): MoneyState;
}

/** Settles once; later words are not heard. Null = at what was reserved. */
export interface Granted {
  settle(usd: number | null): void;
}

interface Waiting {
  readonly ordinal: number;
  readonly usd: number;
  readonly answer: (granted: Granted | null) => void;
  readonly fail: (error: unknown) => void;
}

/** The ledger of one run: what is spent and what is reserved together never exceed the cap, whoever asks when. */
export function openMoney(parts: MoneyParts): Money {
  const queue: Waiting[] = [];
  const underWay = new Set<{ readonly usd: number }>();
  let spent = parts.spent_usd;
  let overrun = 0;
  let peakUsd = spent + parts.reserved_usd;
  let peakCalls = 0;
  let capped = false;
  let lost = false;
  let closed = false;

  /** Added up anew each time: what is under way is few, and sums that are kept up to date drift. */
  const reserved = (): number => {
    let sum = parts.reserved_usd;
    for (const { usd } of underWay) sum += usd;
    return sum;
  };

  function grant({ ordinal, usd }: Waiting): Granted | null {
    const call = parts.reserve(ordinal, usd);
    if (call === null) return null;
    const held = { usd };
    underWay.add(held);
    peakUsd = Math.max(peakUsd, spent + reserved());
    peakCalls = Math.max(peakCalls, underWay.size);
    return {
      settle(said) {
        if (!underWay.delete(held)) return;
        const cost = said ?? usd;
        spent += cost;
        overrun += Math.max(0, cost - usd);
        peakUsd = Math.max(peakUsd, spent + reserved());
        parts.settle(call, cost);
        serve();
        parts.changed();
      },
    };
  }

  function serve(): void {
    for (let head = queue[0]; head !== undefined; head = queue[0]) {
      const fits = spent + reserved() + head.usd <= parts.cap_usd;
      if (!closed && !fits && underWay.size > 0) return;
      queue.shift();
      capped ||= !closed && !fits;
      closed ||= capped;
      try {
        const granted = closed ? null : grant(head);
        lost ||= !closed && granted === null;
        closed ||= lost;
        head.answer(granted);
      } catch (error) {
        closed = true;
        head.fail(error);
      }
    }
  }

  return {
    reserve(ordinal, usd) {
      if (!(usd >= 0)) throw new Error(`a call cannot cost ${usd} USD at most`);
      return new Promise((answer, fail) => {
        queue.push({ ordinal, usd, answer, fail });
        serve();
        parts.changed();
      });
    },
    refuseWaiting() {
      for (const { answer } of queue.splice(0)) answer(null);
    },
    close() {
      closed = true;
      serve();
    },
    state: () => ({
      spent_usd: spent,
      reserved_usd: reserved(),
      calls: underWay.size,
      waiting: queue.length,
      capped,
      lost,
      overrun_usd: overrun,
      peak_usd: peakUsd,
      peak_calls: peakCalls,
    }),
  };
}
