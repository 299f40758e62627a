import { writeFileSync } from "node:fs";
import { parseArgs } from "node:util";
import { table } from "./measure.ts";
import { METHODS, PILOT } from "./projection/methods.ts";
import { scoreMethods, type Score } from "./projection/score.ts";
import { MISSING, readRun } from "./projection/tool-calling-run.ts";

const USAGE = `usage: node benchmarks/projection.ts [--calls N] [--seeds N] [--json] [--write]
  --calls   calls of each pilot, at least 30 (50)
  --seeds   draws for each ordered pair (20)
  --json    print JSON instead of tables
  --write   write the tables to benchmarks/results/projection.md`;

/** What was asked for, of a pilot of so many calls. */
const CALLS = 50;
const PILOT_MEDIAN = 0.025;
const PILOT_P90 = 0.09;
const COVERAGE = [0.93, 0.97] as const;
const LEAST_CALLS = 30;

interface Results {
  readonly models: number;
  readonly requests: number;
  readonly calls: number;
  readonly scores: readonly Score[];
}

function say(what: string): void {
  process.stderr.write(`${what}\n`);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function row({ method, seeds, median, p90, coverage, coverage_range, half_width }: Score): readonly string[] {
  const held = coverage === null ? "" : percent(coverage);
  const range = coverage_range === null ? "" : `${percent(coverage_range[0])} to ${percent(coverage_range[1])}`;
  const width = half_width === null ? "" : percent(half_width);
  return [method, String(seeds), median.toFixed(3), p90.toFixed(3), held, range, width];
}

function met(holds: boolean): string {
  return holds ? "yes" : "no";
}

function goals({ calls, scores }: Results): readonly string[] {
  if (calls !== CALLS) return [];
  const { median, p90, coverage } = scores.find(({ method }) => method === PILOT.name)!;
  const held = coverage !== null && coverage >= COVERAGE[0] && coverage <= COVERAGE[1];
  const answers = [
    `Pilot's median at most ${PILOT_MEDIAN}: ${met(median <= PILOT_MEDIAN)}. p90 at most ${PILOT_P90}: ${met(p90 <= PILOT_P90)}.`,
    `Coverage of ${COVERAGE.map(percent).join(" to ")}: ${met(held)}.`,
  ];
  return [answers.join(" "), ""];
}

function report(results: Results): string {
  const { models, requests, calls, scores } = results;
  const head = ["method", "seeds", "median error", "p90 error", "intervals that hold", "by seed", "half width"];
  return [
    "# Projected cost beside measured cost",
    "",
    `${scores[0]!.pairs.toLocaleString("en-US")} ordered pairs of ${models} models over ${requests.toLocaleString("en-US")} real requests; ${calls} calls where a method makes any. What each number means: [README](../README.md).`,
    "",
    table(head, scores.map(row)),
    "",
    ...goals(results),
  ].join("\n");
}

function wholeNumber(text: string, option: string, least: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= least) return value;
  throw new Error(`--${option} wants a whole number from ${least}, not "${text}"`);
}

function main(): void {
  const { values } = parseArgs({
    options: {
      calls: { type: "string", default: String(CALLS) },
      seeds: { type: "string", default: "20" },
      json: { type: "boolean", default: false },
      write: { type: "boolean", default: false },
      help: { type: "boolean", default: false },
    },
  });
  if (values.help) {
    console.log(USAGE);
    return;
  }
  const calls = wholeNumber(values.calls, "calls", LEAST_CALLS);
  const seeds = wholeNumber(values.seeds, "seeds", 1);
  if (MISSING !== null) {
    say(`${MISSING}: nothing is measured`);
    process.exitCode = 1;
    return;
  }
  const run = readRun();
  const heard = (pairs: number): void => say(`${pairs} pairs`);
  const scores = scoreMethods(run, METHODS, { calls, seeds, heard });
  const results = { models: run.models.length, requests: run.requests.length, calls, scores };
  if (values.write) writeFileSync(new URL("results/projection.md", import.meta.url), report(results));
  console.log(values.json ? JSON.stringify(results, null, 2) : report(results));
}

main();
