import * as z from "zod";
import { strictObject } from "../../core/strict-object.ts";
import { shortText } from "../short-text.ts";
import { defineAssertion } from "./assertion.ts";
import { overText } from "./text-assertion.ts";

/** The text holds a text, in capitals or not. */
export const icontains = defineAssertion<{ readonly value: string }>({
  name: "icontains",
  aliases: [],
  summary: "the text holds this one, in capitals or not",
  schema: strictObject({ value: z.string().min(1) }),
  needs: "answer",
  example: { options: { value: "refund" }, passes: { text: "REFUND sent." }, fails: { text: "Nothing was sent." } },
  compile({ value }) {
    const wanted = value.toLowerCase();
    return overText(`to contain ${shortText(value)} in any case`, (text) => text.toLowerCase().includes(wanted));
  },
});
