import * as z from "zod";
import { strictObject } from "../../core/strict-object.ts";
import { shortText } from "../short-text.ts";
import { defineAssertion } from "./assertion.ts";
import { overText } from "./text-assertion.ts";

/** The text holds one of some texts, or more. */
export const containsAny = defineAssertion<{ readonly value: readonly string[] }>({
  name: "contains-any",
  aliases: [],
  summary: "the text holds at least one of these",
  schema: strictObject({ value: z.array(z.string().min(1)).min(1) }),
  needs: "answer",
  example: {
    options: { value: ["refund", "credit note"] },
    passes: { text: "You get a credit note." },
    fails: { text: "You get nothing." },
  },
  compile: ({ value }) =>
    overText(`to contain any of ${shortText(value)}`, (text) => value.some((part) => text.includes(part))),
});
