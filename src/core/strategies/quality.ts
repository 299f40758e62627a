import { rankedStrategy } from "../ranked.ts";

/** The target with the best quality score first, the others as fallback. */
export const quality = rankedStrategy({
  name: "quality",
  aliases: [],
  summary: "the target with the best quality score first, the others as fallback",
  by: "quality",
  best: "best quality score",
});
