import { requestAsk } from "../core/ask.ts";
import { compilePolicy } from "../core/compile.ts";
import type { Facts } from "../core/facts.ts";
import type { Features } from "../core/features.ts";
import type { Plan } from "../core/plan.ts";
import { parsePolicy } from "../core/policy.ts";
import { featuresOf } from "./features.ts";
import { factsOf, factsSnapshot, worldOf } from "./world.ts";

interface Around {
  readonly features?: Partial<Features>;
  readonly facts?: Facts;
  readonly configs?: Readonly<Record<string, unknown>>;
}

/** The targets of worked cases: nothing is known of them but that they exist. */
export const PLAIN_FACTS: Facts = factsSnapshot(["a:one", "b:one", "c:two", "d:two"].map((target) => factsOf(target)));

/** What a policy decides for one request: parsed, compiled and planned. */
export function planOf(policy: unknown, { features, facts = PLAIN_FACTS, configs }: Around = {}): Plan {
  const compiled = compilePolicy(parsePolicy(policy), worldOf(facts, configs));
  return compiled.plan(requestAsk(featuresOf(features), facts));
}
