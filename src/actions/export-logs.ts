import { exportRecord } from "../importers/index.ts";
import type { ExchangeFilter, Traffic } from "../store/traffic.ts";

/** Text handed on at a time, so that a large log is never held whole. */
const CHUNK_CHARACTERS = 1 << 18;

/** What went out so far; filled while the lines are read. */
export interface ExportTally {
  rows: number;
  bytes: number;
}

/** The rows of a filter as native JSON Lines, oldest first, in chunks of whole lines; `import` reads them back as they were. */
export function* exportLogs(traffic: Traffic, filter: ExchangeFilter, tally: ExportTally): Iterable<string> {
  const outcomes = suppliedOutcomes(traffic);
  let chunk = "";
  for (const exchange of traffic.export(filter)) {
    chunk += `${exportRecord(exchange, outcomes.get(exchange.request_id))}\n`;
    tally.rows++;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    tally.bytes += Buffer.byteLength(chunk);
    yield chunk;
    chunk = "";
  }
  tally.bytes += Buffer.byteLength(chunk);
  if (chunk !== "") yield chunk;
}

function suppliedOutcomes(
  traffic: Traffic,
): ReadonlyMap<string, { readonly name: string; readonly value: number | string }[]> {
  const found = new Map<string, { readonly name: string; readonly value: number | string }[]>();
  for (const name of traffic.outcomeNames()) {
    for (const { request_id: id, value } of traffic.outcomes(name)) {
      const known = found.get(id);
      if (known === undefined) found.set(id, [{ name, value }]);
      else known.push({ name, value });
    }
  }
  return found;
}
