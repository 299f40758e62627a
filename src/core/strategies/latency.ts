import { rankedStrategy } from "../ranked.ts";

/** The target that answers soonest first, the others as fallback. */
export const latency = rankedStrategy({
  name: "latency",
  aliases: [],
  summary: "the target that answers soonest first, the others as fallback",
  by: "latency",
  best: "fastest",
});
