import { OperatorError } from "../core/errors.ts";

/** `5%` or `0.05` as 0.05. Throws `usage`. */
export function fraction(text: string, field: string): number {
  const [, digits, sign] = /^(\d+(?:\.\d+)?|\.\d+)\s*(%?)$/u.exec(text.trim()) ?? [];
  const value = Number(digits) / (sign === "%" ? 100 : 1);
  if (value > 0 && value <= 1) return value;
  throw new OperatorError("usage", `${JSON.stringify(text)} is no share`, {
    field,
    hint: `Expected a percentage or a number above 0 and 1 at most: 5%, 0.05.`,
  });
}
