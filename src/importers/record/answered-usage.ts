import { objectOf } from "../../core/json.ts";
import { isUsageProblem, usageOf } from "../../core/provider-usage.ts";
import type { Usage } from "../../core/usage.ts";
import { reject, WHOLE_TOKENS, type Reading } from "./reading.ts";

/** Usage as a provider's own answer counts it, and in its own words; null where the answer counts nothing. */
export function answeredUsage(
  reading: Reading,
  answer: unknown,
  place: string,
): { readonly usage: Usage | null; readonly usage_raw: unknown } {
  const usage_raw = objectOf(answer)["usage"] ?? null;
  const usage = usageOf(usage_raw);
  if (!isUsageProblem(usage)) return { usage, usage_raw };
  return { usage: reject(reading, `${place}.usage.${usage.field}`, usage.value, WHOLE_TOKENS), usage_raw };
}
