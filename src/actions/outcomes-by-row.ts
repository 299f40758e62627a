import type { Traffic } from "../store/traffic.ts";

/** Supplied outcomes by request id and name: scores, and booleans as 0 and 1. Of several sources to one name the last one counts; labels do not. */
export function outcomesByRow(
  traffic: Pick<Traffic, "outcomes" | "outcomeNames">,
): ReadonlyMap<string, Readonly<Record<string, number>>> {
  const found = new Map<string, Record<string, number>>();
  for (const name of traffic.outcomeNames()) {
    for (const { request_id: id, value } of traffic.outcomes(name)) {
      if (typeof value !== "number") continue;
      const known = found.get(id);
      if (known === undefined) found.set(id, { [name]: value });
      else known[name] = value;
    }
  }
  return found;
}
