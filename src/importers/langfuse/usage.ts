import { isObject, jsonIn, objectOf, type JsonObject } from "../../core/json.ts";
import type { Usage } from "../../core/usage.ts";
import { member } from "../record/member.ts";
import { readTokens, type Reading } from "../record/reading.ts";
import { numberOf } from "../record/text-values.ts";

const TOTALS = {
  input: ["input", "input_tokens", "prompt_tokens"],
  output: ["output", "output_tokens", "completion_tokens"],
  total: ["total", "total_tokens"],
} as const;

/** One count under several names; what else comes from the cache has a kind of its own (a modality, a TTL) and adds to it. */
const READS = ["input_cached_tokens", "input_cache_read", "cache_read_input_tokens", "input_cache_read_tokens"];
const WRITES = [
  "input_cache_creation",
  "cache_creation_input_tokens",
  "input_cache_write",
  "input_cache_creation_tokens",
];
const REASONING = ["output_reasoning_tokens", "output_reasoning"];

type Kind = "read" | "write" | "reasoning" | "input" | "output";

/** What a count of a detail is part of, by its name: Langfuse keeps whatever names it is sent. */
const KINDS: readonly (readonly [RegExp, Kind])[] = [
  [/cach\w*[._](?:creat|writ)|ephemeral/iu, "write"],
  [/cache/iu, "read"],
  [/reasoning|thought|thinking/iu, "reasoning"],
  [/^(?:input|prompt)[._]/iu, "input"],
  [/^(?:output|completion)[._]/iu, "output"],
];

const OWN = new Set<string>(Object.values(TOTALS).flat());

/**
 * Langfuse counts apart: `input` and `output` without their details (cache, sounds, reasoning). What an SDK sends by itself is kept as it was
 * sent, so that inclusive counts are found too: each row's own `total` decides which of the two it is, and without one Langfuse's rule holds.
 */
export function langfuseUsage(
  reading: Reading,
  record: JsonObject,
): { readonly usage: Usage | null; readonly usage_raw: unknown } {
  const details = objectOf(jsonIn(member(record, "usageDetails", "usage_details")));
  const counts = Object.keys(details).length > 0 ? details : plainCounts(record);
  const count = (name: string): number | null => readTokens(reading, `usageDetails.${name}`, numberOf(counts[name]));
  const first = (names: readonly string[]): number | null => {
    for (const name of names) {
      const tokens = count(name);
      if (tokens !== null) return tokens;
    }
    return null;
  };
  const input = first(TOTALS.input);
  const output = first(TOTALS.output);
  const total = first(TOTALS.total);
  if (input === null && output === null && total === null) return { usage: null, usage_raw: null };
  const sum = (kind: Kind, names: readonly string[]): number =>
    Object.keys(counts)
      .filter((name) => !OWN.has(name) && !names.includes(name) && kindOf(name) === kind)
      .reduce((all, name) => all + (count(name) ?? 0), first(names) ?? 0);
  const read = {
    input: input ?? 0,
    output: output ?? 0,
    total,
    cache_read: sum("read", READS),
    cache_write: sum("write", WRITES),
    reasoning: sum("reasoning", REASONING),
    more_input: sum("input", []),
    more_output: sum("output", []),
  };
  return { usage: apart(read), usage_raw: counts };
}

function kindOf(name: string): Kind | null {
  return KINDS.find(([pattern]) => pattern.test(name))?.[1] ?? null;
}

interface Counts {
  readonly input: number;
  readonly output: number;
  readonly total: number | null;
  readonly cache_read: number;
  readonly cache_write: number;
  readonly reasoning: number;
  readonly more_input: number;
  readonly more_output: number;
}

/** Which of input and output take their details in: the first reading that adds up to the total, apart before inclusive. */
function apart(counts: Counts): Usage {
  const { input, output, total, cache_read, cache_write, reasoning, more_input, more_output } = counts;
  const cached = cache_read + cache_write;
  const adds = ({ asked, said }: { readonly asked: boolean; readonly said: boolean }): boolean =>
    input + output + (asked ? 0 : cached + more_input) + (said ? 0 : reasoning + more_output) === total;
  const inclusive = READINGS.filter(
    ({ asked, said }) => (!asked || cached <= input) && (!said || reasoning <= output),
  ).find(adds) ?? { asked: false, said: false };
  return {
    input_uncached: inclusive.asked ? input - cached : input + more_input,
    cache_read,
    cache_write,
    output: inclusive.said ? output - reasoning : output + more_output,
    reasoning,
  };
}

const READINGS = [
  { asked: false, said: false },
  { asked: true, said: true },
  { asked: false, said: true },
  { asked: true, said: false },
];

/** Counts of exports that flatten them, and of the API before usage had details: 0 all over where there are none, and not always tokens. */
function plainCounts(record: JsonObject): JsonObject {
  const usage = jsonIn(record["usage"]);
  const given = isObject(usage)
    ? { input: usage["input"], output: usage["output"], total: usage["total"] }
    : {
        input: member(record, "inputUsage", "promptTokens"),
        output: member(record, "outputUsage", "completionTokens"),
        total: member(record, "totalUsage", "totalTokens"),
      };
  const unit = objectOf(usage)["unit"] ?? record["unit"];
  if (typeof unit === "string" && unit !== "" && unit !== "TOKENS") return {};
  const counted = Object.values(given).some((value) => numberOf(value ?? 0) !== 0 && value !== "");
  return counted
    ? Object.fromEntries(
        Object.entries(given).filter(([, value]) => value !== undefined && value !== null && value !== ""),
      )
    : {};
}
