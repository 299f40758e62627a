import { spawn } from "node:child_process";
import { join } from "node:path";
import { expect, it } from "vitest";
import type { ExperimentResult } from "../../src/experiments/index.ts";
import { until } from "../gateway/playing.ts";
import { askedAgain, completion, ENVIRONMENT, logged, numberOf } from "./asked-again.ts";

/** A row whose answer may have 20 tokens, and had them. */
const limited = (at: number) => {
  const request = { model: "gpt-4o", max_tokens: 20, messages: [{ role: "user", content: `question ${at}` }] };
  return logged(at, { input: 20, columns: { request, response: completion(`answer ${at}`), end_user: `u${at}` } });
};
const ROWS = 400;
/** 20 tokens in at 2.50 USD a million, 20 out at 10. */
const COST = 20 * 2.5e-6 + 20 * 10e-6;
const CANDIDATE = ["--policy", "single:gpt-4o:openai", "--control", "none", "--last", "7d", "--sample", "all"];

it("a cap of 0.05 USD holds with 64 calls at a time, and what counts is the beginning of the hash order", async () => {
  let open = 0;
  let most = 0;
  await using shop = await askedAgain(
    Array.from({ length: ROWS }, (_, at) => limited(at)),
    (body) => {
      most = Math.max(most, ++open);
      const ms = 20 + (numberOf(body) % 7) * 15;
      setTimeout(() => open--, ms);
      return { text: `answer ${numberOf(body)}`, ms, input: 20 };
    },
  );
  const asked = ["experiment", "--config", shop.config, ...CANDIDATE, "--concurrency", "64", "--max-spend", "0.05"];
  const result = await shop.json<ExperimentResult>(...asked);
  const { spend, frame, stopping } = result;
  expect(stopping).toMatchObject({ state: "cap_reached" });
  expect(spend.spent_usd + spend.reserved_usd).toBeLessThanOrEqual(0.05);
  expect(spend.peak_usd).toBeLessThanOrEqual(0.05);
  expect(spend.peak_calls).toBeLessThanOrEqual(64);
  expect(most).toBeLessThanOrEqual(64);
  expect(spend.peak_calls).toBeGreaterThan(32);
  expect(spend.spent_usd).toBeCloseTo(shop.provider.requests.length * COST, 9);
  expect(spend.spent_usd).toBeGreaterThan(0.04);
  expect(frame.attempted).toBe(shop.provider.requests.length);
  expect(frame.counted + frame.beyond_prefix).toBe(frame.attempted);
  expect(result.candidate.cost_usd).toBeCloseTo(frame.counted * COST, 9);
  const { out } = await shop.run("experiment", "show", result.id);
  expect(out).toMatch(/at most +\$0\.0\d+ spent and reserved, \d+ calls at once/u);
  expect(out).toContain("the cap was reached");
  const calls = shop.provider.requests.length;
  // What was made ready and never sent leaves no row.
  const logs = await shop.json<{ rows: object[] }>("logs", "--origin", "experiment", "--limit", "1000");
  expect(logs.rows).toHaveLength(calls);
  expect(
    (await shop.json<ExperimentResult>("experiment", "resume", result.id, "--config", shop.config)).frame.attempted,
  ).toBe(frame.attempted);
  expect(shop.provider.requests).toHaveLength(calls);
}, 60_000);

it("killed in the middle, it goes on where it was: no row is asked twice, and the ledger says what was asked", async () => {
  const rows = 120;
  await using shop = await askedAgain(
    Array.from({ length: rows }, (_, at) => limited(at)),
    (body) => ({ text: `answer ${numberOf(body)}`, ms: 100, input: 20 }),
  );
  const main = join(import.meta.dirname, "../../src/main.ts");
  const words = [
    "experiment",
    "--config",
    shop.config,
    ...CANDIDATE,
    "--concurrency",
    "8",
    "--max-spend",
    "1",
    "--data",
    shop.data,
  ];
  const child = spawn(process.execPath, [main, ...words], {
    env: { PATH: process.env["PATH"], ...ENVIRONMENT },
    stdio: "ignore",
  });
  await until("a third of the calls", () => (shop.provider.requests.length > rows / 3 ? true : undefined), 20_000);
  child.kill("SIGKILL");
  await new Promise((done) => child.once("exit", done));
  const { experiments } = await shop.json<{ experiments: readonly { id: string; finished: number }[] }>(
    "experiment",
    "list",
  );
  const [left] = experiments;
  const killed = shop.provider.requests.length;
  expect(left?.finished).toBeLessThan(killed);
  const shown = await shop.json<ExperimentResult>("experiment", "show", left?.id ?? "");
  expect(shown.frame.attempted).toBe(left?.finished);

  const resume = ["experiment", "resume", left?.id ?? "", "--config", shop.config, "--concurrency", "8"];
  const waiting = await shop.run(...resume);
  expect(waiting.code, waiting.err).toBe(0);
  const result = await shop.json<ExperimentResult>("experiment", "show", left?.id ?? "");
  const numbers = shop.provider.requests.map(numberOf);
  expect(new Set(numbers).size, "asked twice").toBe(numbers.length);
  const { frame, spend, stopping } = result;
  expect(stopping.state).toBe("completed");
  expect(frame.attempted).toBe(rows);
  expect(frame.interrupted).toBeGreaterThan(0);
  // Eight calls under way, and those that had ended with their pair not stored yet.
  expect(frame.interrupted).toBeLessThanOrEqual(16);
  expect(result.requests).toBe(rows - frame.interrupted);
  // Calls that were cut off may have been paid: they stay reserved. What was paid and not stored is paid.
  expect(spend.spent_usd).toBeGreaterThanOrEqual(result.requests * COST - 1e-9);
  expect(spend.spent_usd).toBeLessThanOrEqual(rows * COST + 1e-9);
  expect(spend.reserved_usd).toBeGreaterThan(0);
  // Each row was written down once, whether its call still reached the provider or not.
  expect(spend.calls).toBe(rows);
  expect(numbers.length).toBeLessThanOrEqual(rows);
}, 90_000);

it("a provider that counts more than could be foreseen is paid what it says, and named", async () => {
  await using shop = await askedAgain(
    Array.from({ length: 10 }, (_, at) => limited(at)),
    (body) => ({ text: `answer ${numberOf(body)}`, input: 10_000 }),
  );
  const asked = ["experiment", "--config", shop.config, ...CANDIDATE, "--concurrency", "1", "--max-spend", "0.05"];
  const { spend, notes, stopping } = await shop.json<ExperimentResult>(...asked);
  expect(stopping.state).toBe("cap_reached");
  expect(shop.provider.requests).toHaveLength(2);
  expect(spend.spent_usd).toBeCloseTo(2 * (10_000 * 2.5e-6 + 20 * 10e-6), 9);
  expect(notes.join("\n")).toContain("more than their calls could have cost at most");
}, 30_000);

it("asked to end by SIGTERM, it waits for the calls under way: nothing is lost, and the rest is done later", async () => {
  await using shop = await askedAgain(
    Array.from({ length: 60 }, (_, at) => limited(at)),
    (body) => ({ text: `answer ${numberOf(body)}`, ms: 200, input: 20 }),
  );
  const main = join(import.meta.dirname, "../../src/main.ts");
  const words = [
    "experiment",
    "--config",
    shop.config,
    ...CANDIDATE,
    "--concurrency",
    "4",
    "--max-spend",
    "1",
    "--json",
    "--data",
    shop.data,
  ];
  const child = spawn(process.execPath, [main, ...words], {
    env: { PATH: process.env["PATH"], ...ENVIRONMENT },
    stdio: ["ignore", "pipe", "ignore"],
  });
  let out = "";
  child.stdout.on("data", (text: Buffer) => (out += text.toString()));
  await until("some calls", () => (shop.provider.requests.length > 10 ? true : undefined), 20_000);
  child.kill("SIGTERM");
  const code = await new Promise((done) => child.once("close", done));
  const left = JSON.parse(out) as ExperimentResult;
  expect([code, left.stopping.state, left.frame.attempted]).toEqual([130, "cancelled", shop.provider.requests.length]);
  expect(left.spend.reserved_usd).toBe(0);
  const result = await shop.json<ExperimentResult>("experiment", "resume", left.id, "--config", shop.config);
  expect(result).toMatchObject({ requests: 60, frame: { interrupted: 0 }, stopping: { state: "completed" } });
  expect(shop.provider.requests).toHaveLength(60);
}, 60_000);
