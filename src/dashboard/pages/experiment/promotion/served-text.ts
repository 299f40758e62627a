import type { Serves } from "../../../api/promotions.ts";

/** What serves a scope, in words. */
export function servedText({ from, config }: Serves): string {
  if (from === "default") return "the model that each request names";
  if (from === "endpoint") return config === null ? "the endpoint’s own policy" : config;
  return from === "project" ? `${config}, which is attached to its project` : (config ?? "no config");
}
