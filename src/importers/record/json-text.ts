import { parseJson } from "../../core/json.ts";

/** A value that may stand there as itself or as the JSON text of it; a text that is no JSON stays a text. */
export function valueOrJson(given: unknown): unknown {
  if (typeof given !== "string") return given;
  const parsed = parseJson(given);
  return parsed === undefined ? given : parsed;
}

/** The list that stands there, as itself or as JSON; `cut` where there is something else, such as JSON that a limit cut short. */
export function listOrJson(given: unknown): { readonly list: readonly unknown[] | null; readonly cut: boolean } {
  if (given === undefined || given === null || given === "") return { list: null, cut: false };
  const value = valueOrJson(given);
  return Array.isArray(value) ? { list: value, cut: false } : { list: null, cut: true };
}
