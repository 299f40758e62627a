import type { Ajv2020 as Ajv, ValidateFunction } from "ajv/dist/2020.js";
import { createRequire } from "node:module";
import * as z from "zod";
import type { GuardrailDefinition } from "./guardrail.ts";

/** Loaded by the first rule that needs it. */
const load = createRequire(import.meta.url);

const options = z.strictObject({ schema: z.record(z.string(), z.unknown()) });

function compileSchema(schema: Readonly<Record<string, unknown>>): ValidateFunction {
  const { Ajv2020 } = load("ajv/dist/2020.js") as { readonly Ajv2020: typeof Ajv };
  return new Ajv2020({ strict: false, allErrors: false, logger: false }).compile(schema);
}

/** The text is JSON and matches a JSON Schema (draft 2020-12). */
export const jsonSchema: GuardrailDefinition<z.infer<typeof options>> = {
  kind: "json_schema",
  summary: "the text is JSON and matches a JSON Schema",
  options: options.superRefine(({ schema }, context) => {
    try {
      compileSchema(schema);
    } catch (error) {
      context.addIssue({ code: "custom", path: ["schema"], message: `not a JSON Schema: ${(error as Error).message}` });
    }
  }),
  actions: ["block", "flag"],
  compile({ schema }) {
    const validate = compileSchema(schema);
    return {
      find: () => [],
      judge(texts) {
        let value: unknown;
        try {
          value = JSON.parse(texts.join(""));
        } catch {
          return "it is not JSON";
        }
        if (validate(value)) return null;
        const error = validate.errors?.[0];
        return `${error?.instancePath === "" ? "it" : error?.instancePath} ${error?.message ?? "does not match"}`;
      },
    };
  },
};
