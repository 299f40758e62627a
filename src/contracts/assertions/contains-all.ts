import * as z from "zod";
import { strictObject } from "../../core/strict-object.ts";
import { shortText } from "../short-text.ts";
import { defineAssertion } from "./assertion.ts";
import { overText } from "./text-assertion.ts";

/** The text holds every one of some texts. */
export const containsAll = defineAssertion<{ readonly value: readonly string[] }>({
  name: "contains-all",
  aliases: [],
  summary: "the text holds every one of these",
  schema: strictObject({ value: z.array(z.string().min(1)).min(1) }),
  needs: "answer",
  example: {
    options: { value: ["order", "refund"] },
    passes: { text: "The refund of order 7 is on its way." },
    fails: { text: "The order is on its way." },
  },
  compile: ({ value }) =>
    overText(`to contain all of ${shortText(value)}`, (text) => value.every((part) => text.includes(part))),
});
