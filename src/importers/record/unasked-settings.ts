import type { JsonObject } from "../../core/json.ts";
import { lookUp } from "../../core/look-up.ts";

/** What OpenAI's APIs, and wrappers of its clients, write for settings that a request left out. */
const DEFAULTS: Readonly<Record<string, number>> = {
  temperature: 1,
  top_p: 1,
  presence_penalty: 0,
  frequency_penalty: 0,
};

/**
 * Settings of a request, of a source that writes all of them, without those that nobody need have asked for: some models refuse
 * what others take for granted.
 */
export function withoutDefaults(settings: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(settings).filter(([name, value]) => lookUp(DEFAULTS, name) !== value));
}
