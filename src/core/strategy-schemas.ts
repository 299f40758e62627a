import * as z from "zod";
import type { JsonObject } from "./json.ts";
import { STRATEGIES } from "./strategies/index.ts";
import type { Policy, StrategyDefinition } from "./strategy.ts";

/** A strategy as a form or a page may show it. */
export interface DescribedStrategy extends Pick<StrategyDefinition, "name" | "aliases" | "summary" | "example"> {
  /** JSON Schema (2020-12) of its policies as they are written; `#/$defs/policy` is any policy or target inside one. */
  readonly schema: JsonObject;
}

const POLICY = "#/$defs/policy";

function anyPolicy(): JsonObject {
  const names = STRATEGIES.flatMap(({ name, aliases }) => [name, ...aliases]);
  return {
    title: "Policy",
    description: "A target, or a policy of any strategy.",
    anyOf: [
      { type: "string", minLength: 1, format: "target" },
      { type: "object", properties: { strategy: { enum: names } }, required: ["strategy"] },
    ],
  };
}

/** Whole numbers have the bounds of the language: they tell a reader nothing. */
function withoutMachineBounds({ jsonSchema }: { readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
}

function schemaOf({ name, aliases, schema }: StrategyDefinition): JsonObject {
  const policy = z.any().meta({ $ref: POLICY }) as unknown as z.ZodType<Policy>;
  const written = z.toJSONSchema(schema(policy), { io: "input", override: withoutMachineBounds }) as JsonObject;
  const properties = { ...(written["properties"] as JsonObject), strategy: { enum: [name, ...aliases] } };
  return { ...written, properties, $defs: { policy: anyPolicy() } };
}

/** Every strategy there is, with the schema that its own checks are made of. */
export function describedStrategies(): readonly DescribedStrategy[] {
  return STRATEGIES.map((definition) => {
    const { name, aliases, summary, example } = definition;
    return { name, aliases, summary, example, schema: schemaOf(definition) };
  });
}
