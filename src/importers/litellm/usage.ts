import { isObject, objectOf, type JsonObject } from "../../core/json.ts";
import { isUsageProblem, usageOf } from "../../core/provider-usage.ts";
import type { Usage } from "../../core/usage.ts";
import { readTokens, reject, WHOLE_TOKENS, type Reading } from "../record/reading.ts";

const TOTALS = ["prompt_tokens", "completion_tokens"] as const;

/**
 * Usage of a LiteLLM row. Its own totals stand first, details come from `metadata.usage_object` and then from the response;
 * usage in Anthropic's words speaks for itself, because the totals beside it may leave its cache out.
 */
export function litellmUsage(
  reading: Reading,
  record: JsonObject,
  metadata: JsonObject,
  response: unknown,
): { readonly usage: Usage | null; readonly usage_raw: unknown } {
  const logged = objectOf(metadata["usage_object"]);
  const answered = objectOf(objectOf(response)["usage"]);
  const additional = objectOf(metadata["additional_usage_values"]);
  const anthropic = [logged, answered, additional].find(isAnthropic);
  const totals: Record<string, unknown> = {};
  for (const name of TOTALS) {
    const tokens = readTokens(reading, name, record[name]);
    if (tokens !== null) totals[name] = tokens;
  }
  readTokens(reading, "total_tokens", record["total_tokens"]);

  const usage = usageOf(anthropic ?? { ...additional, ...answered, ...withoutNulls(logged), ...totals });
  const usage_raw = [metadata["usage_object"], objectOf(response)["usage"]].find(isObject) ?? rawTotals(totals);
  if (!isUsageProblem(usage)) return { usage, usage_raw };
  const inDetail = Object.hasOwn(logged, usage.field) ? `metadata.usage_object.${usage.field}` : usage.field;
  reject(reading, inDetail, usage.value, WHOLE_TOKENS);
  return { usage: null, usage_raw };
}

/** Input without what came from or went into the cache, which is counted beside it. */
function isAnthropic(usage: JsonObject): boolean {
  if (usage["input_tokens"] === undefined || usage["prompt_tokens"] !== undefined) return false;
  return usage["cache_read_input_tokens"] !== undefined || usage["cache_creation_input_tokens"] !== undefined;
}

function withoutNulls(usage: JsonObject): JsonObject {
  for (const name of Object.keys(usage)) {
    if (usage[name] === null) return Object.fromEntries(Object.entries(usage).filter(([, value]) => value !== null));
  }
  return usage;
}

function rawTotals(totals: JsonObject): JsonObject | null {
  return Object.keys(totals).length === 0 ? null : totals;
}
