interface Version {
  readonly version: number;
}

/**
 * The version that an address shows, the newest where it names none that is there; and the one it is held against, the one before it where none is named.
 * @param versions newest first, at least one
 */
export function chosenVersions<V extends Version>(
  versions: readonly V[],
  { version, against }: { readonly version?: string | undefined; readonly against?: string | undefined },
): { readonly shown: V; readonly other: V | null } {
  const named = (text: string | undefined): V | undefined => versions.find((one) => String(one.version) === text);
  const shown = named(version) ?? (versions[0] as V);
  return { shown, other: named(against) ?? versions.find((one) => one.version === shown.version - 1) ?? null };
}
