import { canonicalJson } from "../../core/canonical.ts";
import { parseJson } from "../../core/json.ts";
import { strictObject } from "../../core/strict-object.ts";
import { jsonSchema } from "../operators.ts";
import { shortText } from "../short-text.ts";
import { defineAssertion } from "./assertion.ts";
import { overText } from "./text-assertion.ts";

/** The text is a text, to the letter; or it is JSON and equals a value. */
export const equals = defineAssertion<{ readonly value: unknown }>({
  name: "equals",
  aliases: [],
  summary: "the text is exactly this one; a value that is no text: the text is JSON that equals it",
  schema: strictObject({ value: jsonSchema }),
  needs: "answer",
  example: { options: { value: "Paris" }, passes: { text: "Paris" }, fails: { text: "Paris." } },
  compile({ value }) {
    if (typeof value === "string") return overText(`to be ${shortText(value)}`, (text) => text === value);
    const wanted = canonicalJson(value);
    return overText(`to be JSON that equals ${shortText(value)}`, (text) => {
      const read = parseJson(text);
      return read !== undefined && canonicalJson(read) === wanted;
    });
  },
});
