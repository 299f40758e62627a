import type { Exchange } from "../../core/exchange.ts";
import type { ExportedOutcome } from "../../importers/index.ts";
import type { ExchangeFilter, Traffic } from "../../store/traffic.ts";

/** What went out so far; filled while the rows are read. */
export interface ExportTally {
  rows: number;
  /** Before they are compressed. */
  bytes: number;
}

/** Writes the rows of a filter as they came in, some bytes at a time; `import` reads them back as they were. */
export type WriteRows = (traffic: Traffic, filter: ExchangeFilter, tally: ExportTally) => Iterable<string | Uint8Array>;

/** The rows of a filter with the outcomes supplied for them, as they came in, counted as they go. */
export function* exportedRows(
  traffic: Traffic,
  filter: ExchangeFilter,
  tally: ExportTally,
): Iterable<{ readonly exchange: Exchange; readonly outcomes: readonly ExportedOutcome[] }> {
  const outcomes = suppliedOutcomes(traffic);
  for (const exchange of traffic.export(filter)) {
    yield { exchange, outcomes: outcomes.get(exchange.request_id) ?? [] };
    tally.rows++;
  }
}

function suppliedOutcomes(traffic: Traffic): ReadonlyMap<string, ExportedOutcome[]> {
  const found = new Map<string, ExportedOutcome[]>();
  for (const name of traffic.outcomeNames()) {
    for (const { request_id: id, value } of traffic.outcomes(name)) {
      const known = found.get(id);
      if (known === undefined) found.set(id, [{ name, value }]);
      else known.push({ name, value });
    }
  }
  return found;
}

/** Text handed on at a time, so that a large log is never held whole. */
const CHUNK_CHARACTERS = 1 << 18;

/** Lines in chunks, their bytes counted. */
export function* inChunks(lines: Iterable<string>, tally: ExportTally): Iterable<string> {
  let chunk = "";
  for (const line of lines) {
    chunk += line;
    if (chunk.length < CHUNK_CHARACTERS) continue;
    tally.bytes += Buffer.byteLength(chunk);
    yield chunk;
    chunk = "";
  }
  tally.bytes += Buffer.byteLength(chunk);
  if (chunk !== "") yield chunk;
}
