import { hash64, roll } from "./dice.ts";
import { stickyKey, type Needs } from "./exchange.ts";
import { healthAnswer, unknownTarget, type Capabilities, type Facts } from "./facts.ts";
import { fieldValue } from "./fields.ts";
import type { Features } from "./features.ts";
import { LACKS, type Ask } from "./question.ts";
import { rankTargets } from "./ranking.ts";

/** The arm whose interval holds a roll. */
export function armOf(ends: readonly number[], rolled: number): number {
  let arm = 0;
  while (arm < ends.length - 1 && rolled >= ends[arm]!) arm++;
  return arm;
}

/** What a target lacks for a request: the answer to a cover question. */
export function coverAnswer(can: Capabilities, needs: Needs, inputTokens: number | null): number {
  let lacks = 0;
  if (needs.tools && can.tools === false) lacks |= LACKS.tools;
  if (needs.images && can.images === false) lacks |= LACKS.images;
  if (needs.json_schema && can.json_schema === false) lacks |= LACKS.json_schema;
  if (inputTokens !== null && can.context_window !== null && inputTokens > can.context_window) lacks |= LACKS.context;
  return lacks;
}

/** One request, under one snapshot of facts, answers a plan's questions. */
export function requestAsk(features: Features, facts: Facts): Ask {
  const sticky = hash64(stickyKey(features).key);
  const percentile = features.end_user === null ? null : facts.spendPercentile(features.project, features.end_user);
  return (question) => {
    switch (question.kind) {
      case "atom":
        return Number(question.test(fieldValue(question.field, features, percentile)));
      case "die":
        return armOf(question.ends, roll(question.saltHi, question.saltLo, sticky.hi, sticky.lo));
      case "health":
        return healthAnswer(facts.targets.get(question.target), features.created_at);
      case "cover": {
        const known = facts.targets.get(question.target);
        return known === undefined ? 0 : coverAnswer(known.capabilities, features.needs, features.input_tokens);
      }
      case "rank": {
        const targets = question.targets.map((target) => facts.targets.get(target) ?? unknownTarget(target));
        const context = { ...features, at: features.created_at };
        return question.orders.number(rankTargets(question.by, targets, context));
      }
    }
  };
}
