import type { Exchange } from "./exchange.ts";

/** What a logged row is good for. */
export const USES = ["replay", "projection", "prompt", "nothing"] as const;
export type Use = (typeof USES)[number];

/**
 * `replay`: the request can be sent again and what served it is known. `projection`: it cannot be sent, but its tokens say what it would
 * have cost elsewhere. `prompt`: it can be sent, but there is no baseline to hold the answer against. Else `nothing` but a line in the log.
 */
export function usableFor(row: Pick<Exchange, "replayability" | "model" | "usage">): Use {
  if (row.replayability === "exact") return row.model === null ? "prompt" : "replay";
  return row.usage !== null && row.model !== null ? "projection" : "nothing";
}
