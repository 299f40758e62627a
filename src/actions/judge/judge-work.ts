import type { Capabilities } from "../../core/facts.ts";
import type { LiveSend } from "../../core/live/live-send.ts";
import type { Signal } from "../../core/send.ts";
import {
  settle,
  settleByRule,
  type InterruptedUnit,
  type JudgeDefinition,
  type Rubric,
  type StoredOutcome,
} from "../../judging/index.ts";
import { withBudget, type Ledger } from "../../sends/budget.ts";
import type { StoredUnit } from "../../store/runs.ts";
import { askJudge } from "./ask-judge.ts";
import { VERDICT_TOKENS, type Refusable } from "./judge-calls.ts";
import type { JudgeParts } from "./judge-request.ts";
import { judgeUnitData } from "./judge-units.ts";

/** What a target cannot do by what is known of it. */
export function refusedBy({ json_schema }: Capabilities): Set<Refusable> {
  return new Set(json_schema === false ? ["response_format"] : []);
}

/** Judges units: one call each, more where an answer is not in its form; none where a rule decides. */
export function judgeWork(
  { spine, bound, newId, nonce }: Pick<JudgeParts, "spine" | "bound" | "newId" | "nonce">,
  { judge, protocol, rubric: { id, criterion } }: Pick<JudgeDefinition, "judge" | "protocol" | "rubric">,
): {
  readonly do: (unit: StoredUnit, ledger: Ledger, signal: Signal) => Promise<StoredOutcome | InterruptedUnit | null>;
} {
  const rubric: Rubric = { id, protocol, criterion };
  const learnt = { without: refusedBy(spine.world.capabilities(judge)), tokens: VERDICT_TOKENS };
  return {
    async do({ data }, ledger, signal) {
      const stored = judgeUnitData(data);
      // Its end user was erased: there is nothing left to ask.
      if (stored === null) return { interrupted: true };
      const { unit, material } = stored;
      if (unit.kind === "pair" && unit.rule !== null) return { unit, ...settleByRule(protocol, unit.rule, material) };
      // A limit is four times the answer that is expected.
      const send = (tokens: number): LiveSend =>
        withBudget(spine.parts.send, ledger, (request, call) => bound(request, call, tokens / 4));
      const asked = await askJudge({ send, judge, rubric, learnt, newId, nonce }, material, unit.order, signal);
      return asked === null ? null : { unit, ...settle(protocol, material, unit.order, asked) };
    },
  };
}
