import { rankedStrategy } from "../ranked.ts";

/** The cheapest target for each request first, the others as fallback. */
export const costOptimized = rankedStrategy({
  name: "cost_optimized",
  aliases: ["price"],
  summary: "the cheapest target for each request first, the others as fallback",
  by: "cost",
  best: "cheapest",
});
