import { strictObject } from "../../core/strict-object.ts";
import { compileRegex, regexSchema } from "../operators.ts";
import { shortText } from "../short-text.ts";
import { defineAssertion } from "./assertion.ts";
import { overText } from "./text-assertion.ts";

/** A regular expression is found in the text. */
export const regex = defineAssertion<{ readonly value: string }>({
  name: "regex",
  aliases: [],
  summary:
    "a regular expression is found in the text (RE2 syntax, 512 characters at most; `(?i)` at its start: in any case)",
  schema: strictObject({ value: regexSchema }),
  needs: "answer",
  example: { options: { value: "ord_[0-9]+" }, passes: { text: "See ord_12." }, fails: { text: "See order 12." } },
  compile: ({ value }) => overText(`to match ${shortText(value)}`, compileRegex(value)),
});
