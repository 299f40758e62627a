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
