/** Every value is the text that stands there: an id made of digits stays what it is. */
export function readSearch(text: string): Readonly<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(text));
}

/** The same, written: what is undefined is left out. */
export function writtenSearch(search: GivenSearch): string {
  const given = Object.entries(search).filter(([, value]) => value !== undefined && value !== null);
  const text = new URLSearchParams(given.map(([name, value]) => [name, String(value)])).toString();
  return text === "" ? "" : `?${text}`;
}

/** What stands behind the `?` of an address, as anybody may have typed it. */
export type GivenSearch = Readonly<Record<string, unknown>>;

/** These of it that are texts (numbers as they are written); whatever else it holds is left out, so that an old link still opens. */
export function textIn<Name extends string>(
  given: GivenSearch,
  ...names: readonly Name[]
): { [name in Name]?: string } {
  const found: { [name in Name]?: string } = {};
  for (const name of names) {
    const value = given[name];
    if (typeof value === "string" && value !== "") found[name] = value;
    else if (typeof value === "number" || typeof value === "boolean") found[name] = String(value);
  }
  return found;
}
