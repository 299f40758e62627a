import type { Bounded } from "../../sends/budget.ts";
import { rateAt, costOf } from "../../core/rates.ts";
import { splitTarget, type Target } from "../../core/target.ts";
import type { ExperimentFrame } from "../../experiments/index.ts";
import type { Protocol } from "../../judging/index.ts";
import type { Knowledge } from "../../replay/knowledge/index.ts";
import type { AskedRow } from "./asked-row.ts";
import { embeddingsBody } from "./embed-texts.ts";
import type { CallingParts } from "../metered/calling-parts.ts";
import type { MeasureRequest } from "./measure-request.ts";
import { plannedCalls, singleCall } from "./planned-calls.ts";
import type { CandidateServing } from "./candidate.ts";
import type { LoadedEndpoint } from "../serve/gateway-state.ts";

/** What one target would be asked. */
export interface TargetPreview {
  readonly target: Target;
  readonly role: "candidate" | "control" | "embeddings";
  /** Calls if all goes well. */
  readonly calls: number;
  /** Calls if everything a plan allows is tried. */
  readonly calls_at_most: number;
  /** USD; null where price or tokens of a row are not known. */
  readonly expected_usd: number | null;
  readonly worst_usd: number;
  /** Calls whose price is not known: made outside the cap where that is forced. */
  readonly unpriced: number;
}

/** What would be sent, and what that may cost: shown before anything is. */
export interface MeasurePreview {
  readonly window: { readonly start: string; readonly end: string };
  readonly frame: ExperimentFrame;
  readonly targets: readonly TargetPreview[];
  readonly calls: { readonly candidate: number; readonly control: number; readonly embeddings: number };
  /** Every call at its limits, every retry and every target of every chain. */
  readonly worst_usd: number;
  /** If all goes well; null where it cannot be told. */
  readonly expected_usd: number | null;
  /** USD, a judge's calls included. */
  readonly cap_usd: number;
  /** What a judge would be asked afterwards, where one is asked for. */
  readonly judge?: JudgeAfterPreview;
  readonly warnings: readonly string[];
}

/** A judge of the pairs that a run will make, by the answers there are: those of the log. USD. */
export interface JudgeAfterPreview {
  readonly judge: Target;
  readonly protocol: Protocol;
  /** At most. */
  readonly pairs: number;
  /** If each answer has its form at once. */
  readonly calls: number;
  readonly calls_at_most: number;
  /** If the candidate answers as briefly as the log; null: no price is known. */
  readonly expected_usd: number | null;
  /** If it answers at its limits, and the judge takes all its tokens and tries. Beside the run's own worst case, not in it. */
  readonly worst_usd: number;
}

interface Tally {
  calls: number;
  most: number;
  expected: number | null;
  worst: number;
  unpriced: number;
}

export interface Counted {
  readonly targets: readonly TargetPreview[];
  /** Rows that the candidate would send nowhere, by reason. */
  readonly refused: ReadonlyMap<string, number>;
  /** Targets that may not be called, and why. */
  readonly forbidden: ReadonlyMap<Target, string>;
}

/** Goes through the rows and counts what would be called. */
export function countCalls(
  rows: readonly AskedRow[],
  parts: Pick<CallingParts, "spine" | "bound" | "now">,
  request: Pick<MeasureRequest, "embeddings">,
  {
    candidate,
    endpointOf,
    knowledge,
  }: {
    readonly candidate: CandidateServing;
    readonly endpointOf: (row: AskedRow) => LoadedEndpoint | null;
    readonly knowledge: Pick<Knowledge, "ratio">;
  },
): Counted {
  const { spine, bound } = parts;
  const tallies = new Map<string, Tally>();
  const refused = new Map<string, number>();
  const forbidden = new Map<Target, string>();

  function tallyOf(role: TargetPreview["role"], target: Target): Tally {
    const key = `${role} ${target}`;
    let tally = tallies.get(key);
    if (tally === undefined) tallies.set(key, (tally = { calls: 0, most: 0, expected: 0, worst: 0, unpriced: 0 }));
    return tally;
  }

  function expectedCost(row: AskedRow, target: Target): number | null {
    const about = spine.about(target);
    if (about?.recorded === true) return 0;
    const { input_tokens: input, output_tokens: output, target: baseline } = row.original;
    const rate = about === null || about.rates === null ? null : rateAt(about.rates, parts.now());
    if (rate === null || input === null || output === null) return null;
    const ratio =
      baseline === null || baseline === target ? { input: 1, output: 1 } : knowledge.ratio(baseline, target);
    const usage = {
      input_uncached: input * ratio.input,
      cache_read: 0,
      cache_write: 0,
      output: output * ratio.output,
      reasoning: 0,
    };
    return costOf(rate.span, usage);
  }

  function atMost(tally: Tally, target: Target, bounded: Bounded): void {
    tally.most++;
    if ("refused" in bounded) forbidden.set(target, bounded.refused.message);
    else {
      tally.worst += bounded.worst_usd;
      if (bounded.unpriced === true) tally.unpriced++;
    }
  }

  function likely(tally: Tally, cost: number | null): void {
    tally.calls++;
    tally.expected = tally.expected === null || cost === null ? null : tally.expected + cost;
  }

  for (const row of rows) {
    const output = row.original.output_tokens;
    const planned = plannedCalls(row, candidate, candidate.endpoint ?? endpointOf(row), spine);
    if (typeof planned === "string" || planned.likely.length === 0) {
      const why = typeof planned === "string" ? planned : "the policy refuses it";
      refused.set(why, (refused.get(why) ?? 0) + 1);
    } else {
      for (const call of planned.most)
        atMost(tallyOf("candidate", call.target), call.target, bound(planned.request, call, output));
      for (const call of planned.likely) likely(tallyOf("candidate", call.target), expectedCost(row, call.target));
    }
    const { target } = row.original;
    const again = row.control && target !== null ? singleCall(row, { target }) : null;
    if (again !== null && target !== null) {
      const tally = tallyOf("control", target);
      atMost(tally, target, bound(again.request, again.call, output));
      likely(tally, expectedCost(row, target));
    }
    const text = row.original.answer?.text ?? null;
    if (request.embeddings !== null && text !== null) {
      const tally = tallyOf("embeddings", request.embeddings);
      const texts = row.control ? [text, text, text] : [text, text];
      const body = embeddingsBody(request.embeddings, texts);
      const asked = singleCall(
        { ...row, body: JSON.stringify(body), dialect: "embeddings" },
        { target: request.embeddings },
      );
      if (asked !== null) {
        const bounded = bound(asked.request, asked.call, null);
        atMost(tally, request.embeddings, bounded);
        // Its worst case is 1.5 times our own count of the input.
        likely(tally, "refused" in bounded ? null : bounded.worst_usd / 1.5);
      }
    }
  }

  const targets = [...tallies].map(([key, { calls, most, expected, worst, unpriced }]) => {
    const [role = "", ...rest] = key.split(" ");
    return {
      target: rest.join(" "),
      role: role as TargetPreview["role"],
      calls,
      calls_at_most: most,
      expected_usd: expected,
      worst_usd: worst,
      unpriced,
    };
  });
  return { targets, refused, forbidden };
}

/** Targets of providers whose key is not in the environment, with the variable that should hold it. */
export function missingKeys(
  targets: readonly Target[],
  about: CallingParts["spine"]["about"],
): ReadonlyMap<string, string> {
  const missing = new Map<string, string>();
  for (const target of targets) {
    const variable = about(target)?.missing_key ?? null;
    if (variable !== null) missing.set(splitTarget(target)?.provider ?? target, variable);
  }
  return missing;
}
