import * as z from "zod";
import { parseJson } from "../../core/json.ts";
import { fitsSchema } from "../../core/json-schema.ts";
import { strictObject } from "../../core/strict-object.ts";
import { misfit } from "../misfit.ts";
import { shortText } from "../short-text.ts";
import { defineAssertion } from "./assertion.ts";
import { textOf } from "./text-assertion.ts";

/** The text is JSON, and nothing around it: what a caller's parser takes. */
export const isJson = defineAssertion<{ readonly schema?: unknown }>({
  name: "is-json",
  aliases: [],
  summary: "the whole text is JSON (no code fence around it) and, where a JSON Schema is given, fits it",
  schema: strictObject({
    schema: z
      .union([z.record(z.string(), z.unknown()), z.boolean()], {
        error: "expected a JSON Schema: an object, true or false",
      })
      .optional(),
  }),
  needs: "answer",
  example: {
    options: { schema: { type: "object", required: ["total"], properties: { total: { type: "number" } } } },
    passes: { text: '{"total": 12.5}' },
    fails: { text: '{"total": "12.50"}' },
  },
  compile: ({ schema }) => ({
    subject: "the text",
    predicate: schema === undefined ? "to be JSON" : `to be JSON that fits ${shortText(schema)}`,
    check(seen) {
      const text = textOf(seen);
      const value = parseJson(text);
      if (value === undefined) return { holds: false, found: text };
      if (schema === undefined) return { holds: true, found: text };
      const fit = fitsSchema(value, schema);
      if (fit === null) return { holds: null, why: "the schema says something that cannot be judged here" };
      const wrong = misfit(value, schema, ["json"]);
      return wrong === null ? { holds: true, found: text } : { holds: false, found: wrong.found, path: wrong.path };
    },
  }),
});
