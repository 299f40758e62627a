import * as z from "zod";
import { filledText } from "./filled-text.ts";
import { strictObject } from "../core/strict-object.ts";
import { retriesSchema, thresholdSchema, timeoutSchema } from "./contract-schema.ts";

/** `pack.yaml`. */
export const packSchema = strictObject({
  name: filledText.optional().describe("What the pack is called; its folder's name where nothing is said"),
  description: z.string().optional(),
  version: z.union([z.string(), z.number().transform(String)]).optional(),
  defaults: strictObject({
    critical: z.boolean().optional(),
    timeout_ms: timeoutSchema.optional(),
    retries: retriesSchema.optional().describe("Tries after the first one"),
    pass_threshold: thresholdSchema.optional(),
  })
    .prefault({})
    .describe("For contracts that do not say it themselves"),
  provider: filledText.optional().describe("Whom `understudy check` asks where no --provider is given"),
  model: filledText.optional().describe("The model that goes with it"),
});

export type PackDocument = z.infer<typeof packSchema>;
