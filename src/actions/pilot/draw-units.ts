import type { CompiledPolicy } from "../../core/compile.ts";
import { OperatorError } from "../../core/errors.ts";
import type { Exchange } from "../../core/exchange.ts";
import { drawPilot } from "../../replay/index.ts";
import { projectedRows, type LeftOutOfPilot, type ProjectedRows } from "../../replay/pilot/projected-rows.ts";
import type { Traffic } from "../../store/traffic.ts";
import { askedRow } from "../measure/asked-row.ts";
import type { OpenReplay } from "../open-replay.ts";
import type { PilotDefinition, PilotUnit } from "./pilot-unit.ts";

/** What a pilot would call. */
export interface DrawnPilot {
  /** In hash order. */
  readonly units: readonly PilotUnit[];
  readonly definition: Omit<PilotDefinition, "policy">;
}

/** Why rows are not drawn, in words. */
export const NOT_DRAWN: Readonly<Record<LeftOutOfPilot, string>> = {
  recorded: "the log holds the answer",
  several_calls: "several calls decide the cost (an ensemble, a cascade, a fallback)",
  unpriced: "the candidate has no known price",
  not_resendable: "the request cannot be sent again",
  refused: "no target is eligible",
};

function nothingToCall({ left_out: left }: ProjectedRows): OperatorError {
  const reasons = (Object.keys(NOT_DRAWN) as LeftOutOfPilot[]).filter((reason) => left[reason] > 0);
  const why = reasons.map((reason) => `${NOT_DRAWN[reason]} (${left[reason]} rows)`).join("; ");
  if (reasons.length === 1 && reasons[0] === "unpriced") {
    return new OperatorError(
      "price_unknown",
      "no price of the candidate is known: its calls could not be kept under the cap",
      { hint: "Give its price in a price file (--prices); see docs/reference/prices.md." },
    );
  }
  return new OperatorError(
    "pilot_refused",
    `there is nothing for a pilot to call: ${why === "" ? "every call is free" : why}`,
  );
}

/** Rows of the store by their numbers, in that order. Throws `log_changed` where one has been removed. */
function rowsBySeq(traffic: Pick<Traffic, "bySeq" | "requestIds">, seqs: readonly number[]): readonly Exchange[] {
  const ids = traffic.requestIds(seqs);
  const rows = new Map(traffic.bySeq(seqs).map((row) => [row.request_id, row]));
  return seqs.map((seq) => {
    const row = rows.get(ids.get(seq) ?? "");
    if (row === undefined || row.request_body === null)
      throw new OperatorError("log_changed", "a row that was drawn has been removed from the log meanwhile");
    return row;
  });
}

/**
 * Draws the rows a pilot calls out of those whose cost hangs on one answer that the log does not hold. Throws `pilot_refused` or `price_unknown` where
 * there are none.
 * @param pricesAt ms since the epoch to price at; null = each row's date
 */
export function drawUnits(
  { bench, window }: Pick<OpenReplay, "bench" | "window">,
  compiled: CompiledPolicy,
  { calls, pricesAt }: { readonly calls: number; readonly pricesAt: number | null },
  traffic: Pick<Traffic, "bySeq" | "requestIds">,
): DrawnPilot {
  const rows = projectedRows(compiled, window, bench, pricesAt);
  const sample = drawPilot(rows, calls, window.seed);
  if (sample.rows.length === 0) throw nothingToCall(rows);
  const logged = rowsBySeq(
    traffic,
    Array.from(sample.rows, (row) => rows.seq[row]!),
  );
  const units = logged.map((exchange, place): PilotUnit => {
    const asked = askedRow(exchange, exchange.cost_logged ?? exchange.cost_list, false);
    return {
      ...asked,
      // Nothing here compares answers.
      original: { ...asked.original, answer: null },
      attempt: rows.attempts[rows.attempt[sample.rows[place]!]!]!,
      inclusion: sample.inclusion[place]!,
      plain_usd: sample.plain[place]!,
    };
  });
  const left_out = Object.fromEntries(Object.entries(rows.left_out).filter(([, count]) => count > 0));
  return { units, definition: { requests: sample.priced, plain_usd: sample.plain_usd, prices_at: pricesAt, left_out } };
}
