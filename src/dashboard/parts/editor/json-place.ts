/** Offset of a value in a text that is JSON, by the keys and indices that lead to it; of the last thing on the way where it leads to nothing. */
export function jsonPlace(text: string, path: readonly (string | number)[]): number {
  let at = skipped(text, 0);
  for (const key of path) {
    const next = text[at] === "[" ? itemAt(text, at, key) : text[at] === "{" ? memberAt(text, at, key) : null;
    if (next === null) return at;
    at = next;
  }
  return Math.min(at, text.length);
}

function skipped(text: string, from: number): number {
  let at = from;
  while (at < text.length && " \t\r\n".includes(text[at] as string)) at += 1;
  return at;
}

function itemAt(text: string, open: number, key: string | number): number | null {
  let at = skipped(text, open + 1);
  for (let seen = 0; at < text.length && text[at] !== "]"; seen += 1) {
    if (seen === Number(key)) return at;
    at = skipped(text, skipped(text, valueEnd(text, at)) + 1);
  }
  return null;
}

/** Of members of one name the last counts, as it does for who reads the text. */
function memberAt(text: string, open: number, key: string | number): number | null {
  let found: number | null = null;
  let at = skipped(text, open + 1);
  while (text[at] === '"') {
    const end = stringEnd(text, at);
    const value = skipped(text, skipped(text, end) + 1);
    if (JSON.parse(text.slice(at, end)) === String(key)) found = value;
    at = skipped(text, skipped(text, valueEnd(text, value)) + 1);
  }
  return found;
}

function valueEnd(text: string, from: number): number {
  if (text[from] === '"') return stringEnd(text, from);
  let depth = 0;
  for (let at = from; at < text.length; at += 1) {
    const sign = text[at] as string;
    if (sign === '"') at = stringEnd(text, at) - 1;
    else if (sign === "[" || sign === "{") depth += 1;
    else if (sign === "]" || sign === "}") {
      if (depth === 0) return at;
      depth -= 1;
      if (depth === 0) return at + 1;
    } else if (depth === 0 && sign === ",") return at;
  }
  return text.length;
}

function stringEnd(text: string, from: number): number {
  let at = from + 1;
  while (at < text.length && text[at] !== '"') at += text[at] === "\\" ? 2 : 1;
  return at + 1;
}
