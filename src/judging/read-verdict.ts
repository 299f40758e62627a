import { isObject, parseJson, type JsonObject } from "../core/json.ts";

/** What a judge says of two answers it knows as A and B. */
export interface SlotVerdict {
  readonly reason: string;
  readonly a_errors: readonly string[];
  readonly b_errors: readonly string[];
  readonly verdict: "A" | "B" | "tie";
  readonly injection_suspected: boolean;
}

/** How far one answer can stand for the other. */
export interface SlotScore {
  readonly reason: string;
  /** 0 to 1. */
  readonly score: number;
  readonly injection_suspected: boolean;
}

/** An answer in the form that was asked for, or what is wrong with it. */
export type Read<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly wrong: string };

const LONGEST_REASON = 400;

/** Reads a pairwise verdict. Only the form that was asked for is one: words that sound like a verdict are none. */
export function readSlotVerdict(text: string): Read<SlotVerdict> {
  const read = readObject(text);
  if (!read.ok) return read;
  const { reason, a_errors, b_errors, verdict, injection_suspected } = read.value;
  if (typeof reason !== "string") return wrong("`reason` is not a text");
  if (!isTexts(a_errors) || !isTexts(b_errors)) return wrong("`a_errors` and `b_errors` are not lists of texts");
  if (verdict !== "A" && verdict !== "B" && verdict !== "tie") return wrong('`verdict` is not "A", "B" or "tie"');
  if (typeof injection_suspected !== "boolean") return wrong("`injection_suspected` is not true or false");
  return { ok: true, value: { reason: cut(reason), a_errors, b_errors, verdict, injection_suspected } };
}

/** Reads an equivalence score. */
export function readSlotScore(text: string): Read<SlotScore> {
  const read = readObject(text);
  if (!read.ok) return read;
  const { reason, score, injection_suspected } = read.value;
  if (typeof reason !== "string") return wrong("`reason` is not a text");
  if (typeof score !== "number" || !(score >= 0 && score <= 1)) return wrong("`score` is not a number from 0 to 1");
  if (typeof injection_suspected !== "boolean") return wrong("`injection_suspected` is not true or false");
  return { ok: true, value: { reason: cut(reason), score, injection_suspected } };
}

/** One JSON object and nothing else; a fence of code around it is allowed. */
function readObject(text: string): Read<JsonObject> {
  const fenced = /^\s*```(?:json)?\s*\n([\s\S]*?)\n?\s*```\s*$/i.exec(text);
  const value = parseJson((fenced?.[1] ?? text).trim());
  if (value === undefined) return wrong("the answer is not JSON");
  return isObject(value) ? { ok: true, value } : wrong("the answer is not a JSON object");
}

function wrong(text: string): { readonly ok: false; readonly wrong: string } {
  return { ok: false, wrong: text };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

function cut(reason: string): string {
  return reason.length <= LONGEST_REASON ? reason : `${reason.slice(0, LONGEST_REASON - 1)}…`;
}
