import { rateAt, tierOf } from "../../core/rates.ts";
import type { Rubric } from "../../judging/index.ts";
import { estimatedInputTokens } from "../serve/input-tokens.ts";
import { judgeCall, judgeRequest, VERDICT_TOKENS } from "./judge-calls.ts";
import type { JudgeParts } from "./judge-request.ts";
import type { JudgeUnitData } from "./judge-units.ts";
import { refusedBy } from "./judge-work.ts";
import type { Target } from "../../core/target.ts";

/** Output tokens that a verdict takes as a rule. */
const USUAL_TOKENS = 150;
const NONCE = "0000000000000000";

/** What units would cost. */
export interface JudgePrice {
  readonly calls: number;
  /** USD if each answers as a rule, at once; null = no price is known. */
  readonly expected_usd: number | null;
  /** USD if each takes all its tokens, and all its tries. */
  readonly worst_usd: number;
}

/** Prices units as they would be sent. */
export function priceOf(
  { spine, bound, now }: Pick<JudgeParts, "spine" | "bound" | "now">,
  judge: Target,
  rubric: Rubric,
  units: readonly { readonly data: JudgeUnitData }[],
): JudgePrice {
  const rates = spine.about(judge)?.rates ?? null;
  const span = rates === null ? null : (rateAt(rates, now())?.span ?? null);
  const without = refusedBy(spine.world.capabilities(judge));
  let [calls, expected, worst] = [0, 0, 0];
  for (const { data } of units) {
    const { unit, material } = data;
    if (unit.kind === "pair" && unit.rule !== null) continue;
    calls += 1;
    const question = { rubric, material, order: unit.order, nonce: NONCE, attempt: 0 };
    const request = judgeRequest(question, { id: "preview", judge, without });
    const bounded = bound(request, judgeCall(judge, 0), VERDICT_TOKENS / 4);
    if ("worst_usd" in bounded) worst += 3 * bounded.worst_usd;
    if (span === null) continue;
    const input = estimatedInputTokens(request.bytes);
    const tier = tierOf(span, input);
    expected += input * tier.input + USUAL_TOKENS * tier.output;
  }
  return { calls, expected_usd: span === null ? null : expected, worst_usd: worst };
}
