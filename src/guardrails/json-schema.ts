import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import * as z from "zod";
import type { GuardrailDefinition } from "./guardrail.ts";

const options = z.strictObject({ schema: z.record(z.string(), z.unknown()) });

function compileSchema(schema: Readonly<Record<string, unknown>>): ValidateFunction {
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
