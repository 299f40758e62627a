import { OperatorError } from "../../core/errors.ts";
import { parsePolicy, type Policy } from "../../core/policy.ts";
import { rankTargets } from "../../core/ranking.ts";
import type { Target } from "../../core/target.ts";
import type { Knowledge } from "../../replay/knowledge/index.ts";

/** Strategies by the bare words of the replays API. */
export const BARE_STRATEGIES = ["price", "latency", "throughput", "quality", "cascade", "priority"] as const;
export type BareStrategy = (typeof BARE_STRATEGIES)[number];

/** A typical call, to tell cheap from dear by. */
const TYPICAL_INPUT = 1_000;

/** Targets from cheapest to dearest at an instant; those without a price last. */
function byPrice(targets: readonly Target[], knowledge: Knowledge, at: number): readonly Target[] {
  const facts = targets.map((target) => knowledge.targetFacts(target, at));
  const order = rankTargets("cost", facts, { at, endpoint: null, input_tokens: TYPICAL_INPUT, tags: [] });
  return Array.from(order, (position) => targets[position] as Target);
}

/**
 * The policy a bare word stands for: rankings over every target seen answering, `cascade` = the cheapest, then the dearest, accepting
 * on {finish_reason, tool_calls_valid, not_refusal}; `priority` = the order of configuration, else of first appearance in the log.
 */
export function bareStrategy(
  word: BareStrategy,
  knowledge: Knowledge,
  at: number,
  configured: readonly Target[],
): Policy {
  const seen = [...knowledge.census.targets.values()]
    .filter(({ rows, failures }) => rows > failures)
    .map(({ target }) => target);
  if (word === "cascade") {
    const ordered = byPrice(seen, knowledge, at);
    if (ordered.length < 2) {
      throw new OperatorError("policy_invalid", "a cascade needs two targets, and the log of this period knows fewer", {
        field: "strategy",
      });
    }
    const accept = { finish_reason: ["stop", "tool_calls"], tool_calls: "valid", not_refusal: true };
    return parsePolicy({ strategy: "cascade", steps: [ordered[0], ordered.at(-1)], accept });
  }
  if (word === "priority") {
    const targets = configured.length > 0 ? configured : seen;
    return parsePolicy({ strategy: "priority", targets });
  }
  return parsePolicy({ strategy: word === "price" ? "cost_optimized" : word });
}
