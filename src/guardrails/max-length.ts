import * as z from "zod";
import type { GuardrailDefinition } from "./guardrail.ts";

const options = z.strictObject({ characters: z.int().positive() });

/** All texts together no longer than so many characters. */
export const maxLength: GuardrailDefinition<z.infer<typeof options>> = {
  kind: "max_length",
  summary: "all texts together no longer than so many characters",
  options,
  actions: ["block", "flag"],
  compile: ({ characters }) => ({
    find: () => [],
    judge(texts) {
      const length = texts.reduce((sum, text) => sum + text.length, 0);
      return length <= characters ? null : `${length} characters where ${characters} are allowed`;
    },
  }),
};
