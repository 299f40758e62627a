import type { PairOutcome } from "../../experiments/index.ts";
import type { Traffic } from "../../store/traffic.ts";
import { outcomesByRow } from "../outcomes-by-row.ts";
import type { OutcomesOf } from "./pair-work.ts";

/** Looks supplied outcomes of pairs up, as they stand now. */
export function suppliedOutcomes(traffic: Pick<Traffic, "outcomes" | "outcomeNames">): OutcomesOf {
  const byRow = outcomesByRow(traffic);
  return (original, replay) => {
    const [before, after] = [byRow.get(original) ?? {}, byRow.get(replay) ?? {}];
    const found: Record<string, PairOutcome> = {};
    for (const name of Object.keys({ ...before, ...after }).toSorted())
      found[name] = { original: before[name] ?? null, replay: after[name] ?? null };
    return found;
  };
}
