/** A way of writing values that is told by the text alone. Patterns are of the linear-time kind: no look-around, no back references. */
interface Format {
  readonly name: string;
  readonly pattern: string;
}

const FORMATS: readonly Format[] = [
  { name: "uuid", pattern: "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$" },
  { name: "date", pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}$" },
  {
    name: "date-time",
    pattern: "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}([.][0-9]+)?)?([Zz]|[+-][0-9]{2}:?[0-9]{2})?$",
  },
  { name: "url", pattern: "^https?://[^ ]+$" },
];

const COMPILED = FORMATS.map(({ pattern }) => ({ pattern, test: new RegExp(pattern, "u") }));

/** The pattern that all of some texts are written by; null where they share none. */
export function sharedFormat(texts: readonly string[]): string | null {
  if (texts.length === 0) return null;
  return COMPILED.find(({ test }) => texts.every((text) => test.test(text)))?.pattern ?? null;
}
