import { cohenKappa } from "../stats/kappa.ts";
import { Z95 } from "../stats/normal.ts";
import type { Preference } from "../stats/order-swap.ts";
import { predictionPowered } from "../stats/prediction-powered.ts";
import type { JudgedPair } from "./judged-pair.ts";

/** What a person says of a pair. */
export interface HumanLabel {
  readonly request_id: string;
  readonly verdict: Preference;
  readonly who: string;
}

/** A share of the window by people's labels and the judge's verdicts together (PPI++ in each bucket). */
export interface Corrected {
  readonly estimate: number;
  readonly ci_95: { readonly lower: number; readonly upper: number };
  /** How far the judge was believed, by bucket: 0 not at all, 1 fully. */
  readonly lambda: Readonly<Record<string, number>>;
}

/** What labels say of the judge, and what they correct. */
export interface HumanResult {
  /** Labels on judged pairs. */
  readonly labels: number;
  readonly labelled_pairs: number;
  readonly people: number;
  /** Labels on pairs that this run has no verdict for. */
  readonly unmatched: number;
  /** Order of rows and columns of `confusion`. */
  readonly categories: readonly ["worse", "equivalent", "better"];
  /** Rows people, columns the judge; each label once. */
  readonly confusion: readonly (readonly number[])[];
  readonly agreement: number | null;
  readonly kappa: number | null;
  /** With partial credit: worse < equivalent < better. */
  readonly linear_kappa: number | null;
  /** Share of equal labels among two people's on one pair: no judge can be held to more. Null without such pairs. */
  readonly human_agreement: number | null;
  /** Null where `withheld` says why. */
  readonly net: Corrected | null;
  readonly worse: Corrected | null;
  readonly withheld: string | null;
  readonly method: "ppi++/stratified";
}

const CATEGORIES = ["worse", "equivalent", "better"] as const;
const LEAST_LABELS = 50;

/** A bucket with a single label counts with that, and with the largest spread there can be. @param weights share of each bucket in the window */
export function humanResult(
  labels: readonly HumanLabel[],
  pairs: readonly JudgedPair[],
  weights: Readonly<Record<string, number>>,
): HumanResult {
  const judged = new Map(pairs.flatMap((pair) => (isJudged(pair) ? [[pair.request_id, pair] as const] : [])));
  const matched = labels.filter(({ request_id }) => judged.has(request_id));
  const byPair = Map.groupBy(matched, ({ request_id }) => request_id);
  const confusion = CATEGORIES.map((human) =>
    CATEGORIES.map(
      (machine) =>
        matched.filter(({ request_id, verdict }) => verdict === human && judged.get(request_id)?.verdict === machine)
          .length,
    ),
  );
  const { agreement, kappa, linearKappa } = cohenKappa(confusion);
  const withheld = whyWithheld(byPair, [...judged.values()], weights);
  const correct = (value: (verdict: Preference) => number, least: number): Corrected | null =>
    withheld === null ? corrected(byPair, [...judged.values()], weights, value, least) : null;
  return {
    labels: matched.length,
    labelled_pairs: byPair.size,
    people: new Set(matched.map(({ who }) => who)).size,
    unmatched: labels.length - matched.length,
    categories: CATEGORIES,
    confusion,
    agreement,
    kappa,
    linear_kappa: linearKappa,
    human_agreement: humanAgreement([...byPair.values()]),
    net: correct(netOf, -1),
    worse: correct((verdict) => (verdict === "worse" ? 1 : 0), 0),
    withheld,
    method: "ppi++/stratified",
  };
}

type Judged = JudgedPair & { readonly verdict: Preference };

type ByPair = ReadonlyMap<string, readonly HumanLabel[]>;

function isJudged(pair: JudgedPair): pair is Judged {
  return pair.verdict !== null && pair.verdict !== "unjudged";
}

function netOf(verdict: Preference): number {
  return verdict === "better" ? 1 : verdict === "worse" ? -1 : 0;
}

function whyWithheld(
  byPair: ByPair,
  judged: readonly Judged[],
  weights: Readonly<Record<string, number>>,
): string | null {
  if (byPair.size < LEAST_LABELS) return `${byPair.size} pairs have a label, ${LEAST_LABELS} at least are needed`;
  const said = new Set([...byPair.values()].flat().map(({ verdict }) => verdict));
  if (said.size < 2) return "all labels say the same: nothing can be learnt of how the judge errs";
  for (const [bucket, weight] of Object.entries(weights)) {
    const labelled = judged.filter((pair) => pair.bucket === bucket && byPair.has(pair.request_id)).length;
    if (weight > 0 && labelled === 0) return `bucket ${bucket} has no labelled pair`;
  }
  return null;
}

function corrected(
  byPair: ByPair,
  judged: readonly Judged[],
  weights: Readonly<Record<string, number>>,
  value: (verdict: Preference) => number,
  least: number,
): Corrected {
  let [estimate, variance] = [0, 0];
  const lambda: Record<string, number> = {};
  for (const [bucket, weight] of Object.entries(weights)) {
    if (weight === 0) continue;
    const inside = judged.filter((pair) => pair.bucket === bucket);
    const labelled = inside.filter(({ request_id }) => byPair.has(request_id));
    const people = labelled.map(({ request_id }) =>
      mean((byPair.get(request_id) as readonly HumanLabel[]).map((label) => value(label.verdict))),
    );
    const found = predictionPowered(
      people,
      labelled.map(({ verdict }) => value(verdict)),
      inside.filter(({ request_id }) => !byPair.has(request_id)).map(({ verdict }) => value(verdict)),
    ) ?? { estimate: mean(people), standardError: (1 - least) / 2, lambda: 0 };
    estimate += weight * found.estimate;
    variance += (weight * found.standardError) ** 2;
    lambda[bucket] = found.lambda;
  }
  const half = Z95 * Math.sqrt(variance);
  const within = (number: number): number => Math.min(1, Math.max(least, number));
  return {
    estimate: within(estimate),
    ci_95: { lower: within(estimate - half), upper: within(estimate + half) },
    lambda,
  };
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function humanAgreement(groups: readonly (readonly HumanLabel[])[]): number | null {
  let [equal, all] = [0, 0];
  for (const group of groups) {
    for (const [index, one] of group.entries()) {
      for (const other of group.slice(index + 1)) {
        if (other.who === one.who) continue;
        all += 1;
        if (other.verdict === one.verdict) equal += 1;
      }
    }
  }
  return all === 0 ? null : equal / all;
}
