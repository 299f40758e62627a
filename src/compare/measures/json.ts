import { parseJson } from "../../core/json.ts";
import { compareJson } from "../json-differences.ts";
import type { Measure } from "./measure.ts";

const FENCED = /^```(?:json)?[^\S\n]*\n([\s\S]*?)\n?```$/i;

/** Texts that are JSON objects or arrays, leaf by leaf. Where only one side is JSON, or only one stands in a code fence, that is a difference of format. */
export const json: Measure = {
  name: "json",
  summary: "share of JSON leaves that are the same",
  thresholds: { high: 1, mild: 0.8 },
  calibrates: false,
  compare({ original, replay }) {
    const before = read(original.text);
    const after = read(replay.text);
    if (before === null && after === null) return null;
    const formats = { original: before?.format ?? "text", replay: after?.format ?? "text" };
    const format = formats.original === formats.replay ? [] : [{ kind: "format", path: "/text", ...formats } as const];
    if (before === null || after === null) return { similarity: 0, differences: format, atMost: "major" };
    const { similarity, differences } = compareJson(before.value, after.value);
    const inside = differences.map((one) => ({ ...one, path: `/text${one.path}` }));
    return { similarity, differences: [...format, ...inside], atMost: format.length > 0 ? "mild" : "high" };
  },
};

function read(text: string | null): { readonly value: unknown; readonly format: "json" | "fenced_json" } | null {
  const trimmed = (text ?? "").trim();
  const fenced = FENCED.exec(trimmed)?.[1]?.trim();
  const inner = fenced ?? trimmed;
  const value = inner.startsWith("{") || inner.startsWith("[") ? parseJson(inner) : undefined;
  return value === undefined ? null : { value, format: fenced === undefined ? "json" : "fenced_json" };
}
