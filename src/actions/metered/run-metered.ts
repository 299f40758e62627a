import { OperatorError } from "../../core/errors.ts";
import type { Runtime, Signal } from "../../core/send.ts";
import type { Ledger } from "../../sends/budget.ts";
import type { RunLease, Runs, StoredUnit, UnitResult } from "../../store/runs.ts";
import { finishedPrefix } from "./finished-prefix.ts";
import { forecast } from "./forecast.ts";
import { openMoney } from "./money.ts";
import { onceATurn } from "./once-a-turn.ts";
import { openPace } from "./pace.ts";
import { cancelOf, endOf, FINAL, type RunEnd, type RunState } from "./run-events.ts";
import { progressOf, type RunProgress } from "./run-progress.ts";
import { openSlots } from "./slots.ts";
import { LEASE_MS, takeRun } from "./take-run.ts";
import { unitLedger } from "./unit-ledger.ts";
import { unitsLeft } from "./units-left.ts";

export type { RunEnd } from "./run-events.ts";
export type { RunProgress } from "./run-progress.ts";

export interface Work {
  /**
   * Does one unit; every call goes through the ledger. Null = the ledger refused before anything came of it: no result is kept.
   * Provider failures are results. `signal` aborts where nobody waits for the result any more.
   */
  do(unit: StoredUnit, ledger: Ledger, signal: Signal): Promise<unknown>;
}

export interface MeteredParts {
  readonly runs: Runs;
  readonly runtime: Runtime;
  /** ms since the epoch. */
  readonly now: () => number;
  readonly newId: () => string;
  /** How this process is called to others; `worker` unless said. */
  readonly name?: string;
}

export interface MeteredOptions {
  /** Calls at a time: 16 unless said, at most 64. */
  readonly concurrency?: number;
  /** Looked at after each unit that makes the finished prefix longer, in order, from the first unit on; a text = stop, and why. */
  readonly stop?: (result: UnitResult) => string | null;
  readonly onProgress?: (progress: RunProgress) => void;
  /** A worker that may be dead holds the run: its lease is waited for. */
  readonly onWait?: (holder: RunLease) => void;
  /** Ctrl-C. */
  readonly signal?: Signal;
  /** Units that an earlier life of the run began and did not finish are sent again, at new cost; else their result is `{"interrupted": true}`. */
  readonly again?: boolean;
  /** How long units under way may take when a run is cancelled, ms. */
  readonly graceMs?: number;
}

export const MOST_AT_ONCE = 64;
const AT_ONCE = 16;
/** Units that are made ready while others are called, as a share of these: a call begins when another ends, not when its result is stored. */
const AHEAD = 0.25;
/** Units that may wait for their providers beyond those that are worked on, as a multiple of these. */
const HELD = 4;
const LOOK_MS = 250;
const RENEW_MS = 3_000;
const TELL_MS = 100;
const GRACE_MS = 30_000;
const DEAF_MS = 2_000;

/**
 * Works on a run until all of its units are done, the cap is reached, `stop` says so, or somebody cancels it; a run that was left is taken up
 * where it stands, and one that has come to its end stays there. Units begin in their order. Throws OperatorError `run_unknown`, `run_busy`, and
 * what `work` throws, which is a bug: the run can be resumed then.
 */
export async function runMetered(
  parts: MeteredParts,
  id: string,
  work: Work,
  options: MeteredOptions,
): Promise<RunEnd> {
  const { runs, runtime, now } = parts;
  const run = runs.run(id);
  if (run === null) throw new OperatorError("run_unknown", `there is no run ${id}`);
  const before = endOf(runs.events(id));
  if (before !== null && FINAL.includes(before.state)) return before;
  const worker = `${parts.name ?? "worker"} ${parts.newId()}`;
  const caller = options.signal ?? runtime.child(null).signal;
  await takeRun({ runs, runtime, now, signal: caller, onWait: options.onWait ?? (() => {}) }, id, worker);
  try {
    // Whoever held it may have brought it to its end.
    const meanwhile = endOf(runs.events(id));
    if (meanwhile !== null && FINAL.includes(meanwhile.state)) return meanwhile;
    return await worked(parts, run, worker, work, options);
  } finally {
    runs.release(id, worker);
  }
}

async function worked(
  { runs, runtime, now }: MeteredParts,
  { id, units: count, cap_usd: cap }: NonNullable<ReturnType<Runs["run"]>>,
  worker: string,
  work: Work,
  options: MeteredOptions,
): Promise<RunEnd> {
  const { stop, onProgress, signal: caller, graceMs = GRACE_MS } = options;
  const concurrency = Math.max(1, Math.min(options.concurrency ?? AT_ONCE, MOST_AT_ONCE));
  const begunAt = now();
  const before = runs.ledger(id);
  const left = unitsLeft(runs, { id, units: count }, options.again === true ? null : { worker, at: begunAt });
  const standing = { worker, concurrency, finished: left.finished(), ...before };
  runs.addEvent(id, { at: begunAt, kind: runs.events(id).length === 0 ? "begun" : "resumed", details: standing });

  /** What ends the run, the first of them: no unit is begun after it. */
  let ending: RunEnd | null = null;
  let failure: { readonly error: unknown } | null = null;
  let working = 0;
  let unpriced = 0;
  let told = Number.NEGATIVE_INFINITY;
  const already = left.finished();
  const hard = runtime.child(null);
  const watching = runtime.child(null);
  let over: () => void = () => {};
  const done = new Promise<void>((resolve) => (over = resolve));

  const money = openMoney({
    cap_usd: cap,
    spent_usd: before.spent_usd,
    reserved_usd: before.reserved_usd,
    reserve: (ordinal, usd) => runs.reserve({ run: id, ordinal, worker, at: now(), usd }),
    settle: (call, usd) => runs.settle(call, now(), usd),
    changed: () => pumpSoon(),
  });
  const pace = openPace(runtime);
  const slots = openSlots(concurrency);
  const ready = concurrency + Math.floor(concurrency * AHEAD);
  const expected = forecast(money);
  const toMoney = {
    money,
    pace,
    slots,
    onAsk(usd: number, first: boolean) {
      expected.asked(usd, first);
      pumpSoon();
    },
    onUnpriced: () => void (unpriced += 1),
  };

  const end = (state: RunState, reason: string | null): void => {
    ending ??= { state, reason };
    slots.refuseFresh();
  };
  const lost = (): void => {
    end("interrupted", "another worker took the run over");
    giveUp();
  };
  function giveUp(): void {
    money.close();
    pace.close();
    slots.close();
    hard.abort();
    // Whoever does not listen is left behind.
    void runtime.sleep(DEAF_MS, watching.signal).then(over);
  }
  function cancel(reason: string): void {
    if (ending !== null) return;
    end("cancelled", reason);
    pace.refuseWaiting();
    money.refuseWaiting();
    void runtime.sleep(graceMs, watching.signal).then(() => {
      if (!watching.signal.aborted) giveUp();
    });
  }

  const accept = finishedPrefix((result) => {
    const why = ending === null ? (stop?.(result) ?? null) : null;
    if (why !== null) end("stopped_early", why);
  });
  if (stop !== undefined) for (const result of runs.results(id)) accept(result);

  function tell(always: boolean, state: RunState = "running"): void {
    const at = runtime.now();
    if (onProgress === undefined || (!always && at - told < TELL_MS)) return;
    told = at;
    const { spent_usd, reserved_usd } = money.state();
    const finished = left.finished();
    const sums = { units: count, finished, in_flight: money.state().calls, spent_usd, reserved_usd, cap_usd: cap };
    const overrun_usd = before.overrun_usd + money.state().overrun_usd;
    const lately = finished - already;
    onProgress(progressOf({ id, state, ...sums, overrun_usd, lately, elapsed_ms: now() - begunAt }));
  }

  async function doUnit(unit: StoredUnit): Promise<void> {
    const ledger = unitLedger(unit.ordinal, toMoney);
    try {
      const result = (await work.do(unit, ledger, hard.signal)) ?? null;
      ledger.close();
      // The calls that can begin now go first.
      await runtime.sleep(0, watching.signal);
      if (result === null || hard.signal.aborted) return;
      const at = now();
      if (!runs.finish({ run: id, ordinal: unit.ordinal, worker, at, result })) return lost();
      left.done();
      if (stop !== undefined) accept({ ordinal: unit.ordinal, at, result });
    } finally {
      ledger.close();
      if (!ledger.asked()) expected.endedUnasked();
    }
  }

  const pumpSoon = onceATurn(runtime, watching.signal, () => pump());

  let pumping = false;
  /** Begins what can be begun. Units that wait for a provider which is asked too much do not hold up the others. */
  function pump(): void {
    if (pumping) return;
    pumping = true;
    try {
      for (;;) {
        if (ending !== null || failure !== null) break;
        const { capped, lost: gone, waiting } = money.state();
        if (gone) lost();
        else if (capped) end("cap_reached", `the next call could cost more than is left of ${cap} USD`);
        else if (waiting > 0 || working - Math.min(pace.waiting(), HELD * concurrency) >= ready) break;
        else if (working > 0 && !expected.roomForOne(cap)) break;
        else {
          const unit = left.next();
          if (unit === null) break;
          working += 1;
          expected.begun();
          doUnit(unit)
            .catch((error: unknown) => {
              failure ??= { error };
              giveUp();
            })
            .finally(() => {
              working -= 1;
              tell(false);
              pumpSoon();
            });
        }
      }
    } catch (error) {
      failure ??= { error };
      giveUp();
    } finally {
      pumping = false;
    }
    if (working === 0) over();
  }

  async function watch(): Promise<void> {
    let renewed = runtime.now();
    for (;;) {
      await runtime.sleep(LOOK_MS, watching.signal);
      if (watching.signal.aborted) return;
      const asked = cancelOf(runs.events(id));
      if (asked !== null) cancel((asked.details["reason"] as string | undefined) ?? "asked to");
      tell(false);
      if (runtime.now() - renewed < RENEW_MS) continue;
      renewed = runtime.now();
      if (!runs.renew(id, worker, now() + LEASE_MS)) lost();
    }
  }

  const interrupted = (): void => cancel("interrupted by hand");
  if (caller?.aborted === true) interrupted();
  caller?.addEventListener("abort", interrupted, { once: true });
  const watched = watch().catch((error: unknown) => {
    failure ??= { error };
    giveUp();
    pump();
  });
  pump();
  await done;
  caller?.removeEventListener("abort", interrupted);
  watching.abort();
  await watched;
  giveUp();
  if (failure !== null) throw (failure as { readonly error: unknown }).error;

  const all = left.finished() === count;
  const said = ending as RunEnd | null;
  const missing = `${count - left.finished()} units gave no result`;
  const how: RunEnd =
    all && said?.state !== "interrupted" && said?.state !== "stopped_early" && !money.state().capped
      ? { state: "completed", reason: null }
      : (said ?? { state: "interrupted", reason: missing });
  if (how.state !== "interrupted" || said === null) {
    const { peak_usd, peak_calls } = money.state();
    const details = { ...how, worker, finished: left.finished(), ...runs.ledger(id), unpriced, peak_usd, peak_calls };
    runs.addEvent(id, { at: now(), kind: "ended", details });
  }
  tell(true, how.state);
  return how;
}
