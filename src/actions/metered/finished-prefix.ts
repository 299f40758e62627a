import type { UnitResult } from "../../store/runs.ts";

/** Hands results on in the order of their units, each when all before it are there: what finishes late may differ from what finishes early. */
export function finishedPrefix(onResult: (result: UnitResult) => void): (result: UnitResult) => void {
  const ahead = new Map<number, UnitResult>();
  let next = 0;
  return (result) => {
    ahead.set(result.ordinal, result);
    for (let one = ahead.get(next); one !== undefined; one = ahead.get(next)) {
      ahead.delete(next++);
      onResult(one);
    }
  };
}
