import { readText, written } from "../policy/document-text.ts";

const SHORT = 72;

/** Any value as it is typed, in YAML or JSON; what cannot be read stays a text, which the policy's own checks refuse. */
export function anyIn(text: string): unknown {
  if (text.trim() === "") return undefined;
  const read = readText(text);
  return read.readable ? read.value : text;
}

/** A value as a text that reads as it. */
export function anyText(value: unknown): string {
  if (value === undefined) return "";
  if (typeof value === "string") return anyIn(value) === value ? value : JSON.stringify(value);
  const short = JSON.stringify(value);
  // What JSON has no words for (-0) is not written in YAML's either.
  return short.length <= SHORT ? short : written(JSON.parse(short), "yaml");
}

/** Why a text could not be read; nothing where it could. */
export function unreadable(value: unknown): string | undefined {
  if (typeof value !== "string") return undefined;
  const read = readText(value);
  return read.readable ? undefined : read.mistakes[0]?.said;
}
