const LONGEST = 120;

/** A text, cut where it is longer; never through a character. */
export function cutText(text: string, longest: number): string {
  if (text.length <= longest) return text;
  const cut = text.slice(0, longest - 1);
  return `${cut.isWellFormed() ? cut : cut.slice(0, -1)}…`;
}

/** Names as they stand in a sentence, cut where they are many. */
export function listText(names: readonly string[]): string {
  return cutText(names.join(", "), LONGEST);
}

/** A value as it stands in a sentence: JSON, cut where it is long. */
export function shortText(value: unknown): string {
  const begin = typeof value === "string" ? value.slice(0, LONGEST) : value;
  return cutText(JSON.stringify(begin) ?? "nothing", LONGEST);
}
