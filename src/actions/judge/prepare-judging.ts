import { OperatorError } from "../../core/errors.ts";
import {
  makeRubric,
  planJudging,
  selfPreference,
  type Judgeable,
  type JudgeDefinition,
  type JudgePlan,
  type Rubric,
} from "../../judging/index.ts";
import { requiredPairs } from "../../stats/non-inferiority.ts";
import type { StoredUnit } from "../../store/runs.ts";
import { checkTarget } from "./judge-target.ts";
import { openJudged, requireBucket, type JudgedExperiment } from "./judged-experiment.ts";
import { priceOf, type JudgePrice } from "./judge-price.ts";
import { MOST_PAIRS, WORSE_LIMIT, type JudgeParts, type JudgeRequest } from "./judge-request.ts";
import { materialsFor, storedUnits, type Materials } from "./judge-units.ts";

/** What a judge run would do and cost, before anything is sent. */
export interface JudgePreview {
  readonly experiment: string;
  readonly judge: string;
  readonly protocol: JudgeRequest["protocol"];
  readonly rubric: { readonly id: string; readonly criterion: string };
  /** Pairs that would be judged. */
  readonly n: number;
  readonly drawn: JudgeDefinition["drawn"];
  readonly sizes: JudgeDefinition["sizes"];
  readonly canaries: number;
  readonly by_rule: number;
  readonly price: JudgePrice;
  /** The same of 300 pairs (of all, where there are fewer, or the protocol is equivalence). */
  readonly full: { readonly n: number; readonly expected_usd: number | null };
  readonly cap_usd: number;
  /** Judged pairs that would show a margin with 80 % chance if there is no difference, by the share of pairs that do not tie. */
  readonly required_n: readonly { readonly discordant: number; readonly n: number }[];
  readonly self_preference_risk: boolean | null;
  readonly warnings: readonly string[];
}

/** A run that could begin. Nothing is stored or sent yet. */
export interface PreparedJudging {
  readonly definition: JudgeDefinition;
  readonly preview: JudgePreview;
  readonly units: readonly StoredUnit[];
}

/** Earlier judge runs that are counted. */
const MOST_TRIALS = 1_000;

/** Looked at when power is shown: few differences, and as many as in judged divergent answers. */
const SHARES = [0.1, 0.3, 0.6];

/**
 * Draws pairs and canaries of an experiment, and says what judging them would cost. Throws `experiment_unknown`, `judge_invalid`,
 * `judge_refused`, `provider_unknown`, `provider_key_missing`, `price_unknown`, `cap_invalid`.
 */
export function prepareJudging(parts: JudgeParts, request: JudgeRequest): PreparedJudging {
  checkRequest(request);
  const rubric = makeRubric(request.protocol, request.criterion);
  const experiment = openJudged(parts.store, request.experiment, parts.now());
  if (request.bucket !== null) requireBucket(experiment, request.bucket);
  const arm = [...experiment.originals, ...experiment.replays].includes(request.judge);
  if (arm && !request.force) {
    throw new OperatorError("judge_refused", `${request.judge} is a side of this experiment: it would judge itself`, {
      field: "judge",
      hint: "Name a judge of another vendor, or add --force (`force: true`): the result says it then.",
    });
  }
  checkTarget(parts.spine, request.judge, request.force);
  const pool = experiment.pairs.filter(({ bucket }) => request.bucket === null || bucket === request.bucket);
  const most = Math.min(pool.length, request.n ?? (request.protocol === "pairwise" ? MOST_PAIRS : pool.length));
  const shown = { pool, rubric, experiment };
  const full = priced(parts, request, shown, request.n === null ? most : Math.min(pool.length, MOST_PAIRS));
  const chosen =
    request.n === null
      ? whatTheCapAdmits(parts, request, shown, full)
      : priced(parts, request, shown, most, full.materials);
  const self = selfPreference(request.judge, experiment.originals, experiment.replays);
  const definition: JudgeDefinition = {
    id: `jdg_${parts.newId()}`,
    experiment: experiment.id,
    judge: request.judge,
    protocol: request.protocol,
    rubric: { id: rubric.id, criterion: rubric.criterion },
    order: request.order,
    bucket: request.bucket,
    margin: request.margin,
    worse_limit: WORSE_LIMIT,
    seed: experiment.seed,
    sizes: experiment.sizes,
    window_rows: experiment.window_rows,
    drawn: chosen.plan.drawn,
    self_preference: self,
    forced: arm,
    unpriced: (parts.spine.about(request.judge)?.rates ?? null) === null,
    trial: parts.store.control.runs.runs({ kind: "judge", parent: experiment.id }, MOST_TRIALS).length + 1,
    price_version: parts.prices.version,
  };
  const preview: JudgePreview = {
    experiment: experiment.id,
    judge: request.judge,
    protocol: request.protocol,
    rubric: definition.rubric,
    n: chosen.n,
    drawn: chosen.plan.drawn,
    sizes: experiment.sizes,
    canaries: chosen.plan.units.filter(({ kind }) => kind === "canary").length,
    by_rule: chosen.plan.units.filter((unit) => unit.kind === "pair" && unit.rule !== null).length,
    price: chosen.price,
    full: { n: full.n, expected_usd: full.price.expected_usd },
    cap_usd: request.cap_usd,
    required_n: SHARES.map((discordant) => ({ discordant, n: requiredPairs(discordant, { margin: request.margin }) })),
    self_preference_risk: self.risk,
    warnings: warningsOf(request, chosen, pool, self.risk),
  };
  if (request.cap_usd === 0 && chosen.price.worst_usd > 0) {
    throw new OperatorError("cap_invalid", "a cap of 0 USD leaves room for no call", { field: "--max-spend" });
  }
  return { definition, preview, units: chosen.units };
}

interface Shown {
  readonly pool: readonly Judgeable[];
  readonly rubric: Rubric;
  readonly experiment: JudgedExperiment;
}

interface Chosen {
  readonly n: number;
  readonly plan: JudgePlan;
  readonly units: ReturnType<typeof storedUnits>;
  readonly materials: Materials;
  readonly price: JudgePrice;
}

function priced(
  parts: JudgeParts,
  request: JudgeRequest,
  { pool, rubric, experiment }: Shown,
  n: number,
  known: Materials = new Map(),
): Chosen {
  const { protocol, order } = request;
  const plan = planJudging(pool, { protocol, n, order, seed: experiment.seed });
  const materials = materialsFor(parts.store, experiment.id, plan, known);
  const units = storedUnits(plan, materials, protocol);
  return { n, plan, units, materials, price: priceOf(parts, request.judge, rubric, units) };
}

/** As many pairs as are expected to cost no more than the cap; the cap itself holds whatever comes. */
function whatTheCapAdmits(parts: JudgeParts, request: JudgeRequest, shown: Shown, full: Chosen): Chosen {
  let chosen = full;
  for (let round = 0; round < 4; round += 1) {
    const { expected_usd: expected } = chosen.price;
    if (expected === null || expected <= request.cap_usd || chosen.n <= 1) return chosen;
    const fewer = Math.max(1, Math.floor((chosen.n * request.cap_usd) / expected));
    chosen = priced(parts, request, shown, fewer, full.materials);
  }
  return chosen;
}

function checkRequest({ protocol, n, cap_usd: cap, margin }: JudgeRequest): void {
  if (!Number.isFinite(cap) || cap < 0) {
    throw new OperatorError("cap_invalid", "the cap is not an amount of USD", { field: "--max-spend" });
  }
  if (n !== null && (!Number.isInteger(n) || n < 1 || (protocol === "pairwise" && n > MOST_PAIRS))) {
    throw new OperatorError("judge_invalid", `n is ${n}; expected 1 to ${MOST_PAIRS} pairs`, { field: "n" });
  }
  if (!(margin > 0 && margin < 1)) {
    throw new OperatorError("judge_invalid", `the margin is ${margin}; expected a number between 0 and 1`, {
      field: "margin",
    });
  }
}

function warningsOf(
  request: JudgeRequest,
  { n, plan, price }: Chosen,
  pool: readonly Judgeable[],
  risk: boolean | null,
): readonly string[] {
  const warnings: string[] = [];
  if (request.n !== null && request.n > pool.length)
    warnings.push(`There are ${pool.length} pairs: all of them are judged.`);
  if (price.expected_usd === null)
    warnings.push(`No price is known of ${request.judge}: its calls are outside the cap.`);
  else if (price.expected_usd > request.cap_usd) {
    warnings.push(
      `The cap of ${request.cap_usd} USD is below the expected cost of ${price.expected_usd.toPrecision(3)} USD: a random part of each bucket will be judged.`,
    );
  } else if (request.n === null && request.protocol === "pairwise" && n < Math.min(MOST_PAIRS, pool.length)) {
    warnings.push(`The cap of ${request.cap_usd} USD admits ${n} pairs.`);
  }
  if (risk === true)
    warnings.push(
      "The judge is of one family with one side only: judges favour their own. Have one of another family look at the same pairs.",
    );
  if (!plan.units.some(({ kind }) => kind === "canary"))
    warnings.push(
      "No question with a known answer can be made of these pairs: nothing will tell whether the judge can be believed.",
    );
  if (request.protocol === "pairwise" && n < requiredPairs(0.1, { margin: request.margin })) {
    warnings.push(
      `${n} pairs can hardly show a margin of ${request.margin}: with one pair in ten that does not tie it takes ${requiredPairs(0.1, { margin: request.margin })}.`,
    );
  }
  return warnings;
}
