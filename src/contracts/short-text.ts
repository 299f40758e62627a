const LONGEST = 120;

/** A value as it stands in a sentence: JSON, cut where it is long. */
export function shortText(value: unknown): string {
  const text = JSON.stringify(value) ?? "nothing";
  if (text.length <= LONGEST) return text;
  const cut = text.slice(0, LONGEST - 1);
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}
