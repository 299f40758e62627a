import type { RateCard } from "../../core/rates.ts";
import type { Target } from "../../core/target.ts";
import {
  estimatePilot,
  learnFromPilot,
  type LearntPairs,
  type PilotPair,
  type TokensUsed,
} from "../../replay/index.ts";
import { pricingOf } from "../../replay/pricing.ts";
import type { Ends, PilotResult } from "../../replay/result.ts";
import type { Ratio } from "../../stats/ratio.ts";
import type { RunLedger, StoredRun } from "../../store/runs.ts";
import type { PilotCalled, PilotDefinition, PilotUnit } from "./pilot-unit.ts";

/** A pilot as it is stored. */
export interface PilotRun {
  readonly run: StoredRun;
  readonly end: { readonly state: string; readonly reason: string | null };
  readonly ledger: Pick<RunLedger, "spent_usd" | "reserved_usd">;
  /** All of them, in hash order; null where the end user's erasure has emptied one. */
  readonly units: readonly (PilotUnit | null)[];
  /** By ordinal; undefined where there is none, or nobody knows what came of it. */
  readonly called: ReadonlyMap<number, PilotCalled | null>;
}

const NOT_KNOWN: TokensUsed = { input: Number.NaN, output: Number.NaN };

/** How many of the first units have a result: which finish first is not chance, so that those after a gap count for nothing. */
function prefixOf({ units, called }: PilotRun): number {
  let prefix = 0;
  while (prefix < units.length && called.has(prefix)) prefix++;
  return prefix;
}

function tokensOf(input: number | null, output: number | null): TokensUsed {
  return input === null || output === null ? NOT_KNOWN : { input, output };
}

function ends({ lower, upper }: Ratio): Ends {
  return { lower, upper };
}

/**
 * What a pilot says of its window, and what it teaches. Calls cost what the candidate's price, of the instant that the plain cost is of, says of their
 * tokens: a price that has changed since is no difference between two models. A failed call, and one that never told its tokens, is not measured.
 */
export function pilotResult(
  pilot: PilotRun,
  rates: (target: Target) => RateCard | null,
): { readonly result: PilotResult; readonly learnt: readonly LearntPairs[] } {
  const { run, end, ledger, units, called } = pilot;
  const { requests, plain_usd, prices_at, left_out } = run.definition as PilotDefinition;
  const prefix = prefixOf(pilot);
  const costs = new Float64Array(units.length).fill(Number.NaN);
  const pairs: PilotPair[] = [];
  let failed = 0;
  let truncated = 0;
  for (const [ordinal, unit] of units.slice(0, prefix).entries()) {
    const said = called.get(ordinal) ?? null;
    if (said === null || unit === null) continue;
    if (said.failure !== null) failed++;
    if (said.truncated_by_us) truncated++;
    const { target } = unit.attempt;
    const answered = said.failure === null && said.target === target;
    const used = answered ? tokensOf(said.input_tokens, said.output_tokens) : NOT_KNOWN;
    const tier = pricingOf(rates(target), prices_at).tier(unit.created_at, used.input);
    costs[ordinal] = used.input * tier.input + used.output * tier.output;
    const { original } = unit;
    if (original.target === null || original.target === target) continue;
    pairs.push({
      baseline: original.target,
      candidate: target,
      inclusion: unit.inclusion,
      logged: original.failure === null ? tokensOf(original.input_tokens, original.output_tokens) : NOT_KNOWN,
      called: used,
      plain_usd: unit.plain_usd,
      cost_usd: costs[ordinal],
    });
  }
  const sample = {
    rows: Uint32Array.from(units.keys()),
    // Who was erased stands as a row drawn for certain that would have cost nothing and was not called.
    inclusion: Float64Array.from(units, (unit) => unit?.inclusion ?? 1),
    plain: Float64Array.from(units, (unit) => unit?.plain_usd ?? 0),
    priced: requests,
    plain_usd,
  };
  const estimate = estimatePilot(sample, costs);
  return {
    result: {
      run: run.id,
      ...end,
      targets: [...new Set(units.flatMap((unit) => unit?.attempt.target ?? []))],
      requests,
      drawn: units.length,
      calls: prefix,
      n: estimate.measured,
      failed,
      truncated_by_us: truncated,
      spent_usd: ledger.spent_usd,
      reserved_usd: ledger.reserved_usd,
      cap_usd: run.cap_usd,
      plain_usd,
      ratio: { estimate: estimate.ratio.estimate, ci_95: ends(estimate.ratio) },
      cost_usd: { estimate: estimate.cost_usd.estimate, ci_95: ends(estimate.cost_usd) },
      evidence: estimate.evidence,
      estimand: "window",
      method: "plain cost x mean cost ratio of rows drawn by plain cost, t interval",
      left_out,
    },
    learnt: learnFromPilot(pairs),
  };
}
