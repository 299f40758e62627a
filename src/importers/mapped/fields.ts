import { closest } from "../../core/closest.ts";

/** What a column can stand for, with the units that it can be written in (the first is meant where none is named). */
export const MAPPED_FIELDS = {
  id: [],
  created_at: ["iso", "s", "ms", "us", "ns"],
  model: [],
  provider: [],
  input_tokens: ["all", "uncached"],
  cached_tokens: [],
  cache_write_tokens: [],
  output_tokens: [],
  reasoning_tokens: [],
  cost: ["usd", "cents"],
  latency: ["ms", "s"],
  ttft: ["ms", "s"],
  request: [],
  response: [],
  prompt: [],
  completion: [],
  end_user: [],
  session: [],
  project: [],
  endpoint: [],
  api_key: [],
  tags: [],
  stream: [],
  cache_hit: [],
  status: [],
  error: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** A field of ours, or `metadata.NAME`, and the column that holds it. */
export interface Mapping {
  readonly field: string;
  readonly column: string;
  /** Null = the field's first. */
  readonly unit: string | null;
}

/** What is wrong with a mapping, and what may have been meant. */
export interface MappingProblem {
  readonly problem: string;
  readonly hint: string;
}

/** `FIELD=COLUMN` or `FIELD=COLUMN:UNIT`, several with commas between; each field once. */
export function parseMapping(text: string): readonly Mapping[] | MappingProblem {
  const mappings: Mapping[] = [];
  for (const one of text.split(",")) {
    const [, field, rest] = /^\s*([^=]+)=(.+?)\s*$/u.exec(one) ?? [];
    if (field === undefined || rest === undefined)
      return {
        problem: `${JSON.stringify(one)} is no mapping`,
        hint: "Expected FIELD=COLUMN, for example created_at=ts,input_tokens=prompt.",
      };
    const units: readonly string[] | null = Object.hasOwn(MAPPED_FIELDS, field)
      ? MAPPED_FIELDS[field as keyof typeof MAPPED_FIELDS]
      : /^metadata\../u.test(field)
        ? []
        : null;
    if (units === null) {
      const meant = closest(field, Object.keys(MAPPED_FIELDS));
      return {
        problem: `there is no field ${JSON.stringify(field)}`,
        hint: `${meant === null ? "" : `Did you mean ${meant}? `}Fields are ${Object.keys(MAPPED_FIELDS).join(", ")} and metadata.NAME.`,
      };
    }
    const unit = units.find((name) => rest.endsWith(`:${name}`)) ?? null;
    const other = unit === null && units.length > 0 ? /:(\w+)$/u.exec(rest)?.[1] : undefined;
    if (other !== undefined)
      return {
        problem: `${field} has no unit ${JSON.stringify(other)}`,
        hint: `Units of ${field} are ${units.join(", ")}; behind a column whose own name holds a colon, one of them has to stand: ${field}=${rest}:${units[0]}.`,
      };
    if (mappings.some((earlier) => earlier.field === field))
      return { problem: `${field} is mapped twice`, hint: "Name one column for it." };
    mappings.push({ field, column: unit === null ? rest : rest.slice(0, -unit.length - 1), unit });
  }
  return mappings;
}
