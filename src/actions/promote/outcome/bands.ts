import { quantile, sorted } from "../../../stats/index.ts";

/** What requests of like length cost: a line through cost by input tokens, and what single requests vary by around it. */
interface Band {
  /** Smallest input of the next band; the last has none. */
  readonly below: number;
  readonly n: number;
  readonly input: number;
  readonly cost: number;
  readonly slope: number;
  /** Sum of squared deviations of the input. */
  readonly spread: number;
  /** Around the line. */
  readonly variance: number;
}

/** Sum, over requests that were really served, of what the experiment says that each costs. */
export interface Expected {
  readonly usd: number;
  /** Of the sum: what requests vary by, and how well the line is known. */
  readonly variance: number;
}

/** What the experiment says that requests cost, by how long their input is. */
export interface CostBands {
  /** Of one request with so many input tokens. */
  meanOf(input: number): number;
  expected(inputs: readonly number[]): Expected;
}

interface Priced {
  readonly input: number;
  readonly cost: number;
}

const BANDS = 5;
/** A band has so many requests at least; fewer in all make one. */
const LEAST_IN_BAND = 20;

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function bandOf(rows: readonly Priced[], below: number): Band {
  const n = rows.length;
  const input = mean(rows.map((row) => row.input));
  const cost = mean(rows.map((row) => row.cost));
  const spread = rows.reduce((sum, row) => sum + (row.input - input) ** 2, 0);
  const along = rows.reduce((sum, row) => sum + (row.input - input) * (row.cost - cost), 0);
  const slope = spread === 0 ? 0 : along / spread;
  const around = rows.reduce((sum, row) => sum + (row.cost - cost - slope * (row.input - input)) ** 2, 0);
  return { below, n, input, cost, slope, spread, variance: around / Math.max(1, n - 2) };
}

/** Null where fewer than three requests have a known cost and input. */
export function costBands(donors: readonly Priced[]): CostBands | null {
  const priced = donors.filter(({ input, cost }) => !Number.isNaN(cost) && !Number.isNaN(input));
  if (priced.length < 3) return null;
  const inputs = sorted(priced.map(({ input }) => input));
  const parts = Math.max(1, Math.min(BANDS, Math.floor(priced.length / LEAST_IN_BAND)));
  const ends = Array.from({ length: parts - 1 }, (_, at) => quantile(inputs, (at + 1) / parts) as number);
  const bands: Band[] = [];
  let from = Number.NEGATIVE_INFINITY;
  for (const below of [...new Set(ends), Number.POSITIVE_INFINITY]) {
    const rows = priced.filter(({ input }) => input >= from && input < below);
    if (rows.length < 3) continue;
    bands.push(bandOf(rows, below));
    from = below;
  }
  const holding = (input: number): Band => bands.find(({ below }) => input < below) ?? (bands.at(-1) as Band);
  const on = ({ cost, slope, input }: Band, at: number): number => Math.max(0, cost + slope * (at - input));
  return {
    meanOf: (input) => on(holding(input), input),
    expected(all) {
      const by = new Map<Band, number[]>();
      for (const input of all) {
        const band = holding(input);
        const there = by.get(band);
        if (there === undefined) by.set(band, [input]);
        else there.push(input);
      }
      let usd = 0;
      let variance = 0;
      for (const [band, inside] of by) {
        const n = inside.length;
        const away = mean(inside) - band.input;
        usd += inside.reduce((sum, input) => sum + on(band, input), 0);
        const line = 1 / band.n + (band.spread === 0 ? 0 : (away * away) / band.spread);
        variance += band.variance * (n + n * n * line);
      }
      return { usd, variance };
    },
  };
}
