import { openReplay, type OpenReplay } from "../src/actions/open-replay.ts";
import { readyFor } from "../src/brief-work.ts";
import type { NamedPolicy } from "../src/actions/policy-reference.ts";
import { simulateOpen } from "../src/actions/simulate.ts";
import { sweep } from "../src/actions/sweep.ts";
import { rateAt, tierOf } from "../src/core/rates.ts";
import { priceBook, type PriceBook } from "../src/prices/index.ts";
import type { SimulationResult } from "../src/replay/result.ts";
import type { Store } from "../src/store/control.ts";
import { openSqliteStore } from "../src/store/sqlite/open.ts";
import { inTurn, milliseconds, peakMegabytes, type Timing } from "./measure.ts";
import { policyGrid, TIMED_POLICIES } from "./policies.ts";
import { limitLoop, type LimitRate } from "./replay-limit.ts";
import { WEEK_END } from "./synthetic-traffic.ts";

const QUESTION = {
  window: {},
  filter: {},
  sample: null,
  seed: null,
  quality: null,
  inSampleTiers: false,
  pricesNow: false,
  outliers: 10,
  now: WEEK_END,
};

export interface LoadedCase {
  readonly limit: Timing;
  readonly policies: readonly Timing[];
  readonly peak: number;
}

export interface ColdCase {
  /** ms from just before the store is opened to the result. */
  readonly took: number;
  readonly requests: number;
  /** MB. */
  readonly peak: number;
}

export interface SweepCase {
  /** ms for all policies, opening the window included. */
  readonly took: number;
  readonly opening: number;
  /** By strategy: how many policies, and ms for all of them. */
  readonly strategies: Readonly<Record<string, { readonly policies: number; readonly took: number }>>;
  readonly peak: number;
}

function simulated(open: OpenReplay, candidate: NamedPolicy, prices: PriceBook, store: Store): SimulationResult {
  return simulateOpen(open, { ...QUESTION, candidate }, "sim_benchmark", prices, store).result;
}

function limitRate(prices: PriceBook): LimitRate {
  const at = rateAt(prices.card("gpt-4o-mini:openai")!, WEEK_END)!;
  return tierOf(at.span, 0);
}

/** Every policy again and again over one window that is in memory. */
function loaded(folder: string, rounds: number): LoadedCase {
  const store = openSqliteStore(folder, { readOnly: true });
  const prices = priceBook();
  const open = openReplay(store, prices, QUESTION);
  const rate = limitRate(prices);
  const [limit, ...policies] = inTurn(
    [
      () => limitLoop(open.bench.knowledge.frame, rate),
      ...TIMED_POLICIES.map((candidate) => () => simulated(open, candidate, prices, store)),
    ],
    3,
    rounds,
  );
  store.close();
  return { limit: limit!, policies, peak: peakMegabytes() };
}

/** One policy once, in a process that has done nothing before. */
function cold(folder: string, candidate: NamedPolicy): ColdCase {
  let requests = 0;
  const took = milliseconds(() => {
    const store = openSqliteStore(folder, { readOnly: true });
    readyFor(store.traffic.stats().rows);
    const prices = priceBook();
    requests = simulated(openReplay(store, prices, QUESTION), candidate, prices, store).requests;
    store.close();
  });
  return { took, requests, peak: peakMegabytes() };
}

/** The limit from disk: open the store, read its columns, run the loop. */
function coldLimit(folder: string): ColdCase {
  let requests = 0;
  const took = milliseconds(() => {
    const store = openSqliteStore(folder, { readOnly: true });
    const frame = store.traffic.frame();
    limitLoop(frame, limitRate(priceBook()));
    requests = frame.rows;
    store.close();
  });
  return { took, requests, peak: peakMegabytes() };
}

function sweepGrid(folder: string, count: number): SweepCase {
  const store = openSqliteStore(folder, { readOnly: true });
  const prices = priceBook();
  const candidates = policyGrid(count);
  const strategies: Record<string, { policies: number; took: number }> = {};
  const opening = milliseconds(() => void openReplay(store, prices, QUESTION));
  const start = performance.now();
  let last = start + opening;
  const progress = (done: number): void => {
    const now = performance.now();
    const sum = (strategies[candidates[done - 1]!.policy.strategy] ??= { policies: 0, took: 0 });
    sum.policies++;
    sum.took += now - last;
    last = now;
  };
  sweep(store, prices, { ...QUESTION, candidates, skipped: [], progress });
  const took = performance.now() - start;
  store.close();
  return { took, opening, strategies, peak: peakMegabytes() };
}

const [kind, folder = "", argument] = process.argv.slice(2);
const cases: Readonly<Record<string, () => LoadedCase | ColdCase | SweepCase>> = {
  loaded: () => loaded(folder, Number(argument)),
  cold: () =>
    cold(
      folder,
      TIMED_POLICIES.find(({ name }) => name === argument)!,
    ),
  "cold-limit": () => coldLimit(folder),
  sweep: () => sweepGrid(folder, Number(argument)),
};
console.log(JSON.stringify(cases[kind ?? ""]!()));
