import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import {
  summarise,
  type ExperimentDefinition,
  type Pair,
  type PairRecord,
  type PairSide,
} from "../src/experiments/index.ts";
import { pairedDeltas, quantile, seeded, sorted, type Paired } from "../src/stats/index.ts";
import { chanceOf, type Chance } from "./chance.ts";
import { digits, inTurn, machine, peakMegabytes, table, type Timing } from "./measure.ts";

const USAGE = `usage: node benchmarks/statistics.ts [--pairs N] [--rounds N] [--json] [--write]
  --pairs   how many (50,000)
  --rounds  of measuring, after one that is not counted (5)
  --json    print JSON instead of a table
  --write   write the table to benchmarks/results/statistics.md`;

/** What was asked for, ms. */
const TARGET = 5_000;
const RESAMPLES = 2_000;
const USERS = 10;
const WORDS = "the order left our house on its way to you and comes with post parcel number refund card day week".split(
  " ",
);

interface Made {
  readonly cost: Paired;
  readonly latency: Paired;
  readonly users: Uint32Array;
  readonly short: readonly PairRecord[];
  readonly long: readonly PairRecord[];
}

function say(what: string): void {
  process.stderr.write(`${what}\n`);
}

function side(chance: Chance, scale: number, text: string): PairSide {
  return {
    request_id: chance.hex(32),
    target: scale === 1 ? "gpt-4o:openai" : "gpt-4o-mini:openai",
    evidence: scale === 1 ? "recorded" : "measured",
    failure: null,
    input_tokens: 200 + Math.floor(chance.next() * 800),
    output_tokens: 50 + Math.floor(chance.next() * 300),
    cost_usd: 0.004 * scale * Math.exp(chance.normal()),
    latency_ms: 900 * Math.sqrt(scale) * Math.exp(0.5 * chance.normal()),
    ttft_ms: null,
    answer: { text, tool_calls: [], refused: false, finish_reason: "stop", mean_logprob: null },
  };
}

/** A text of so many words; a second one of the same start and another end. */
function texts(chance: Chance, words: number): readonly [string, string] {
  const word = (): string => WORDS[chance.bits() % WORDS.length] as string;
  const one = Array.from({ length: words }, word);
  const other = one.map((own, at) => (at < words * 0.7 ? own : word()));
  return [one.join(" "), other.join(" ")];
}

function records(pairs: number, words: number): readonly PairRecord[] {
  const chance = chanceOf(1);
  return Array.from({ length: pairs }, (_, ordinal) => {
    const [before, after] = texts(chance, words);
    const original = side(chance, 1, before);
    const result: Pair = {
      ordinal,
      request_id: original.request_id,
      created_at: ordinal,
      cluster: `user ${ordinal % Math.ceil(pairs / USERS)}`,
      end_user: null,
      tags: [],
      prompt: null,
      original,
      replay: side(chance, 0.1, after),
      // At most 200 rows are asked again.
      control: ordinal % Math.ceil(pairs / 200) === 0 ? side(chance, 1, before) : null,
      cosine: { replay: null, control: null },
      output_limit: null,
      truncated_by_us: false,
      outcomes: { solved: { original: chance.next() < 0.9 ? 1 : 0, replay: chance.next() < 0.88 ? 1 : 0 } },
    };
    return { ordinal, result };
  });
}

function make(pairs: number): Made {
  const short = records(pairs, 1);
  const column = (arm: "original" | "replay", name: "cost_usd" | "latency_ms"): Float64Array =>
    Float64Array.from(short, ({ result }) => ("replay" in result ? (result[arm][name] ?? Number.NaN) : Number.NaN));
  const users = Math.ceil(pairs / USERS);
  return {
    cost: { baseline: column("original", "cost_usd"), candidate: column("replay", "cost_usd") },
    latency: { baseline: column("original", "latency_ms"), candidate: column("replay", "latency_ms") },
    users: Uint32Array.from({ length: pairs }, (_, at) => at % users),
    short,
    long: records(pairs, 80),
  };
}

/** The same figures without an interval: sums of both arms, and p50 and p95 of sorted copies. */
function singlePass({ cost, latency }: Made): number {
  let [before, after] = [0, 0];
  for (let at = 0; at < cost.baseline.length; at += 1) {
    before += cost.baseline[at] as number;
    after += cost.candidate[at] as number;
  }
  const [one, other] = [sorted(latency.baseline), sorted(latency.candidate)];
  const differences = [0.5, 0.95].map((level) => (quantile(other, level) ?? 0) - (quantile(one, level) ?? 0));
  return 1 - after / before + (differences[0] as number) + (differences[1] as number);
}

function definition(sampled: number): ExperimentDefinition {
  return {
    id: "sim_benchmark",
    window: { start: "2026-04-09T00:00:00.000Z", end: "2026-04-16T00:00:00.000Z" },
    policy: { name: "small", version: null, strategy: "single", data: null },
    asked: { kind: "policy", name: "small", version: null },
    frame: { window_rows: 2 * sampled, with_body: 2 * sampled, replayable: 2 * sampled, unreplayable: {}, sampled },
    seed: "benchmark",
    window_cost_usd: 1_000,
    embeddings: null,
    thresholds: {},
    primary: { metric: "solved", margin: 0.05 },
    stopping: "fixed",
    outliers: 20,
    facts_id: "none",
    price_version: "none",
  };
}

const RUN = {
  state: "completed",
  reason: null,
  spend: { cap_usd: 100, spent_usd: 20, reserved_usd: 0, calls: 50_200 },
  trial_ledger: 1,
  notes: [],
};

interface Results {
  readonly machine: string;
  readonly pairs: number;
  readonly peak: number;
  readonly timings: Readonly<Record<string, Timing>>;
}

function measure(pairs: number, rounds: number): Results {
  say(`making ${pairs.toLocaleString("en-US")} pairs`);
  const made = make(pairs);
  let seen = 0;
  const random = () => seeded([1, 2, 3, 4]);
  const works: readonly (readonly [string, () => void])[] = [
    ["a single pass, no interval", () => (seen += singlePass(made))],
    [
      "saving, p50 and p95 differences, every pair for itself",
      () => (seen += pairedDeltas(made.cost, made.latency, { random: random(), resamples: RESAMPLES }).clusters),
    ],
    [
      "the same, pairs of one user together",
      () =>
        (seen += pairedDeltas(made.cost, made.latency, {
          random: random(),
          resamples: RESAMPLES,
          cluster: made.users,
        }).clusters),
    ],
    ["the whole result, answers of one word", () => (seen += summarise(made.short, definition(pairs), RUN).requests)],
    ["the whole result, answers of 80 words", () => (seen += summarise(made.long, definition(pairs), RUN).requests)],
  ];
  say("measuring");
  const timings = inTurn(
    works.map(([, work]) => work),
    1,
    rounds,
  );
  if (!Number.isFinite(seen)) throw new Error("nothing was computed");
  return {
    machine: machine(),
    pairs,
    peak: peakMegabytes(),
    timings: Object.fromEntries(works.map(([name], at) => [name, timings[at] as Timing])),
  };
}

function report({ machine: on, pairs, peak, timings }: Results): string {
  const all = Object.entries(timings);
  const plain = all[0]?.[1].median ?? Number.NaN;
  const rows = all.map(([name, { median, best }]) => [
    name,
    digits(median),
    digits(best),
    digits(median / plain),
    name.includes("single pass") ? "" : median <= TARGET ? "yes" : "no",
  ]);
  const head = ["figure", "median ms", "best ms", "x a single pass", "below 5 s"];
  return [
    "# Statistics of measured experiments",
    "",
    `${pairs.toLocaleString("en-US")} pairs, B = ${RESAMPLES.toLocaleString("en-US")} resamples; ${on}. What each number means: [README](../README.md).`,
    "",
    table(head, rows),
    "",
    `Most memory held, pairs and their texts included: ${digits(peak)} MB.`,
    "",
  ].join("\n");
}

function main(): void {
  const { values } = parseArgs({
    options: {
      pairs: { type: "string", default: "50000" },
      rounds: { type: "string", default: "5" },
      json: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  const [pairs, rounds] = [Number(values.pairs), Number(values.rounds)];
  if (values.help || !(pairs >= 1 && rounds >= 1)) {
    console.log(USAGE);
    process.exitCode = values.help ? 0 : 2;
    return;
  }
  const results = measure(pairs, rounds);
  if (values.write) writeFileSync(new URL("results/statistics.md", import.meta.url), report(results));
  console.log(values.json ? JSON.stringify(results, null, 2) : report(results));
}

main();
