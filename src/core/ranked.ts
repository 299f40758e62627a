import * as z from "zod";
import { attempt, attemptKeys, fallback, type AttemptKeys } from "./attempts.ts";
import { OperatorError } from "./errors.ts";
import type { Candidate, Exclusion, Plan } from "./plan.ts";
import { lacking, UNWELL, type CoverQuestion } from "./question.ts";
import { makeOrders, type RankBy } from "./ranking.ts";
import { defineStrategy, inside, type CompileContext, type Policy, type StrategyDefinition } from "./strategy.ts";
import type { Target } from "./target.ts";
import { targetText } from "./target-text.ts";

interface Ranked extends Policy, AttemptKeys {
  readonly allow?: readonly string[];
}

interface RankedWords {
  readonly name: string;
  readonly aliases: readonly string[];
  readonly summary: string;
  readonly by: RankBy;
  /** What the first one is: "cheapest". */
  readonly best: string;
}

/** Asks about a capability only where a target is known to lack one. */
function coverQuestion(context: CompileContext, target: Target): CoverQuestion | null {
  const can = context.capabilities(target);
  const limited =
    can.tools === false || can.images === false || can.json_schema === false || can.context_window !== null;
  return limited ? context.question({ kind: "cover", target }, target) : null;
}

/** A strategy that ranks targets and falls back along the ranking: healthy ones first. */
export function rankedStrategy(words: RankedWords): StrategyDefinition {
  return defineStrategy<Ranked>({
    name: words.name,
    aliases: words.aliases,
    summary: words.summary,
    example: { strategy: words.name, allow: ["gpt-4o-mini:openai", "claude-haiku-4-5:anthropic"] },
    schema: () =>
      z.strictObject({
        strategy: z.string(),
        allow: z.array(targetText("Target", "A model at a provider.")).min(1).optional().meta({
          title: "Allowed targets",
          description: "What there is to choose from; without it every target seen succeeding in the log.",
        }),
        ...attemptKeys,
      }),
    mapChildren: (policy) => policy,
    compile: (policy, context, place) => {
      const allowed = policy.allow?.map((text, index) => context.resolve(text, inside(place, `allow[${index}]`)));
      const targets = [...new Set(allowed ?? context.known)];
      if (targets.length === 0) {
        throw new OperatorError("target_unknown", `\`${words.name}\` has no target to choose from`, {
          field: inside(place, "allow"),
        });
      }
      const rank = context.question(
        { kind: "rank", by: words.by, targets, orders: makeOrders() },
        `${words.by} ${targets.join()}`,
      );
      const health = targets.map((target) => context.question({ kind: "health", target }, target));
      const cover = targets.map((target) => coverQuestion(context, target));
      const scope = allowed === undefined ? "" : " in allowlist";

      return (ask): Plan => {
        const excluded: Exclusion[] = [];
        const well: Target[] = [];
        const unwell: { readonly target: Target; readonly reason: string }[] = [];
        for (const position of rank.orders.order(ask(rank))) {
          const target = targets[position] as Target;
          const question = cover[position];
          const lacks = question == null ? 0 : ask(question);
          if (lacks !== 0) {
            excluded.push({ model: target, reason: `does not cover ${lacking(lacks).join(", ")}` });
            continue;
          }
          const state = ask(health[position] as (typeof health)[number]);
          if (state === 0) well.push(target);
          else unwell.push({ target, reason: UNWELL[state] as string });
        }
        const candidates: Candidate[] = [
          ...well.map((target, index) => ({ target, reason: index === 0 ? `${words.best}${scope}` : "fallback" })),
          ...unwell,
        ].map(({ target, reason }, index) => ({ model: target, rank: index + 1, reason }));
        const first = candidates[0];
        return {
          node: fallback(candidates.map((candidate) => attempt(candidate.model, policy))),
          policy_type: words.name,
          leaf: words.name,
          candidates,
          excluded,
          selection_reason: first === undefined ? "no eligible target" : well.length > 0 ? words.best : first.reason,
          arms: [],
        };
      };
    },
  });
}
