import { isObject, parseJson } from "../../core/json.ts";

/** JSON that a limit cut short. */
export const CUT = Symbol("cut");

/**
 * What `input` and `output` hold: a value, or the text of one. A text that is JSON of a number or a word is that text: "42" is an answer. One
 * that begins as JSON of objects or lists does and is none was cut.
 */
export function loggedValue(given: unknown): unknown {
  if (typeof given === "number" || typeof given === "boolean") return String(given);
  if (typeof given !== "string") return given;
  const value = parseJson(given);
  if (isObject(value) || Array.isArray(value) || typeof value === "string" || value === null) return value;
  return value === undefined && /^\s*(?:\{\s*"|\[\s*["[{])/u.test(given) ? CUT : given;
}
