import { hash64, roll } from "./dice.ts";
import { stickyKey } from "./exchange.ts";
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

/** What a target lacks for a request: the answer to a cover question. Reads of the request only what the target is known to limit. */
export function coverAnswer(can: Capabilities, asked: Pick<Features, "needs" | "input_tokens">): number {
  let lacks = 0;
  if (can.tools === false && asked.needs.tools) lacks |= LACKS.tools;
  if (can.images === false && asked.needs.images) lacks |= LACKS.images;
  if (can.json_schema === false && asked.needs.json_schema) lacks |= LACKS.json_schema;
  if (can.context_window !== null && asked.input_tokens !== null && asked.input_tokens > can.context_window) {
    lacks |= LACKS.context;
  }
  return lacks;
}

/** One request, under one snapshot of facts, answers a plan's questions. */
export function requestAsk(features: Features, facts: Facts): Ask {
  let sticky: ReturnType<typeof hash64> | null = null;
  let percentile: number | null | undefined;
  return (question) => {
    switch (question.kind) {
      case "atom":
        if (percentile === undefined)
          percentile = features.end_user === null ? null : facts.spendPercentile(features.project, features.end_user);
        return Number(question.test(fieldValue(question.field, features, percentile)));
      case "die":
        sticky ??= hash64(stickyKey(features).key);
        return armOf(question.ends, roll(question.saltHi, question.saltLo, sticky.hi, sticky.lo));
      case "health":
        return healthAnswer(facts.targets.get(question.target), features.created_at);
      case "cover": {
        const known = facts.targets.get(question.target);
        return known === undefined ? 0 : coverAnswer(known.capabilities, features);
      }
      case "rank": {
        const targets = question.targets.map((target) => facts.targets.get(target) ?? unknownTarget(target));
        const { created_at, endpoint, tags } = features;
        const input_tokens = question.by === "cost" ? features.input_tokens : null;
        return question.orders.number(
          rankTargets(question.by, targets, { at: created_at, endpoint, input_tokens, tags }),
        );
      }
    }
  };
}
