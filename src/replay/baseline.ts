import type { Segment } from "./frame.ts";
import type { Knowledge } from "./knowledge/index.ts";
import { pricingOf, type Pricing } from "./pricing.ts";

/** What the log says of its own rows, made ready once for a segment. */
export interface BaselineColumns {
  /** Our price table at the row's date x the row's own usage, USD; NaN where either is not known. */
  readonly list: Float64Array;
  /** Input and output tokens in total; where the row failed, or has no usage, typical ones stand in for what it would have used. */
  readonly input: Float64Array;
  readonly output: Float64Array;
  /** 1 where typical tokens stand in. */
  readonly imputed: Uint8Array;
}

/** Derives the baseline's columns, remembered for as long as the segment is. */
export function baselineColumns(knowledge: Knowledge): (segment: Segment) => BaselineColumns {
  const targets = knowledge.frame.dictionary("target");
  const pricings = new Map<number, Pricing>();
  const kept = new WeakMap<Segment, BaselineColumns>();
  const pricing = (code: number): Pricing => {
    let known = pricings.get(code);
    if (known === undefined) {
      const name = targets[code];
      known = pricingOf(name == null ? null : knowledge.surroundings.rates(name), null);
      pricings.set(code, known);
    }
    return known;
  };

  return (segment) => {
    const known = kept.get(segment);
    if (known !== undefined) return known;
    const rows = segment.rows;
    const at = segment.column("created_at");
    const target = segment.column("target");
    const uncached = segment.column("input_uncached");
    const read = segment.column("cache_read");
    const write = segment.column("cache_write");
    const visible = segment.column("output");
    const reasoning = segment.column("reasoning");
    const bits = segment.column("bits");
    const endpoint = segment.column("endpoint");
    const columns = {
      list: new Float64Array(rows),
      input: new Float64Array(rows),
      output: new Float64Array(rows),
      imputed: new Uint8Array(rows),
    };
    let code = -1;
    let prices = pricing(0);
    for (let row = 0; row < rows; row++) {
      if (target[row]! !== code) {
        code = target[row]!;
        prices = pricing(code);
      }
      const counted = uncached[row]! >= 0 && visible[row]! >= 0;
      const cacheRead = Math.max(0, read[row]!);
      const cacheWrite = Math.max(0, write[row]!);
      const input = uncached[row]! + cacheRead + cacheWrite;
      const output = visible[row]! + Math.max(0, reasoning[row]!);
      const tier = prices.tier(at[row]!, input);
      columns.list[row] = counted
        ? uncached[row]! * tier.input +
          cacheRead * tier.cache_read +
          cacheWrite * tier.cache_write +
          output * tier.output
        : Number.NaN;
      const failed = (bits[row]! & 7) !== 0;
      if (counted && !failed) {
        columns.input[row] = input;
        columns.output[row] = output;
        continue;
      }
      const typical = knowledge.typical.of(endpoint[row]!);
      columns.imputed[row] = 1;
      columns.input[row] = counted && input > 0 ? input : (typical?.input ?? Number.NaN);
      columns.output[row] = typical?.output ?? Number.NaN;
    }
    kept.set(segment, columns);
    return columns;
  };
}
