import { fitsSchema } from "../../core/json-schema.ts";
import type { JsonObject } from "../../core/json.ts";
import type { Dialect } from "../../dialects/dialect.ts";

/** What keeps an answer from matching the endpoint's schema; null = it matches, or calls a tool and has no text to match. */
export function schemaProblem(schema: JsonObject, body: JsonObject, dialect: Dialect): string | null {
  const texts: string[] = [];
  dialect.mapTexts(body, "response", (text) => {
    texts.push(text);
    return text;
  });
  if (texts.length === 0) return null;
  let value: unknown;
  try {
    value = JSON.parse(texts.join(""));
  } catch {
    return "it is not JSON";
  }
  return fitsSchema(value, schema) === false ? "a field is missing or of another kind" : null;
}
