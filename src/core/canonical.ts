/** Quoted member names seen before: names repeat from record to record, quoting them again would be most of the work. */
const quotedNames = new Map<string, string>();
const QUOTED_NAMES = 4096;

function quoteName(name: string): string {
  let quoted = quotedNames.get(name);
  if (quoted === undefined) {
    quoted = `${JSON.stringify(name)}:`;
    if (name.length <= 64 && quotedNames.size < QUOTED_NAMES) quotedNames.set(name, quoted);
  }
  return quoted;
}

/** Member names in the order of RFC 8785: by UTF-16 code units, which is how `<` and `sort` compare strings. */
function sortedNames(object: object): string[] {
  const names = Object.keys(object);
  for (let i = 1; i < names.length; i++) {
    if ((names[i] as string) < (names[i - 1] as string)) return names.sort();
  }
  return names;
}

/**
 * RFC 8785 canonical JSON of parsed data. Members that are `undefined` are left out, as in JSON.stringify; a lone surrogate
 * is escaped, where the RFC would have it refused. Data nested some thousands deep throws a RangeError.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value !== "object" || value === null) return JSON.stringify(value) ?? "null";
  if (Array.isArray(value)) {
    if (value.length === 0) return "[]";
    let text = `[${canonicalJson(value[0])}`;
    for (let i = 1; i < value.length; i++) text += `,${canonicalJson(value[i])}`;
    return `${text}]`;
  }
  let text = "";
  for (const name of sortedNames(value)) {
    const member = (value as Record<string, unknown>)[name];
    if (member === undefined) continue;
    text += `${text === "" ? "{" : ","}${quoteName(name)}${canonicalJson(member)}`;
  }
  return text === "" ? "{}" : `${text}}`;
}
