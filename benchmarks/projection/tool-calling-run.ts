import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { hash64, type Hash64 } from "../../src/core/dice.ts";
import { costOf, type RateSpan } from "../../src/core/rates.ts";
import type { TokensUsed } from "../../src/replay/index.ts";

const FOLDER = join(import.meta.dirname, "../../../shared/data/bfcl");
const REQUESTS = join(FOLDER, "requests.csv");
const PRICES = join(FOLDER, "models_and_prices.json");

/** Why there is nothing to measure on; null where there is. */
export const MISSING = [REQUESTS, PRICES].every((file) => existsSync(file))
  ? null
  : `the tool-calling run is not there (${REQUESTS})`;

/** One model's calls, by the number of the request; null = the call failed and has no tokens. */
interface Model {
  readonly name: string;
  readonly price: RateSpan;
  readonly calls: (TokensUsed | null)[];
}

/** The same requests answered by many models. */
export interface ToolCallingRun {
  readonly requests: readonly Hash64[];
  readonly models: readonly Model[];
}

/** One baseline and one candidate: columns over the requests that both have answered. */
export interface MeasuredPair {
  readonly baseline: string;
  readonly candidate: string;
  readonly requests: readonly Hash64[];
  readonly logged: readonly TokensUsed[];
  readonly called: readonly TokensUsed[];
  /** USD, by the candidate's price and the baseline's tokens. */
  readonly plain: Float64Array;
  /** USD, as the candidate's calls cost. */
  readonly costs: Float64Array;
  /** USD. */
  readonly total: number;
}

interface ListedPrice {
  readonly in_per_mtok: number | null;
  readonly out_per_mtok: number | null;
}

function spanOf(input: number, output: number): RateSpan {
  const tier = {
    from_input_tokens: 0,
    input: input / 1e6,
    cache_read: input / 1e6,
    cache_write: input / 1e6,
    output: output / 1e6,
  };
  return { from: Number.NEGATIVE_INFINITY, tiers: [tier] };
}

function usd(price: RateSpan, { input, output }: TokensUsed): number {
  return costOf(price, { input_uncached: input, cache_read: 0, cache_write: 0, output, reasoning: 0 });
}

/** Reads the run; models without a price are left out. No field of the file holds a comma before its tokens. */
export function readRun(): ToolCallingRun {
  const listed = JSON.parse(readFileSync(PRICES, "utf8")) as Readonly<Record<string, ListedPrice>>;
  const models = new Map<string, Model>();
  for (const [name, { in_per_mtok, out_per_mtok }] of Object.entries(listed)) {
    if (in_per_mtok === null || out_per_mtok === null) continue;
    models.set(name, { name, price: spanOf(in_per_mtok, out_per_mtok), calls: [] });
  }
  const numbers = new Map<string, number>();
  for (const line of readFileSync(REQUESTS, "utf8").trimEnd().split("\n").slice(1)) {
    const [name, , id, input, output] = line.split(",");
    const model = models.get(name!);
    if (model === undefined) continue;
    let number = numbers.get(id!);
    if (number === undefined) numbers.set(id!, (number = numbers.size));
    model.calls[number] = Number(input) > 0 ? { input: Number(input), output: Number(output) } : null;
  }
  return { requests: [...numbers.keys()].map(hash64), models: [...models.values()] };
}

function pairOf({ requests }: ToolCallingRun, baseline: Model, candidate: Model): MeasuredPair {
  const both = [...requests.keys()].filter((number) => baseline.calls[number] && candidate.calls[number]);
  const logged = both.map((number) => baseline.calls[number]!);
  const called = both.map((number) => candidate.calls[number]!);
  const costs = Float64Array.from(called, (tokens) => usd(candidate.price, tokens));
  return {
    baseline: baseline.name,
    candidate: candidate.name,
    requests: both.map((number) => requests[number]!),
    logged,
    called,
    plain: Float64Array.from(logged, (tokens) => usd(candidate.price, tokens)),
    costs,
    total: costs.reduce((sum, cost) => sum + cost, 0),
  };
}

/** Every ordered pair of two models, made one after the other. */
export function* orderedPairs(run: ToolCallingRun): Generator<MeasuredPair> {
  for (const baseline of run.models) {
    for (const candidate of run.models) {
      if (baseline !== candidate) yield pairOf(run, baseline, candidate);
    }
  }
}

/** What the candidate would cost, USD, were its tokens the baseline's times these ratios. */
export function costByTokens(run: ToolCallingRun, pair: MeasuredPair, ratio: TokensUsed): number {
  const { price } = run.models.find(({ name }) => name === pair.candidate)!;
  const sum = (kind: keyof TokensUsed): number => pair.logged.reduce((total, tokens) => total + tokens[kind], 0);
  return usd(price, { input: ratio.input * sum("input"), output: ratio.output * sum("output") });
}
