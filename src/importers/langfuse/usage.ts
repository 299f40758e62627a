import { isObject, jsonIn, objectOf, type JsonObject } from "../../core/json.ts";
import type { Usage } from "../../core/usage.ts";
import { member } from "../record/member.ts";
import { readTokens, type Reading } from "../record/reading.ts";
import { numberOf } from "../record/text-values.ts";

const READS = ["input_cached_tokens", "input_cache_read", "cache_read_input_tokens", "input_cache_read_tokens"];
const WRITES = [
  "input_cache_creation",
  "cache_creation_input_tokens",
  "input_cache_write",
  "input_cache_creation_tokens",
];
const TIMED_WRITES = ["input_cache_creation_5m", "input_cache_creation_1h"];
const REASONING = ["output_reasoning_tokens", "output_reasoning"];

/**
 * Langfuse counts apart: `input` without the cache, `output` without reasoning. What an SDK sends by itself is kept as it was sent, so that
 * inclusive counts are found too: each row's own `total` decides which of the two it is, and without one Langfuse's rule holds.
 */
export function langfuseUsage(
  reading: Reading,
  record: JsonObject,
): { readonly usage: Usage | null; readonly usage_raw: unknown } {
  const given = member(record, "usageDetails", "usage_details");
  const details = objectOf(jsonIn(given));
  const counts = Object.keys(details).length > 0 ? details : plainCounts(record);
  const count = (names: readonly string[]): number => {
    for (const name of names) {
      const tokens = readTokens(reading, `usageDetails.${name}`, numberOf(counts[name]));
      if (tokens !== null) return tokens;
    }
    return 0;
  };
  if (counts["input"] === undefined && counts["output"] === undefined && counts["total"] === undefined)
    return { usage: null, usage_raw: null };
  const cache_read = count(READS);
  const cache_write = count(WRITES) || TIMED_WRITES.reduce((sum, name) => sum + count([name]), 0);
  const reasoning = count(REASONING);
  const input = count(["input"]) + count(["input_audio_tokens"]);
  const output = count(["output"]) + count(["output_audio_tokens"]);
  const total = count(["total"]);
  const inclusive = inclusiveCounts({ input, output, cached: cache_read + cache_write, reasoning, total });
  return {
    usage: {
      input_uncached: inclusive.input ? input - cache_read - cache_write : input,
      cache_read,
      cache_write,
      output: inclusive.output ? output - reasoning : output,
      reasoning,
    },
    usage_raw: counts,
  };
}

interface Counts {
  readonly input: number;
  readonly output: number;
  readonly cached: number;
  readonly reasoning: number;
  readonly total: number;
}

/** Which of the two counts take their details in: the first reading that adds up to the total, disjoint before inclusive. */
function inclusiveCounts({ input, output, cached, reasoning, total }: Counts): {
  readonly input: boolean;
  readonly output: boolean;
} {
  const readings = [
    { input: false, output: false },
    { input: true, output: true },
    { input: false, output: true },
    { input: true, output: false },
  ].filter((one) => (!one.input || cached <= input) && (!one.output || reasoning <= output));
  const adds = (one: { readonly input: boolean; readonly output: boolean }): boolean =>
    input + output + (one.input ? 0 : cached) + (one.output ? 0 : reasoning) === total;
  return readings.find(adds) ?? { input: false, output: false };
}

/** Counts of exports that flatten them, and of the API before usage had details. */
function plainCounts(record: JsonObject): JsonObject {
  const usage = record["usage"];
  if (isObject(usage)) return usage;
  const input = member(record, "inputUsage", "promptTokens");
  const output = member(record, "outputUsage", "completionTokens");
  const total = member(record, "totalUsage", "totalTokens");
  const counts = { input, output, total };
  return Object.fromEntries(
    Object.entries(counts).filter(([, value]) => value !== undefined && value !== null && value !== ""),
  );
}
