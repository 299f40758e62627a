import { ORIGINS } from "../../core/exchange.ts";
import type { PriceBook } from "../../prices/price-book.ts";
import { BIT, type Frame } from "../../replay/frame.ts";
import { BASELINE_ORIGINS } from "../../replay/rows.ts";
import { selectQuantiles } from "../../stats/select-quantile.ts";
import type { Traffic } from "../../store/traffic.ts";
import { listCosts } from "./list-cost.ts";
import { timestamp } from "./timestamp.ts";

export interface StrategyUse {
  readonly strategy: string;
  readonly request_count: number;
  /** Over the rows that have a cost; null where none has. */
  readonly total_cost_usd: number | null;
  readonly avg_cost_per_request: number | null;
  readonly avg_latency_ms: number | null;
  readonly p95_latency_ms: number | null;
  readonly total_output_tokens: number;
  readonly error_count: number;
  readonly unpriced: number;
}

export interface StrategyComparison {
  readonly since: string;
  readonly strategies: readonly StrategyUse[];
  /** Why the rows of different strategies may not be compared as they stand. */
  readonly warnings: readonly string[];
}

interface Gathered {
  rows: number;
  cost: number;
  priced: number;
  /** Of these, by the price list. */
  listed: number;
  errors: number;
  output: number;
  first: number;
  last: number;
  readonly latency: number[];
  input: number;
  inputRows: number;
  readonly models: Map<number, number>;
  readonly projects: Map<number, number>;
}

function nothing(): Gathered {
  const maps = { models: new Map<number, number>(), projects: new Map<number, number>() };
  return {
    rows: 0,
    cost: 0,
    priced: 0,
    listed: 0,
    errors: 0,
    output: 0,
    first: Infinity,
    last: -Infinity,
    latency: [],
    input: 0,
    inputRows: 0,
    ...maps,
  };
}

function count(counts: Map<number, number>, code: number): void {
  counts.set(code, (counts.get(code) ?? 0) + 1);
}

/** Rows that no policy decided: see `LeftOut`. */
const NO_BASELINE = (1 << BIT.gateway_cache_hit) | (1 << BIT.embeddings);

function gather(frame: Frame, prices: Pick<PriceBook, "card">, project: string | null): ReadonlyMap<string, Gathered> {
  const listed = listCosts(frame, prices);
  const names = frame.dictionary("strategy");
  const wanted = project === null ? null : frame.dictionary("project").indexOf(project);
  const origins = new Set(BASELINE_ORIGINS.map((origin) => ORIGINS.indexOf(origin)));
  const by = new Map<string, Gathered>();
  for (const segment of frame.segments()) {
    const bits = segment.column("bits");
    const strategy = segment.column("strategy");
    const projects = segment.column("project");
    const at = segment.column("created_at");
    const logged = segment.column("cost_logged");
    const list = listed(segment);
    const latency = segment.column("latency_ms");
    const output = segment.column("output");
    const reasoning = segment.column("reasoning");
    const uncached = segment.column("input_uncached");
    const models = segment.column("model_requested");
    for (let row = 0; row < segment.rows; row++) {
      const word = bits[row]!;
      const status = (word >>> BIT.status) & 7;
      if (!origins.has((word >>> BIT.origin) & 7) || status > 1 || (word & NO_BASELINE) !== 0) continue;
      if (wanted !== null && projects[row] !== wanted) continue;
      const name = names[strategy[row]!] ?? "unknown";
      let own = by.get(name);
      if (own === undefined) by.set(name, (own = nothing()));
      own.rows++;
      own.errors += status;
      own.first = Math.min(own.first, at[row]!);
      own.last = Math.max(own.last, at[row]!);
      const cost = Number.isNaN(logged[row]!) ? list(row) : logged[row]!;
      if (!Number.isNaN(cost)) {
        own.cost += cost;
        own.priced++;
        own.listed += Number(Number.isNaN(logged[row]!));
      }
      if (!Number.isNaN(latency[row]!)) own.latency.push(latency[row]!);
      own.output += Math.max(0, output[row]!) + Math.max(0, reasoning[row]!);
      if (uncached[row]! >= 0) {
        own.input += uncached[row]!;
        own.inputRows++;
      }
      count(own.models, models[row]!);
      count(own.projects, projects[row]!);
    }
  }
  return by;
}

function useOf(strategy: string, own: Gathered): StrategyUse {
  const { n, quantiles } = selectQuantiles(Float64Array.from(own.latency), own.latency.length, [0.95]);
  return {
    strategy,
    request_count: own.rows,
    total_cost_usd: own.priced === 0 ? null : own.cost,
    avg_cost_per_request: own.priced === 0 ? null : own.cost / own.priced,
    avg_latency_ms: n === 0 ? null : own.latency.reduce((sum, value) => sum + value, 0) / n,
    p95_latency_ms: quantiles[0]?.value ?? null,
    total_output_tokens: own.output,
    error_count: own.errors,
    unpriced: own.rows - own.priced,
  };
}

/** Half the sum of differences of shares (total variation): 0 = the same mix, 1 = nothing in common. */
function apart(left: ReadonlyMap<number, number>, right: ReadonlyMap<number, number>): number {
  const total = (counts: ReadonlyMap<number, number>): number => [...counts.values()].reduce((sum, n) => sum + n, 0);
  const [n, m] = [total(left), total(right)];
  const codes = new Set([...left.keys(), ...right.keys()]);
  return (
    [...codes].reduce((sum, code) => sum + Math.abs((left.get(code) ?? 0) / n - (right.get(code) ?? 0) / m), 0) / 2
  );
}

const MIX_APART = 0.2;
const LENGTH_APART = 1.25;
const FEW_ROWS = 30;

/** What else differs between the rows of strategies: whoever compares their averages compares that too. */
function confounders(by: ReadonlyMap<string, Gathered>): readonly string[] {
  const warnings: string[] = [];
  const all = [...by];
  for (const [at, [name, own]] of all.entries()) {
    if (own.priced < own.rows)
      warnings.push(
        `${name}: the price of ${own.rows - own.priced} requests is not known; its cost is that of the others.`,
      );
    if (own.listed > 0 && own.listed < own.priced)
      warnings.push(
        `${name}: the cost of ${own.listed} requests is by price list, that of the others as it was logged.`,
      );
    if (own.rows < FEW_ROWS) warnings.push(`${name} served ${own.rows} requests only: its averages may be chance.`);
    for (const [otherName, other] of all.slice(at + 1)) {
      const pair = `${name} and ${otherName}`;
      if (apart(own.models, other.models) > MIX_APART)
        warnings.push(`${pair} were asked for different mixes of models.`);
      if (apart(own.projects, other.projects) > MIX_APART) warnings.push(`${pair} served different projects.`);
      if (own.last < other.first || other.last < own.first)
        warnings.push(`${pair} served at different times: prices, load and traffic may have changed.`);
      const [mine, theirs] = [own.input / own.inputRows, other.input / other.inputRows];
      if (Math.max(mine / theirs, theirs / mine) > LENGTH_APART) {
        warnings.push(
          `${pair} served requests of different length: ${Math.round(mine)} and ${Math.round(theirs)} input tokens on average.`,
        );
      }
    }
  }
  if (all.length > 1) {
    warnings.push(
      "Strategies did not serve the same requests: simulate replays one window under each of them, like with like.",
    );
  }
  return warnings;
}

/** All strategies used since an instant (ms), by what the log says of their rows; costs as logged, else by price list. @param project null = of every project */
export function compareStrategies(
  traffic: Traffic,
  prices: Pick<PriceBook, "card">,
  { since, project }: { readonly since: number; readonly project: string | null },
): StrategyComparison {
  const by = gather(traffic.frame({ from: since }), prices, project);
  const strategies = [...by]
    .map(([name, own]) => useOf(name, own))
    .toSorted((a, b) => b.request_count - a.request_count);
  return { since: timestamp(since), strategies, warnings: confounders(by) };
}
