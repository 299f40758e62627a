/** A whole number of something is an integer; a measure is a double, even where it is a whole number today. */
type Value = string | number | boolean | readonly string[] | { readonly double: number } | null | undefined;

/** One attribute as OTLP/JSON has it (opentelemetry-proto, common/v1). */
export interface OtlpAttribute {
  readonly key: string;
  readonly value: object;
}

/** Attributes of what is known: null and undefined are left out. */
export function otlpAttributes(values: Readonly<Record<string, Value>>): readonly OtlpAttribute[] {
  return Object.entries(values).flatMap(([key, value]) =>
    value === null || value === undefined ? [] : [{ key, value: anyValue(value) }],
  );
}

/** A measure; null stays null. */
export function double(value: number | null): Value {
  return value === null ? null : { double: value };
}

function anyValue(value: NonNullable<Value>): object {
  if (typeof value === "string") return { stringValue: value };
  if (typeof value === "boolean") return { boolValue: value };
  if (typeof value === "number") return { intValue: String(value) };
  if ("double" in value) return { doubleValue: value.double };
  return { arrayValue: { values: value.map((one) => ({ stringValue: one })) } };
}
