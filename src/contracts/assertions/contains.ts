import * as z from "zod";
import { strictObject } from "../../core/strict-object.ts";
import { shortText } from "../short-text.ts";
import { defineAssertion } from "./assertion.ts";
import { overText } from "./text-assertion.ts";

/** The text holds a text. */
export const contains = defineAssertion<{ readonly value: string }>({
  name: "contains",
  aliases: [],
  summary: "the text holds this one",
  schema: strictObject({ value: z.string().min(1) }),
  needs: "answer",
  example: {
    options: { value: "refund" },
    passes: { text: "Your refund is on its way." },
    fails: { text: "Refund? No." },
  },
  compile: ({ value }) => overText(`to contain ${shortText(value)}`, (text) => text.includes(value)),
});
