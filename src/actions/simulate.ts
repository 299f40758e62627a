import { compilePolicy, type CompiledPolicy } from "../core/compile.ts";
import type { Policy } from "../core/policy.ts";
import type { PriceBook } from "../prices/price-book.ts";
import type { Census } from "../replay/knowledge/census.ts";
import type { DoneRows } from "../replay/replay-policy.ts";
import type { SimulationResult } from "../replay/result.ts";
import { combinedUncertainty, gatherSpread } from "../replay/combined-uncertainty.ts";
import { simulate as simulateWindow } from "../replay/simulate.ts";
import type { Control, Store } from "../store/control.ts";
import { factsOf } from "./experiment-facts.ts";
import { openReplay, type OpenReplay, type ReplayRequest } from "./open-replay.ts";
import { pinForReplay } from "../replay/pin-for-replay.ts";
import { inPolicy, type NamedPolicy } from "./policy-reference.ts";
import { replayWorld } from "../replay/replay-world.ts";

export interface SimulateRequest extends ReplayRequest {
  readonly candidate: NamedPolicy;
  /** Price the candidate as of now instead of at each row's date. */
  readonly pricesNow: boolean;
  readonly outliers: number;
  /** A UUIDv7. */
  readonly newId: string;
}

/**
 * The candidate as it would be stored: references pinned, splits with the salt of their dice. A split that has none gets
 * one from its policy and the seed, so that the same question has the same answer.
 */
export function pinCandidate(candidate: NamedPolicy, control: Control, seed: string | null): Policy {
  return inPolicy(candidate, () => pinForReplay(candidate, (name, version) => control.config(name, version), seed));
}

/** A policy ready for the targets of a log. Throws `target_unknown` and its kin, with file and field. */
export function compileFor(
  candidate: NamedPolicy,
  policy: Policy,
  census: Census,
  prices: PriceBook,
  control: Control,
): CompiledPolicy {
  return inPolicy(candidate, () => compilePolicy(policy, replayWorld(census, prices, control)));
}

/** Answers one candidate over an opened window. */
export function simulateOpen(
  open: OpenReplay,
  request: Pick<SimulateRequest, "candidate" | "pricesNow" | "now" | "outliers" | "seed">,
  id: string,
  prices: PriceBook,
  store: Store,
  onRows?: (done: DoneRows) => void,
): { readonly result: SimulationResult; readonly policy: Policy } {
  const { candidate } = request;
  const policy = pinCandidate(candidate, store.control, request.seed);
  const compiled = compileFor(candidate, policy, open.bench.knowledge.census, prices, store.control);
  const result = simulateWindow(
    {
      id,
      compiled,
      policy: { name: candidate.name, version: candidate.version, strategy: policy.strategy, data: policy },
      window: open.window,
      from: open.from,
      to: open.to,
      pricesAt: request.pricesNow ? request.now : null,
      outliers: request.outliers,
      requestIds: (seqs) => store.traffic.requestIds(seqs),
      notes: open.notes,
      ...(onRows === undefined ? {} : { onRows }),
    },
    open.bench,
  );
  return { result, policy };
}

/** An answer, and what is kept beside it. */
export interface Simulated {
  readonly result: SimulationResult;
  /** The candidate: references pinned, splits salted. */
  readonly policy: Policy;
  readonly facts: object;
}

/** Replays a candidate over a window of the log without a call, and stores nothing. */
export function simulated(store: Store, prices: PriceBook, request: SimulateRequest): Simulated {
  return simulatedOver(openReplay(store, prices, request), store, prices, request);
}

/** The same over a window that is open already. */
export function simulatedOver(open: OpenReplay, store: Store, prices: PriceBook, request: SimulateRequest): Simulated {
  const id = `sim_${request.newId}`;
  const { policy, ...answer } = simulateOpen(open, request, id, prices, store);
  const result = { ...answer.result, refining: refined(open, store, prices, request, answer.result) };
  return { result, policy, facts: factsOf(open.bench.knowledge, Object.keys(result.route_distribution)) };
}

/** How far off the cost may be. Rows are gone through once more for it, and only where there is something to be told: mostly there is not. */
function refined(
  open: OpenReplay,
  store: Store,
  prices: PriceBook,
  request: SimulateRequest,
  result: SimulationResult,
): SimulationResult["refining"] {
  if (result.candidate.cost_ci_95.lower === null) return null;
  const spread = gatherSpread(open.bench, open.window.selection.rows);
  if (spread !== null) simulateOpen(open, request, result.id, prices, store, spread.onRows);
  return combinedUncertainty(result, spread);
}

/** Replays a candidate over a window of the log without a call, and stores question, answer, candidate and facts. */
export function simulate(store: Store, prices: PriceBook, request: SimulateRequest): SimulationResult {
  const answer = simulated(store, prices, request);
  keepSimulation(store.control, request, answer);
  return answer.result;
}

/** Stores question, answer, candidate and facts. */
export function keepSimulation(
  control: Control,
  request: Omit<SimulateRequest, "quality">,
  { result, policy, facts }: Simulated,
): void {
  const { id } = result;
  control.addConfig({
    name: `${id}_candidate`,
    policy,
    draft: true,
    note: `candidate of ${id}`,
    created_at: request.now,
  });
  control.putFacts({ facts_id: result.facts_id, cut_at: request.now, facts });
  control.putExperiment({
    id,
    created_at: request.now,
    mode: "routing_only",
    request: {
      window: request.window,
      filter: request.filter,
      sample: request.sample,
      seed: request.seed,
      policy: request.candidate.name,
      prices: request.pricesNow ? "now" : "row",
      tiers: request.inSampleTiers ? "in-sample" : "trailing",
      pilot: result.pilot?.run ?? null,
    },
    result,
    facts_id: result.facts_id,
  });
}
