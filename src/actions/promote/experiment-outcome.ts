import { counted } from "../../core/counts.ts";
import { OperatorError } from "../../core/errors.ts";
import type { Evidence } from "../../core/evidence.ts";
import type { PriceBook } from "../../prices/price-book.ts";
import { quantile, sorted, Z95, type Coverage } from "../../stats/index.ts";
import type { Store } from "../../store/control.ts";
import { scopeName } from "./in-force.ts";
import { againstControl, type AgainstControl } from "./outcome/against-control.ts";
import { costBands, type CostBands } from "./outcome/bands.ts";
import { comparable, costBeside, errorsBeside, latencyBeside, quantileEnds, type Beside } from "./outcome/beside.ts";
import { frozenCards, measuredDonors, projectedDonors, type Donors } from "./outcome/donors.ts";
import { servedRows, type ServedOutcome } from "./outcome/served-rows.ts";
import { calibrationOf, cutWindows, type Windows } from "./outcome/windows.ts";
import { promotable, storedExperiment } from "./promotable.ts";
import { promisedOf, type Promised } from "./promised.ts";

/** One stretch of time: what was projected of its requests beside what happened. */
export interface OutcomeWindow {
  /** ISO 8601, UTC. */
  readonly start: string;
  readonly requests: number;
  readonly cost_usd: Beside;
  readonly p50_ms: Beside;
  readonly p95_ms: Beside;
  readonly error_rate: Beside;
}

/** What an experiment said of its candidate, held against what the candidate really did once it was promoted. */
export interface ExperimentOutcome {
  readonly experiment: string;
  readonly scopes: readonly string[];
  /** Of the requests that the candidate served; ISO 8601. */
  readonly from: string;
  readonly to: string;
  readonly requests: number;
  /** Of these, what is compared: sums are of the sample. */
  readonly sample: { readonly rows: number; readonly inclusion_probability: number };
  readonly promised: Promised | null;
  /** What the projection of each request stands on. */
  readonly projection: { readonly requests: number; readonly evidence: Evidence; readonly facts_id: string };
  /** Over the requests whose cost and input are known; 95 % bands. */
  readonly cost_usd: Beside & {
    /** Actual over projected less 1, in percent. */
    readonly off_pct: number | null;
    /** The requests' own tokens at the experiment's prices: what of the error is tokens, and what is prices, retries and routing. */
    readonly at_frozen_prices_usd: number | null;
    /** Of single requests: how far the projection is off, as a share of what each cost. */
    readonly request_error: { readonly median: number | null; readonly p90: number | null };
  };
  readonly p50_ms: Beside & { readonly actual_ci_95: { readonly lower: number | null; readonly upper: number | null } };
  readonly p95_ms: Beside & { readonly actual_ci_95: { readonly lower: number | null; readonly upper: number | null } };
  readonly error_rate: Beside;
  /** Shares of requests by the target that answered. */
  readonly routes: Readonly<Record<string, { readonly projected: number; readonly actual: number }>>;
  readonly against_control: AgainstControl | null;
  readonly windows: { readonly length: Windows["length"]; readonly each: readonly OutcomeWindow[] };
  /** How many windows lay inside the 90 % band. */
  readonly calibration: Readonly<Record<"cost_usd" | "p50_ms" | "p95_ms" | "error_rate", Coverage | null>>;
  readonly notes: readonly string[];
}

const Z90 = 1.6448536269514722;

/** Scores an experiment against the live log: calls nobody. Throws `experiment_unknown`, and `outcome_unknown` where its candidate has served nothing. @param now ms since the epoch */
export function experimentOutcome(store: Store, prices: PriceBook, id: string, now: number): ExperimentOutcome {
  const { facts_id, created_at: createdAt } = storedExperiment(store.control, id);
  const promotions = store.control.promotions({ experiment: id });
  if (promotions.length === 0)
    throw new OperatorError("outcome_unknown", `the candidate of ${id} was never promoted`, {
      hint: `\`understudy promote ${id}\` lets it serve.`,
    });
  const experiment = promotable(store, id, now);
  const cards = frozenCards(store, prices, facts_id);
  const { candidate, control, requests, share } = servedRows(store, promotions, cards);
  if (candidate.length === 0)
    throw new OperatorError("outcome_unknown", `no request that the candidate of ${id} served is in the log`);
  const cutAt = store.control.facts(facts_id)?.cut_at ?? createdAt;
  const donors =
    experiment.kind === "policy" && experiment.result?.mode === "routing_only"
      ? projectedDonors(store, prices, experiment, cards, cutAt)
      : measuredDonors(store, id);
  const bands = costBands(donors.rows);
  const latencies = sorted(donors.rows.map(({ latency }) => latency));
  const actual = sorted(candidate.map(({ latency }) => latency));
  const each = (rows: readonly ServedOutcome[], z: number) => ({
    cost_usd: costBeside(rows, bands, z),
    p50_ms: latencyBeside(rows, latencies, 0.5, z),
    p95_ms: latencyBeside(rows, latencies, 0.95, z),
    error_rate: errorsBeside(rows, donors.rows, z),
  });
  const all = each(candidate, Z95);
  const { length, windows } = cutWindows(candidate);
  const cut = windows.map(({ start, rows }) => ({ start: iso(start), requests: rows.length, ...each(rows, Z90) }));
  const times = sorted(candidate.map(({ at }) => at));
  return {
    experiment: id,
    scopes: [...new Set(promotions.map(scopeName))],
    from: iso(times[0] as number),
    to: iso(times.at(-1) as number),
    requests,
    sample: { rows: candidate.length, inclusion_probability: share },
    promised: promisedOf(experiment),
    projection: { requests: donors.rows.length, evidence: donors.evidence, facts_id },
    ...all,
    cost_usd: { ...all.cost_usd, ...costErrors(candidate, all.cost_usd, bands) },
    p50_ms: { ...all.p50_ms, actual_ci_95: quantileEnds(actual, 0.5) },
    p95_ms: { ...all.p95_ms, actual_ci_95: quantileEnds(actual, 0.95) },
    routes: routesOf(donors, candidate),
    against_control: againstControl(candidate, control),
    windows: { length, each: cut },
    calibration: {
      cost_usd: calibrationOf(cut.map((one) => one.cost_usd)),
      p50_ms: calibrationOf(cut.map((one) => one.p50_ms)),
      p95_ms: calibrationOf(cut.map((one) => one.p95_ms)),
      error_rate: calibrationOf(cut.map((one) => one.error_rate)),
    },
    notes: [...sampledNote(candidate.length, requests), ...notesOf(donors, bands, candidate, windows.length)],
  };
}

function costErrors(rows: readonly ServedOutcome[], { projected, actual }: Beside, bands: CostBands | null) {
  const priced = comparable(rows);
  const frozen = priced.map(({ costFrozen }) => costFrozen).filter((cost) => !Number.isNaN(cost));
  const off =
    bands === null
      ? []
      : priced.filter(({ cost }) => cost > 0).map(({ cost, input }) => Math.abs(bands.meanOf(input) / cost - 1));
  const errors = sorted(off);
  return {
    off_pct: projected === null || actual === null || projected === 0 ? null : 100 * (actual / projected - 1),
    at_frozen_prices_usd:
      frozen.length === 0 || frozen.length < priced.length ? null : frozen.reduce((sum, cost) => sum + cost, 0),
    request_error: { median: quantile(errors, 0.5), p90: quantile(errors, 0.9) },
  };
}

function routesOf({ rows }: Donors, served: readonly ServedOutcome[]): ExperimentOutcome["routes"] {
  const share = (all: readonly { readonly target: string | null }[], target: string): number =>
    all.length === 0 ? 0 : all.filter((one) => one.target === target).length / all.length;
  const targets = new Set([...rows, ...served].flatMap(({ target }) => target ?? []));
  return Object.fromEntries(
    [...targets].map((target) => [target, { projected: share(rows, target), actual: share(served, target) }]),
  );
}

function sampledNote(rows: number, requests: number): readonly string[] {
  return rows === requests
    ? []
    : [`${rows} of ${requests} requests were compared, sampled by hash: sums are of these.`];
}

function notesOf(
  { rows, evidence }: Donors,
  bands: CostBands | null,
  served: readonly ServedOutcome[],
  windows: number,
): readonly string[] {
  const notes: string[] = [];
  if (rows.length === 0)
    notes.push(
      "The rows of the experiment's window are not in the log any more: its requests cannot be projected again.",
    );
  else if (bands === null)
    notes.push("The experiment knew no cost of the candidate's answers: cost cannot be compared.");
  if (evidence === "projected" && rows.length > 0 && rows.every(({ failed }) => failed === null))
    notes.push("Nothing was known of how fast the candidate answers or how often it fails: only cost was projected.");
  const unknown = served.length - comparable(served).length;
  if (unknown > 0)
    notes.push(`${unknown} requests have no known cost or tokens: they are not in the comparison of cost.`);
  if (windows < 20) notes.push(`Calibration over ${counted(windows, "window")} says little: 20 are wanted.`);
  return notes;
}

function iso(at: number): string {
  return new Date(at).toISOString();
}
