import { rankedStrategy } from "../ranked.ts";

/** The target that writes fastest first, the others as fallback. */
export const throughput = rankedStrategy({
  name: "throughput",
  aliases: [],
  summary: "the target that writes fastest first, the others as fallback",
  by: "throughput",
  best: "highest throughput",
});
