import { RE2JS } from "re2js";

/** Longest regular expression taken from a user; matching is linear in time (RE2). */
const MAX_REGEX = 512;

/** Compiled expressions that are kept: checking one compiles it, and so does whoever then uses it. */
const KEPT = 1_000;
const compiled = new Map<string, RE2JS>();

/** Whether a user's regular expression is found anywhere in a text; a sentence that says what is wrong where it is none that RE2 takes. */
export function linearRegex(source: unknown): ((text: string) => boolean) | string {
  if (typeof source !== "string" || source.length > MAX_REGEX) {
    return `expected a regular expression of at most ${MAX_REGEX} characters`;
  }
  try {
    const pattern = compiled.get(source) ?? RE2JS.compile(source);
    if (compiled.size < KEPT) compiled.set(source, pattern);
    return (text) => pattern.matcher(text).find();
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return `not a regular expression of the RE2 syntax: ${why}`;
  }
}
