import * as z from "zod";
import { count, model } from "./shared.ts";

const tokens = z.array(z.int()).min(1);

/** The body of `POST /v1/embeddings`. */
export const embeddingsRequest = z.looseObject({
  model,
  input: z.union([z.string(), z.array(z.string()).min(1), tokens, z.array(tokens).min(1)]),
  dimensions: count,
  encoding_format: z.enum(["float", "base64"]).nullish(),
  user: z.string().nullish(),
});
