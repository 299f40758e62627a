import type { InterruptedUnit, UnitOutcome } from "../../judging/index.ts";
import type { UnitResult } from "../../store/runs.ts";

/** Questions after which a judge that has answered none is not asked any more. */
const PATIENCE = 20;

/** Stops a run whose judge gave no verdict to any of its first questions: the others would cost as much and say as little. */
export function stopUnheard(): (result: Pick<UnitResult, "result">) => string | null {
  let asked = 0;
  let heard = false;
  return ({ result }) => {
    const outcome = result as UnitOutcome | InterruptedUnit;
    if (heard || "interrupted" in outcome || !("tries" in outcome) || outcome.tries === 0) return null;
    asked += 1;
    heard = outcome.unjudged === null;
    if (heard || asked < PATIENCE) return null;
    const { why, detail } = outcome.unjudged as NonNullable<UnitOutcome["unjudged"]>;
    return `none of the first ${PATIENCE} questions got a verdict; the last: ${why.replaceAll("_", " ")}: ${detail}`;
  };
}
