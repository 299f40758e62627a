import { OperatorError } from "../core/errors.ts";

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000 };

/** ms of `500ms`, `30s` or `2m`. Throws `usage`. */
export function seconds(text: string, field: string): number {
  const [, amount, unit] = /^(\d{1,6}(?:\.\d{1,3})?)(ms|s|m)$/u.exec(text.trim()) ?? [];
  const length = Math.round(Number(amount) * (UNITS[unit ?? ""] ?? Number.NaN));
  if (length > 0) return length;
  throw new OperatorError("usage", `${JSON.stringify(text)} is not a length of time`, {
    field,
    hint: "Expected a number and ms, s or m: 500ms, 30s, 2m.",
  });
}
