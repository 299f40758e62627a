import type { PairOutcome } from "../../experiments/index.ts";
import type { Traffic } from "../../store/traffic.ts";
import type { OutcomesOf } from "./pair-work.ts";

/** Looks supplied outcomes of rows up, as they stand now: scores, and booleans as 0 and 1. Of several sources to one name the last one counts; labels do not. */
export function suppliedOutcomes(traffic: Pick<Traffic, "outcomes" | "outcomeNames">): OutcomesOf {
  const byName = traffic.outcomeNames().map((name) => {
    const values = new Map<string, number>();
    for (const { request_id: id, value } of traffic.outcomes(name))
      if (typeof value === "number") values.set(id, value);
    return [name, values] as const;
  });
  return (original, replay) => {
    const found: Record<string, PairOutcome> = {};
    for (const [name, values] of byName) {
      const outcome = { original: values.get(original) ?? null, replay: values.get(replay) ?? null };
      if (outcome.original !== null || outcome.replay !== null) found[name] = outcome;
    }
    return found;
  };
}
