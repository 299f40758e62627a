import { expect, it } from "vitest";
import type { Pair, PairRecord, PairSide } from "../../experiments/index.ts";
import { priceBook } from "../../prices/index.ts";
import { taughtBy } from "../../replay/index.ts";
import { lessonsOfExperiment } from "./learn-from-experiment.ts";

const BIG = "gpt-4o:openai";
const MINI = "gpt-4o-mini:openai";

function side(target: string, input: number, output: number, said: Partial<PairSide> = {}): PairSide {
  return {
    request_id: target,
    target,
    evidence: "measured",
    failure: null,
    input_tokens: input,
    output_tokens: output,
    cost_usd: null,
    latency_ms: null,
    ttft_ms: null,
    answer: null,
    ...said,
  };
}

function record(ordinal: number, said: Partial<Pair> = {}): PairRecord {
  const result: Pair = {
    ordinal,
    request_id: `r${ordinal}`,
    created_at: Date.UTC(2026, 3, 20),
    cluster: `c${ordinal}`,
    end_user: null,
    tags: [],
    prompt: null,
    original: side(BIG, 100, 10),
    replay: side(MINI, 110, 30),
    control: null,
    cosine: { replay: null, control: null },
    output_limit: null,
    truncated_by_us: false,
    outcomes: {},
    ...said,
  };
  return { ordinal, result };
}

it("pairs of an experiment teach token ratios, up to the first that has not come", () => {
  const failure = { class: "server", code: "500", message: "made up" } as const;
  const records = [
    ...Array.from({ length: 40 }, (_, n) => record(n)),
    record(40, { replay: side(MINI, 0, 0, { failure }) }),
    record(41, { replay: side(MINI, 110, 30, { output_tokens: null }) }),
    { ordinal: 42, result: { interrupted: true } as const },
    record(43, { replay: side(BIG, 100, 10) }),
    record(45, { replay: side(MINI, 110, 900) }),
  ];
  const lessons = lessonsOfExperiment("sim_1", 7, records, priceBook({}));
  expect(lessons).toMatchObject([
    { run: "sim_1", at: 7, estimand: "window", learnt: { baseline: BIG, candidate: MINI, input: { n: 40 } } },
  ]);
  const { cost } = lessons[0]!.learnt;
  expect(cost.y / cost.x).toBeCloseTo((110 * 0.15 + 30 * 0.6) / (100 * 0.15 + 10 * 0.6), 9);
  expect(taughtBy(lessons).ratio(BIG, MINI)).toMatchObject({
    input: 1.1,
    output: 3,
    pairs: 40,
    learnt_from: "experiments",
  });
  expect(lessonsOfExperiment("sim_1", 7, records.slice(40, 43), priceBook({}))).toEqual([]);
});
