import * as z from "zod";
import { strictObject } from "../../core/strict-object.ts";
import { shortText } from "../short-text.ts";
import { defineAssertion } from "./assertion.ts";
import { overText } from "./text-assertion.ts";

/** The text begins with a text. */
export const startsWith = defineAssertion<{ readonly value: string }>({
  name: "starts-with",
  aliases: [],
  summary: "the text begins with this one",
  schema: strictObject({ value: z.string().min(1) }),
  needs: "answer",
  example: { options: { value: "Dear " }, passes: { text: "Dear Ana," }, fails: { text: "Hi Ana," } },
  compile: ({ value }) => overText(`to start with ${shortText(value)}`, (text) => text.startsWith(value)),
});
