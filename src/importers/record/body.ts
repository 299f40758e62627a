import type { BodyFlaw } from "../../core/derived-columns.ts";
import { isObject, parseJson } from "../../core/json.ts";

/** A logged body: its text as it is kept, the value of it where it is JSON, and why it is not what was sent. */
export interface LoggedBody {
  readonly text: string | null;
  readonly value: unknown;
  /** Null = nothing is known against it. */
  readonly flaw: BodyFlaw | null;
}

export const NO_BODY: LoggedBody = { text: null, value: null, flaw: "body_missing" };

/** What gateways write into a body that they cut, or in place of one: a note that it is missing is no body. */
const MARKS: readonly (readonly [mark: string, flaw: BodyFlaw])[] = [
  ["litellm_truncated", "truncated"],
  ["[base64_data truncated: ", "truncated"],
  ['"redacted-by-litellm"', "redacted"],
  ['"__REDACTED__"', "redacted"],
  ['"helicone_message"', "body_missing"],
  // What stands in the place of pictures, sounds and files that are kept elsewhere.
  ["@@@langfuseMedia:", "truncated"],
  ["<helicone-asset-id ", "truncated"],
];

const EMPTY = new Set(["", "{}", "[]", "null"]);

/**
 * A body that may be a JSON value, JSON inside a string, or empty (`{}`, `[]`, "", null). A text given is kept as it is. One that is
 * no JSON object counts as cut.
 */
export function bodyOf(given: unknown): LoggedBody {
  const { text, value } = textAndValue(given);
  const flaw = text === null ? "body_missing" : flawOf(text, value);
  return flaw === "body_missing" ? NO_BODY : { text, value, flaw };
}

function textAndValue(given: unknown): { readonly text: string | null; readonly value: unknown } {
  if (typeof given === "string") {
    if (EMPTY.has(given)) return NO_BODY;
    const value = parseJson(given);
    return isObject(value) || Array.isArray(value)
      ? { text: given, value }
      : { text: JSON.stringify(given), value: given };
  }
  const empty = typeof given !== "object" || given === null || Object.keys(given).length === 0;
  return empty ? NO_BODY : { text: JSON.stringify(given), value: given };
}

function flawOf(text: string, value: unknown): BodyFlaw | null {
  for (const [mark, flaw] of MARKS) if (text.includes(mark)) return flaw;
  return isObject(value) ? null : "truncated";
}
