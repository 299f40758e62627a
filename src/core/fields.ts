import type { Features } from "./features.ts";

export type FieldValue = string | number | boolean | null | readonly string[];

/** What a condition can look at. `metadata.<path>` stands beside these names. */
export const FIELDS = [
  "model",
  "project",
  "endpoint",
  "api_key",
  "end_user",
  "session",
  "tags",
  "feature",
  "input_tokens",
  "tools",
  "images",
  "json_schema",
  "stream",
  "hour",
  "weekday",
  "time_of_day",
  "end_user_spend_percentile",
] as const;

type MetadataField = `metadata.${string}`;

export type FieldName = (typeof FIELDS)[number] | MetadataField;

/** The path of a metadata field. Its type takes no other field: a switch that ends here has a case for each of them. */
export function metadataPath(field: MetadataField): string {
  return field.slice("metadata.".length);
}

export function isFieldName(name: string): name is FieldName {
  return (FIELDS as readonly string[]).includes(name) || (name.startsWith("metadata.") && name.length > 9);
}

/** `metadata.feature`, else the rest of a `feature:` tag. */
export function featureOf(tags: readonly string[], metadata: Readonly<Record<string, unknown>>): string | null {
  if (typeof metadata["feature"] === "string") return metadata["feature"];
  const tag = tags.find((text) => text.startsWith("feature:"));
  return tag === undefined ? null : tag.slice("feature:".length);
}

/** A value inside metadata by dotted path; a key that holds dots itself is found first. */
export function metadataValue(metadata: Readonly<Record<string, unknown>>, path: string): FieldValue {
  let value: unknown = metadata;
  if (Object.hasOwn(metadata, path)) value = metadata[path];
  else {
    for (const key of path.split(".")) {
      if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return null;
      value = (value as Record<string, unknown>)[key];
    }
  }
  if (typeof value === "string" || typeof value === "number" || typeof value === "boolean") return value;
  return Array.isArray(value) && value.every((item) => typeof item === "string") ? (value as string[]) : null;
}

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;

/** Hour of the day in UTC, 0-23. */
export function hourOf(at: number): number {
  return Math.floor((((at % DAY_MS) + DAY_MS) % DAY_MS) / (60 * MINUTE_MS));
}

/** ISO weekday in UTC: 1 = Monday ... 7 = Sunday. */
export function weekdayOf(at: number): number {
  const days = Math.floor(at / DAY_MS);
  return ((((days + 3) % 7) + 7) % 7) + 1;
}

/** `HH:MM` in UTC, which compares as text. */
export function timeOfDay(at: number): string {
  const minutes = Math.floor((((at % DAY_MS) + DAY_MS) % DAY_MS) / MINUTE_MS);
  return `${String(Math.floor(minutes / 60)).padStart(2, "0")}:${String(minutes % 60).padStart(2, "0")}`;
}

/** The value of a field for one request. @param percentile the end user's spend percentile, where known */
export function fieldValue(field: FieldName, features: Features, percentile: number | null): FieldValue {
  switch (field) {
    case "model":
    case "project":
    case "endpoint":
    case "api_key":
    case "end_user":
    case "session":
    case "tags":
    case "input_tokens":
    case "stream":
      return features[field];
    case "feature":
      return featureOf(features.tags, features.metadata);
    case "tools":
    case "images":
    case "json_schema":
      return features.needs[field];
    case "hour":
      return hourOf(features.created_at);
    case "weekday":
      return weekdayOf(features.created_at);
    case "time_of_day":
      return timeOfDay(features.created_at);
    case "end_user_spend_percentile":
      return percentile;
    default:
      return metadataValue(features.metadata, metadataPath(field));
  }
}
