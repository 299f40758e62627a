/** A list in numbered attributes, as OpenInference and OpenLLMetry write them. */
export function flat(
  prefix: string,
  items: readonly Readonly<Record<string, unknown>>[],
  first = 0,
): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    items.flatMap((item, place) =>
      Object.entries(item).map(([name, value]) => [`${prefix}.${place + first}.${name}`, value] as const),
    ),
  );
}
