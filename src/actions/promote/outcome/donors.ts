import { requestAsk } from "../../../core/ask.ts";
import { compilePolicy } from "../../../core/compile.ts";
import type { Evidence } from "../../../core/evidence.ts";
import { project } from "../../../core/project.ts";
import type { RateCard } from "../../../core/rates.ts";
import type { Target } from "../../../core/target.ts";
import type { PriceBook } from "../../../prices/price-book.ts";
import { baselineColumns } from "../../../replay/baseline.ts";
import { makeKnowledge } from "../../../replay/knowledge/index.ts";
import { taughtBy } from "../../../replay/knowledge/taught.ts";
import { oneRow, rowFeatures } from "../../../replay/one-row.ts";
import { rowOutcomes } from "../../../replay/row-outcomes.ts";
import { DEFAULT_SEED } from "../../../replay/sample.ts";
import { chooseWindow } from "../../../replay/window.ts";
import type { Store } from "../../../store/control.ts";
import { pairRecords } from "../../measure/experiment-result.ts";
import { capabilitiesOf, replayWorld } from "../../../replay/replay-world.ts";
import type { PromotablePolicy } from "../promotable.ts";

/** A request of the experiment, as the experiment says that the candidate fares with it. NaN = not known. */
export interface Donor {
  /** Input tokens that it was logged with. */
  readonly input: number;
  readonly cost: number;
  /** Of a good answer. */
  readonly latency: number;
  /** Null where the candidate was not asked and its failures are not known. */
  readonly failed: boolean | null;
  readonly target: Target | null;
}

export interface Donors {
  readonly rows: readonly Donor[];
  readonly evidence: Evidence;
}

/** Prices as the experiment knew them. */
export type Cards = (target: Target) => RateCard | null;

/** Requests projected anew, at most: each one on its own. */
const MOST_PROJECTED = 1_000;

interface KeptFacts {
  readonly targets?: readonly { readonly target: Target; readonly rates: RateCard | null }[];
}

/** The prices that were kept with an experiment's facts; today's for a target they do not name. */
export function frozenCards(store: Store, prices: PriceBook, factsId: string): Cards {
  const kept = (store.control.facts(factsId)?.facts ?? {}) as KeptFacts;
  const known = new Map((kept.targets ?? []).map(({ target, rates }) => [target, rates]));
  return (target) => known.get(target) ?? prices.card(target);
}

/** What was measured: the pairs themselves. */
export function measuredDonors(store: Store, id: string): Donors {
  const rows: Donor[] = [];
  for (const { result } of pairRecords(store, id)) {
    if ("interrupted" in result) continue;
    const { original, replay } = result;
    const failed = replay.failure !== null;
    rows.push({
      input: original.input_tokens ?? Number.NaN,
      cost: replay.cost_usd ?? Number.NaN,
      latency: failed ? Number.NaN : (replay.latency_ms ?? Number.NaN),
      failed,
      target: replay.target,
    });
  }
  return { rows, evidence: "measured" };
}

/** The window's rows projected with what was known when the experiment ran: no row, price or lesson that came later. */
export function projectedDonors(
  store: Store,
  prices: PriceBook,
  experiment: PromotablePolicy,
  cards: Cards,
  cutAt: number,
): Donors {
  const { control, traffic } = store;
  const frame = traffic.frame({ to: cutAt });
  const knowledge = makeKnowledge(frame, {
    priceVersion: prices.version,
    rates: cards,
    capabilities: capabilitiesOf(prices),
    quality: new Map(),
    inSampleTiers: false,
    taught: taughtBy(control.lessons().filter(({ at }) => at < cutAt)),
  });
  const compiled = compilePolicy(experiment.policy, replayWorld(knowledge.census, prices, control));
  const targets = [...compiled.targets];
  const baseline = baselineColumns(knowledge);
  const { selection } = chooseWindow(frame, experiment.filter, { rows: MOST_PROJECTED, seed: DEFAULT_SEED });
  const rows: Donor[] = [];
  for (const { segment, rows: chosen } of selection.segments()) {
    if (chosen.length === 0) continue;
    const seqs = segment.column("seq");
    const ids = traffic.requestIds(Array.from(chosen, (row) => seqs[row] as number));
    for (const row of chosen) {
      const one = oneRow(segment, row);
      const columns = baseline(one);
      const features = rowFeatures(frame, one, ids.get(seqs[row] as number) ?? "");
      const plan = compiled.plan(requestAsk(features, knowledge.factsAt(targets, features.created_at)));
      const { answer, cost_usd, latency_ms, identified } = project(plan, rowOutcomes(one, columns, knowledge, null));
      const failed = answer === null || !answer.ok;
      const known = identified && answer !== null && answer.latency_ms !== null;
      rows.push({
        input: columns.input[0] as number,
        cost: identified ? (cost_usd ?? Number.NaN) : Number.NaN,
        latency: failed || !identified ? Number.NaN : (latency_ms ?? Number.NaN),
        failed: known ? failed : null,
        target: answer?.target ?? null,
      });
    }
  }
  return { rows, evidence: "projected" };
}
