import type { SharedV4ProviderOptions } from "@ai-sdk/provider";
import { arrayOf, isObject } from "../../core/json.ts";

/** Says whether an answer's schema binds to the letter, which the specification leaves to each provider. */
export function withStrictness(options: SharedV4ProviderOptions, strictJsonSchema: boolean): SharedV4ProviderOptions {
  const made: SharedV4ProviderOptions = { ...options };
  for (const provider of ["openai", "groq", "mistral", "compatible"]) {
    made[provider] = { ...made[provider], strictJsonSchema };
  }
  return made;
}

/** Whether OpenAI takes a schema to the letter: every object names all of its members as required, and allows no others. */
export function fitsStrict(schema: unknown): boolean {
  if (Array.isArray(schema)) return schema.every(fitsStrict);
  if (!isObject(schema)) return true;
  const { type, properties, required, additionalProperties: more } = schema;
  if (type === "object" || isObject(properties)) {
    const names = isObject(properties) ? Object.keys(properties) : [];
    if (more !== false || names.some((name) => !arrayOf(required).includes(name))) return false;
  }
  // Examples and constants are values, no schemas.
  return Object.entries(schema).every(
    ([name, part]) =>
      ["enum", "const", "default", "examples", "required"].includes(name) ||
      (name === "properties" || name === "$defs" || name === "definitions"
        ? !isObject(part) || Object.values(part).every(fitsStrict)
        : fitsStrict(part)),
  );
}
