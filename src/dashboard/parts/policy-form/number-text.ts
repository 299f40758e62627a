/** A number as it is typed; nothing is undefined, and what is no number stays a text, which the policy's own checks refuse. */
export function numberIn(text: string): unknown {
  const trimmed = text.trim();
  if (trimmed === "") return undefined;
  return Number.isFinite(Number(trimmed)) ? Number(trimmed) : text;
}

export function numberText(value: unknown): string {
  return value === undefined ? "" : String(value);
}
