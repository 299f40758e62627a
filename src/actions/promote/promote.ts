import { promotable } from "./promotable.ts";
import { promoteEndpoint } from "./promote-endpoint.ts";
import { promotePolicy } from "./promote-policy.ts";
import type { PromoteParts, PromoteRequest, Promotion } from "./promotion.ts";
import { checkWatch } from "./watch/start-watch.ts";

/**
 * Lets the candidate of an experiment serve: a policy alone or as an arm of a split with what serves now, an endpoint version as the newest
 * one. Throws `experiment_unknown`, `promote_refused`, `scope_invalid`, what a policy throws, and `target_unknown` where the gateway cannot
 * serve it.
 */
export function promote(parts: PromoteParts, asked: PromoteRequest): Promotion {
  if (asked.watch !== null) checkWatch(asked.watch);
  const experiment = promotable(parts.store, asked.experiment, parts.now());
  return experiment.kind === "policy"
    ? promotePolicy(parts, experiment, asked)
    : promoteEndpoint(parts, experiment, asked);
}
