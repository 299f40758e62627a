import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import {
  consistencyOf,
  countVerdicts,
  crossCheck,
  judgedPairs,
  winRate,
  type JudgedPair,
  type Order,
  type UnitOutcome,
  type UnitRecord,
} from "../../src/judging/index.ts";

const DATA = join(import.meta.dirname, "../../../shared/data");
type Preference = NonNullable<UnitOutcome["preference"]>;
type Row = Readonly<Record<string, string>>;

/** Rows of a CSV without quotes, by its header. */
function rowsOf(path: string): readonly Row[] {
  const [head = "", ...lines] = readFileSync(join(DATA, path), "utf8").trimEnd().split(/\r?\n/);
  const names = head.split(",");
  return lines.map((line) =>
    Object.fromEntries(line.split(",").map((value, index) => [names[index] as string, value])),
  );
}

function record(pair: number, order: Order, preference: Preference | null): UnitRecord {
  return {
    unit: { kind: "pair", pair, request_id: `r${pair}`, bucket: "high", order, rule: null },
    outcome: {
      answer: null,
      preference,
      score: null,
      unjudged: preference === null ? { why: "malformed", detail: "" } : null,
      tries: 1,
      cost_usd: null,
      length_difference: 0,
      control_tokens: false,
    },
  };
}

function judged(records: readonly UnitRecord[], orders: number): readonly JudgedPair[] {
  return judgedPairs(records, new Map(records.map(({ unit }) => [unit.pair, orders])));
}

const ALPACA = "alpaca_eval_v1";

describe("AlpacaEval, version 1", () => {
  beforeEach(({ skip }) => skip(!existsSync(join(DATA, ALPACA)), `../shared/data/${ALPACA} is not there`));

  // 1: the reference wins, 2: the model wins, 0 and 1.5: a tie; nothing: no verdict.
  const PREFERENCES: Readonly<Record<string, Preference>> = {
    "1": "worse",
    "2": "better",
    "0": "equivalent",
    "1.5": "equivalent",
  };

  it("52 published win rates and standard errors to 1e-6", () => {
    const models = Map.groupBy(rowsOf(`${ALPACA}/verdicts_v1_gpt4.csv`), ({ model }) => model as string);
    const published = new Map(rowsOf(`${ALPACA}/published_leaderboard_v1.csv`).map((row) => [row[""] as string, row]));
    let compared = 0;
    let unjudged = 0;
    for (const [model, rows] of models) {
      const row = published.get(model);
      if (row === undefined) continue;
      const records = rows.map(({ preference }, index) =>
        record(index, "original_first", preference === "" ? null : (PREFERENCES[String(Number(preference))] ?? null)),
      );
      const pairs = judged(records, 1);
      const { n, rate, standard_error } = winRate(countVerdicts(pairs.map(({ verdict }) => verdict)));
      expect(Math.abs(100 * (rate ?? Number.NaN) - Number(row["win_rate"])), model).toBeLessThan(1e-6);
      expect(Math.abs(100 * (standard_error ?? Number.NaN) - Number(row["standard_error"])), model).toBeLessThan(1e-6);
      expect(n, model).toBe(Number(row["n_total"]));
      compared += 1;
      unjudged += pairs.length - n;
    }
    expect(compared).toBe(52);
    // Verdicts that are missing shrink n; they are no ties.
    expect(unjudged).toBeGreaterThan(0);
  });
});

/** Of the published statistics of LLMBar (Zeng et al. 2024): `equal`, `correct_both` and `kappa_agreement` by subset, judge and prompt. */
const LLMBAR: readonly (readonly [
  subset: string,
  judge: string,
  prompt: string,
  n: number,
  equal: number,
  both: number,
  kappa: number,
])[] = [
  ["Natural", "GPT-4", "Vanilla", 100, 95, 93, 0.897708674304419],
  ["Adversarial/Neighbor", "GPT-4", "Vanilla", 134, 125, 101, 0.8651308432118094],
  ["Adversarial/GPTInst", "GPT-4", "Vanilla", 92, 87, 77, 0.8909952606635071],
  ["Adversarial/GPTOut", "GPT-4", "Vanilla", 47, 44, 35, 0.8685927306616962],
  ["Adversarial/Manual", "GPT-4", "Vanilla", 46, 38, 33, 0.6521739130434783],
  ["Adversarial/Manual", "GPT-4", "Vanilla_1shot", 46, 40, 32, 0.7391304347826086],
  ["Adversarial/Neighbor", "GPT-4", "Rating_NoRules", 134, 91, 64, 0.41071793822867664],
  ["Natural", "ChatGPT-0301", "Vanilla", 100, 78, 73, 0.5542949756888169],
  ["Natural", "ChatGPT", "Rating", 100, 53, 45, 0.22849638870650035],
  ["Natural", "LLaMA2", "Vanilla", 100, 79, 70, 0.5731707317073171],
  ["Natural", "PaLM2", "Vanilla", 100, 80, 73, 0.584026622296173],
];

describe("LLMBar", () => {
  beforeEach(({ skip }) => skip(!existsSync(join(DATA, "llmbar")), "../shared/data/llmbar is not there"));

  // The winner is the output, whichever stood first; output 2 is the replay here.
  const PREFERENCES: Readonly<Record<string, Preference>> = { "1": "worse", "2": "better" };

  it("order-swap agreement counts of the published statistics; two missing verdicts are counted equal there and unjudged here", () => {
    const sets = Map.groupBy(rowsOf("llmbar/verdicts.csv"), ({ subset, judge_model, judge_prompt }) =>
      [subset, judge_model, judge_prompt].join(" "),
    );
    for (const [subset, judge, prompt, n, equal, both, kappa] of LLMBAR) {
      const name = `${subset} ${judge} ${prompt}`;
      const rows = sets.get(`LLMBar/${name}`) ?? [];
      expect(rows, name).toHaveLength(n);
      const pairs = judged(
        rows.flatMap(({ winner_order1, winner_order2 }, index) => [
          record(index, "original_first", PREFERENCES[winner_order1 ?? ""] ?? null),
          record(index, "replay_first", PREFERENCES[winner_order2 ?? ""] ?? null),
        ]),
        2,
      );
      const consistency = consistencyOf(pairs);
      const missing = pairs.filter(({ verdict }) => verdict === "unjudged").length;
      expect(consistency.consistent + missing, name).toBe(equal);
      expect(consistency.pairs + missing, name).toBe(n);
      expect(consistency.position_inconsistent, name).toBe(consistency.first_slot + consistency.second_slot);
      const right = rows.filter(({ label }, index) => pairs[index]?.verdict === PREFERENCES[label ?? ""]).length;
      expect(right, name).toBe(both);
      const [first, second] = (["winner_order1", "winner_order2"] as const).map((column) =>
        judged(
          rows.map((row, index) => record(index, "original_first", PREFERENCES[row[column] ?? ""] ?? null)),
          1,
        ),
      ) as [readonly JudgedPair[], readonly JudgedPair[]];
      if (missing === 0) expect(crossCheck(first, second).kappa, name).toBeCloseTo(kappa, 12);
    }
  });
});
