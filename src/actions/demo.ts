import { OperatorError } from "../core/errors.ts";
import { parsePolicy } from "../core/policy.ts";
import type { Send } from "../core/send.ts";
import type { PriceBook } from "../prices/price-book.ts";
import type { SimulationResult } from "../replay/result.ts";
import type { Store } from "../store/control.ts";
import { explainer, loggedRequest, type Explanation } from "./explain.ts";
import { SAMPLE_PROJECT, sampleWeek } from "./sample-week/index.ts";
import { sampleShadow } from "./sample-week/sample-shadow.ts";
import { simulate } from "./simulate.ts";

const HOUR_MS = 3_600_000;

/** What the demo holds against the sample week. */
export const DEMO_POLICY = {
  strategy: "cost_optimized",
  allow: ["gpt-4o-mini:openai", "claude-haiku-4-5:anthropic"],
} as const;

export const DEMO_CONFIG = "sample-cheaper";

export interface Demo {
  /** Sample rows made now; 0 where they were there already. */
  readonly made: number;
  readonly result: SimulationResult;
  /** One request, explained. */
  readonly explanation: Explanation;
  /** A shadow run made now, to be looked at; null where it was there already. */
  readonly shadow: string | null;
}

/** Fills a store with the sample week, once, and replays a cheaper policy over it. Throws `usage` where real rows are in the way. */
export async function demo(
  store: Store,
  prices: PriceBook,
  world: { readonly now: number; readonly newId: () => string; readonly send: Send<Readonly<Record<string, unknown>>> },
): Promise<Demo> {
  const made = await fill(store, prices, world);
  const { control } = store;
  const policy = parsePolicy(DEMO_POLICY);
  const stored =
    control.config(DEMO_CONFIG) ??
    control.addConfig({ name: DEMO_CONFIG, policy, note: "the demo's cheaper policy", created_at: world.now });
  const result = simulate(store, prices, {
    window: { last: 7 * 24 * HOUR_MS, newest: true },
    filter: { project: SAMPLE_PROJECT },
    sample: null,
    seed: null,
    quality: null,
    inSampleTiers: false,
    now: world.now,
    candidate: { policy, name: DEMO_CONFIG, version: stored.version, file: null },
    pricesNow: false,
    outliers: 10,
    newId: world.newId(),
  });
  const id = result.outliers.cost_usd[0]?.request_id ?? (store.traffic.list({}, 1)[0]?.request_id as string);
  const explained = explainer(store, prices, { policy, name: DEMO_CONFIG, version: stored.version, file: null });
  const shadow = await sampleShadow(store, { ...world, project: SAMPLE_PROJECT });
  return { made, result, explanation: explained.logged(loggedRequest(store, id)), shadow };
}

async function fill(store: Store, prices: PriceBook, world: Parameters<typeof demo>[2]): Promise<number> {
  const { traffic } = store;
  if (traffic.list({ project: SAMPLE_PROJECT }, 1).length > 0) return 0;
  if (traffic.stats().rows > 0) {
    throw new OperatorError("usage", "this store holds real rows, which sample data must not mix with", {
      field: "--data",
      hint: "Give the demo a folder of its own: understudy demo --data understudy-demo",
    });
  }
  const now = Math.floor(world.now / HOUR_MS) * HOUR_MS;
  const week = await sampleWeek({ now, seed: "demo", send: world.send, priceBook: prices });
  // One transaction: a demo that is killed leaves the whole week or none of it, and the next run knows which.
  traffic.append(week);
  traffic.seal();
  return week.length;
}
