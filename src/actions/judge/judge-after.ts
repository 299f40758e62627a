import { canonicalJson } from "../../core/canonical.ts";
import { OperatorError } from "../../core/errors.ts";
import { sha256Hex } from "../../core/fingerprint.ts";
import { parseJson, objectOf } from "../../core/json.ts";
import {
  CANARY_WORDS,
  makeRubric,
  MOST_TRIES,
  planJudging,
  shownAnswer,
  wordsOf,
  type Judgeable,
  type Material,
  type Rubric,
} from "../../judging/index.ts";
import { promptOf, type AskedRow } from "../measure/asked-row.ts";
import type { Prepared } from "../measure/prepare.ts";
import type { JudgeAfterPreview } from "../measure/preview.ts";
import { outputLimit } from "../metered/output-limit.ts";
import { ORDER_OF } from "./judge-what-is-left.ts";
import { priceOf } from "./judge-price.ts";
import { MOST_PAIRS, type JudgeAsked, type JudgeParts } from "./judge-request.ts";
import { checkTarget } from "./judge-target.ts";
import { storedUnits } from "./judge-units.ts";

/** Characters of a token, at most as a rule. */
const LETTERS = 4;
const NO_CAPABILITIES = { max_output: null, context_window: null };

/**
 * The same experiment with a judge of its pairs, which begins by itself when they are there. Throws `judge_invalid`, `judge_refused`, `provider_unknown`,
 * `provider_key_missing`, `price_unknown`: before anything is paid for.
 */
export function withJudge(parts: JudgeParts, prepared: Prepared, asked: JudgeAsked): Prepared {
  const { definition, preview, units, request } = prepared;
  const { force } = definition;
  const rubric = makeRubric(asked.protocol, asked.criterion);
  const rows = units.map(({ data }) => data as AskedRow);
  const sides = [
    ...preview.targets.filter(({ role }) => role !== "embeddings").map(({ target }) => target),
    ...rows.flatMap(({ original }) => original.target ?? []),
  ];
  if (sides.includes(asked.judge) && !force) {
    throw new OperatorError("judge_refused", `${asked.judge} is a side of this experiment: it would judge itself`, {
      field: "judge",
      hint: "Name a judge of another vendor.",
    });
  }
  checkTarget(parts.spine, asked.judge, force);
  const judge = { ...asked, criterion: rubric.criterion };
  const priced = pricedAfter(parts, rows, judge, rubric, definition.experiment.seed);
  const both = (preview.expected_usd ?? 0) + (priced.expected_usd ?? 0);
  const short =
    preview.expected_usd !== null && preview.expected_usd <= preview.cap_usd && both > preview.cap_usd
      ? [`The cap is expected to leave the judge too little for all pairs: it will see a random part of each bucket.`]
      : [];
  return {
    ...prepared,
    definition: { ...definition, judge },
    preview: { ...preview, judge: priced, warnings: [...preview.warnings, ...short] },
    request: { ...request, judge },
  };
}

/** What the questions would cost if the candidate answered as the log did, and if it answered at its limits. */
function pricedAfter(
  parts: JudgeParts,
  rows: readonly AskedRow[],
  { judge, protocol }: JudgeAsked,
  rubric: Rubric,
  seed: string,
): JudgeAfterPreview {
  const answered = rows.flatMap((row, pair) => (row.original.answer === null ? [] : [{ row, pair }]));
  const shown = new Map(answered.map(({ row, pair }) => [pair, materialOf(row)]));
  const pool = answered.map(({ row, pair }): Judgeable => {
    const { original } = shown.get(pair) as Material;
    return {
      pair,
      request_id: row.request_id,
      bucket: "major",
      cluster: row.cluster,
      rule: null,
      answer: sha256Hex(canonicalJson(original)),
      wordy: wordsOf(original).length >= CANARY_WORDS,
    };
  });
  const n = protocol === "pairwise" ? Math.min(MOST_PAIRS, pool.length) : pool.length;
  const plan = planJudging(pool, { protocol, n, order: ORDER_OF[protocol], seed });
  const price = (replayOf: (row: AskedRow, material: Material) => Material) => {
    const materials = new Map(
      answered.map(({ row, pair }) => [
        pair,
        { request_id: row.request_id, material: replayOf(row, shown.get(pair) as Material) },
      ]),
    );
    return priceOf(parts, judge, rubric, storedUnits(plan, materials, protocol));
  };
  const usual = price((_, material) => material);
  const { worst_usd } = price((row, material) => ({ ...material, replay: { text: longest(row) } }));
  const { calls, expected_usd } = usual;
  return { judge, protocol, pairs: n, calls, calls_at_most: calls * MOST_TRIES, expected_usd, worst_usd };
}

function materialOf(row: AskedRow): Material {
  const answer = shownAnswer(row.original.answer as NonNullable<AskedRow["original"]["answer"]>);
  return { request: promptOf(row), original: answer, replay: answer };
}

/** An answer as long as the candidate may give. */
function longest({ body, dialect, original }: AskedRow): string {
  const limit = outputLimit({
    body: objectOf(parseJson(body)),
    dialect,
    kind: "",
    capabilities: NO_CAPABILITIES,
    baseline_output: original.output_tokens,
  });
  return "word ".repeat(Math.ceil(((limit?.tokens ?? 0) * LETTERS) / "word ".length));
}
