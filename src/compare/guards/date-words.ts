const LANGUAGES = ["en", "de", "fr", "es", "it", "pt", "nl", "sv", "pl", "uk", "ru", "tr"];
const WORD = /[\p{L}\p{M}]+|\d+/gu;

/** Months and weekdays that a text names, as `month 5` and `weekday 1`; a month counts beside a number only, because May and March are words too. */
export function dateWords(text: string): readonly string[] {
  const known = names();
  const found: string[] = [];
  const lower = text.toLowerCase();
  let beforeThat = false;
  let before = false;
  // A month that no number stands before waits for one right after it.
  let waiting: string | null = null;
  for (const [word] of lower.matchAll(WORD)) {
    const isNumber = word.charCodeAt(0) < 58 && word.charCodeAt(0) > 47;
    if (isNumber && waiting !== null) found.push(waiting);
    waiting = null;
    const name = isNumber ? undefined : known.get(word);
    if (name !== undefined) {
      if (before || beforeThat || name.startsWith("weekday")) found.push(name);
      else waiting = name;
    }
    beforeThat = before;
    before = isNumber;
  }
  return found;
}

let remembered: ReadonlyMap<string, string> | null = null;

function names(): ReadonlyMap<string, string> {
  if (remembered !== null) return remembered;
  const found = new Map<string, string>();
  for (const language of LANGUAGES) {
    // Beside a day many languages bend the month's name; short forms of months are as common as long ones.
    const months = [
      part(language, "month", { month: "long" }),
      part(language, "month", { month: "long", day: "numeric" }),
      part(language, "month", { month: "short", day: "numeric" }),
    ];
    for (const month of months)
      for (let at = 0; at < 12; at += 1) note(found, month(Date.UTC(2026, at, 15)), `month ${at + 1}`);
    const weekday = part(language, "weekday", { weekday: "long" });
    // 2026-06-01 is a Monday.
    for (let at = 1; at <= 7; at += 1) note(found, weekday(Date.UTC(2026, 5, at)), `weekday ${at}`);
  }
  remembered = found;
  return found;
}

function part(language: string, type: "month" | "weekday", options: Intl.DateTimeFormatOptions) {
  const format = new Intl.DateTimeFormat(language, { ...options, timeZone: "UTC" });
  return (at: number): string => format.formatToParts(at).find((one) => one.type === type)?.value ?? "";
}

function note(names: Map<string, string>, name: string, meaning: string): void {
  const word = name.toLowerCase().replace(/\.$/u, "");
  if (/^[\p{L}\p{M}]+$/u.test(word) && !names.has(word)) names.set(word, meaning);
}
