import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { OperatorError, type ErrorPlace } from "../core/errors.ts";
import type { Exchange } from "../core/exchange.ts";
import { parsePolicy } from "../core/policy.ts";
import { priceBook } from "../prices/index.ts";
import type { Store } from "../store/control.ts";
import { sampleExchange } from "../store/exchange.fixtures.ts";
import { openSqliteStore } from "../store/sqlite/open.ts";
import { namedPolicy } from "./policy-reference.ts";
import { parseQualityFile, qualityFromOutcomes } from "./quality-scores.ts";
import { simulate, type SimulateRequest } from "./simulate.ts";
import { sweepCandidates } from "./sweep-candidates.ts";
import { sweep } from "./sweep.ts";

const PRICES = priceBook({});
const DAY_MS = 86_400_000;
const NOW = Date.UTC(2026, 3, 20, 12);
const GPT_4O = { model: "gpt-4o", provider: "openai" };

let folder: string;
let store: Store;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "understudy-simulate-"));
  store = openSqliteStore(join(folder, "store"));
});
afterEach(() => {
  store.close();
  rmSync(folder, { recursive: true, force: true });
});

/** Rows so many days before now. */
function fill(days: readonly number[], said: Partial<Exchange> = {}): void {
  store.traffic.append(
    days.map((day, index) => sampleExchange(index, { ...GPT_4O, created_at: NOW - day * DAY_MS, ...said })),
  );
}

function requestOf(policy: string, said: Partial<SimulateRequest> = {}): SimulateRequest {
  return {
    window: {},
    filter: {},
    sample: null,
    seed: null,
    quality: null,
    inSampleTiers: false,
    now: NOW,
    candidate: namedPolicy(policy, store.control),
    pricesNow: false,
    outliers: 2,
    newId: "01890000-0000-7000-8000-000000000000",
    ...said,
  };
}

function errorOf(work: () => unknown): ErrorPlace & { code: string; message: string; hint: string } {
  try {
    work();
  } catch (error) {
    if (error instanceof OperatorError)
      return { code: error.code, message: error.message, hint: error.hint, ...error.place };
    throw error;
  }
  throw new Error("expected an operator's error");
}

function policyFile(name: string, policy: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(policy));
  return path;
}

const MINI = "single:gpt-4o-mini:openai";

describe("the window", () => {
  it("is the last 7 days where none is given", () => {
    fill([0.5, 3, 6.9, 7.1, 30]);
    const { window, requests, notes } = simulate(store, PRICES, requestOf(MINI));
    expect({ window, requests }).toEqual({
      requests: 3,
      window: { start: new Date(NOW - 7 * DAY_MS).toISOString(), end: new Date(NOW).toISOString() },
    });
    expect(notes.join()).not.toContain("whole log");
  });

  it("is the whole log, and that is said, where its newest row is older than that", () => {
    fill([7.1, 30]);
    const { window, requests, notes } = simulate(store, PRICES, requestOf(MINI));
    expect(requests).toBe(2);
    expect(window.start).toBe(new Date(NOW - 30 * DAY_MS).toISOString());
    expect(notes[0]).toBe("No window was given and the newest row is of 2026-04-13: the whole log was taken.");
  });

  it("is what is asked for: back from now, back from the newest row, or from one instant to another", () => {
    fill([1, 10, 11]);
    const count = (window: SimulateRequest["window"]): number =>
      simulate(store, PRICES, requestOf(MINI, { window })).requests;
    expect(count({ last: 2 * DAY_MS })).toBe(1);
    expect(count({ last: 9.5 * DAY_MS, newest: true })).toBe(2);
    expect(count({ from: NOW - 11 * DAY_MS, to: NOW - 10 * DAY_MS })).toBe(1);
    expect(count({ from: NOW - 12 * DAY_MS })).toBe(3);
  });

  it("with nothing in it is an error that says where the rows are", () => {
    expect(errorOf(() => simulate(store, PRICES, requestOf(MINI)))).toMatchObject({
      code: "window_empty",
      message: "the log is empty",
    });
    fill([1]);
    const error = errorOf(() => simulate(store, PRICES, requestOf(MINI, { window: { to: NOW - 2 * DAY_MS } })));
    expect(error).toMatchObject({ code: "window_empty" });
    expect(error.hint).toContain(new Date(NOW - DAY_MS).toISOString());
    expect(errorOf(() => simulate(store, PRICES, requestOf(MINI, { filter: { project: "nowhere" } })))).toMatchObject({
      code: "window_empty",
      message: 'no row of the log fits --project "nowhere"',
      hint: "The log holds: shop.",
    });
  });
});

describe("targets", () => {
  it("that nobody serves are errors with the file and the field, and say what there is", () => {
    fill([1]);
    const file = policyFile("chain.json", {
      strategy: "fallback_chain",
      targets: ["gpt-4o:openai", "gpt-9-imaginary"],
    });
    const error = errorOf(() => simulate(store, PRICES, requestOf(file)));
    expect(error).toMatchObject({ code: "target_unknown", file });
    expect(error.field).toMatch(/^targets\[1\]/u);
    expect(error.message).toContain("gpt-9-imaginary");
    expect(error.hint).toContain("gpt-4o:openai");
  });

  it("named by a model alone are the one the log knows; several are ambiguous", () => {
    fill([1]);
    store.traffic.append([sampleExchange(50, { model: "own-8b", provider: "here", created_at: NOW - DAY_MS })]);
    const single = (model: string): string => policyFile("single.json", { strategy: "single", model });
    expect(simulate(store, PRICES, requestOf(single("own-8b"))).route_distribution).toEqual({ "own-8b:here": 1 });
    store.traffic.append([sampleExchange(51, { model: "own-8b", provider: "there", created_at: NOW - DAY_MS })]);
    expect(errorOf(() => simulate(store, PRICES, requestOf(single("own-8b"))))).toMatchObject({
      code: "target_ambiguous",
      hint: "Name one: own-8b:here, own-8b:there.",
    });
  });

  it("a ranking may choose from are those seen succeeding", () => {
    fill([1, 1.5]);
    const failing = { status: "failed", failure: { class: "server", code: null, message: "down" } } as const;
    store.traffic.append([
      sampleExchange(50, { model: "gpt-4o-mini", provider: "openai", created_at: NOW - DAY_MS, ...failing }),
    ]);
    const file = policyFile("cheapest.json", { strategy: "cost_optimized" });
    expect(simulate(store, PRICES, requestOf(file)).route_distribution).toEqual({ "gpt-4o:openai": 1 });
  });
});

describe("what is stored", () => {
  it("is the question, the answer, the candidate as a draft, and the facts", () => {
    fill([1, 2]);
    const result = simulate(store, PRICES, requestOf(MINI));
    expect(result.id).toBe("sim_01890000-0000-7000-8000-000000000000");
    expect(store.control.config(`${result.id}_candidate`, undefined)).toMatchObject({
      draft: true,
      policy: { strategy: "single", model: "gpt-4o-mini:openai" },
    });
    expect(store.control.experiment(result.id)).toMatchObject({
      id: result.id,
      mode: "routing_only",
      facts_id: result.facts_id,
      request: { policy: MINI },
      result: JSON.parse(JSON.stringify(result)),
    });
  });

  it("splits by dice that the same question throws again", () => {
    fill(
      Array.from({ length: 60 }, (_, n) => n / 20),
      { end_user: null },
    );
    const split = [
      { weight: 1, name: "x", policy: "gpt-4o:openai" },
      { weight: 1, name: "y", policy: "gpt-4o-mini:openai" },
    ];
    const file = policyFile("split.json", { strategy: "ab_test", split });
    const shares = (seed: string | null): unknown =>
      simulate(store, PRICES, requestOf(file, { seed, newId: crypto.randomUUID() })).route_distribution;
    expect(shares(null)).toEqual(shares(null));
    expect(shares("another")).not.toEqual(shares(null));
  });

  it("names outliers by their request ids", () => {
    fill([1, 2, 3], { usage: { input_uncached: 10, cache_read: 0, cache_write: 0, output: 5, reasoning: 0 } });
    const dear = sampleExchange(70, { ...GPT_4O, created_at: NOW - 4 * DAY_MS, cost_logged: 5 });
    store.traffic.append([dear]);
    const { outliers } = simulate(store, PRICES, requestOf(MINI));
    expect(outliers.cost_usd).toHaveLength(2);
    expect(outliers.cost_usd[0]).toMatchObject({
      request_id: dear.request_id,
      baseline: 5,
      target: "gpt-4o-mini:openai",
    });
  });
});

describe("references to a policy", () => {
  it("are a file, a stored config or a shorthand", () => {
    const file = policyFile("one.json", { strategy: "single", model: "gpt-4o:openai" });
    expect(namedPolicy(file, store.control)).toMatchObject({ file, version: null, policy: { model: "gpt-4o:openai" } });
    expect(namedPolicy(MINI, store.control)).toMatchObject({ file: null, policy: { model: "gpt-4o-mini:openai" } });
    store.control.addConfig({
      name: "main",
      policy: { strategy: "single", model: "x:y" },
      draft: false,
      note: null,
      created_at: NOW,
    });
    expect(namedPolicy("main", store.control)).toMatchObject({ name: "main", version: 1, policy: { model: "x:y" } });
    expect(errorOf(() => namedPolicy("mian", store.control))).toMatchObject({
      code: "config_unknown",
      field: "--policy",
    });
  });
});

describe("quality scores", () => {
  it("of a file are scores from 0 to 1, by tag where wanted", () => {
    const scores = parseQualityFile({ "a:one": 0.9, "b:one": { by_tag: { vip: 0.4 } } }, "scores.json");
    expect([...scores]).toEqual([
      ["a:one", { score: 0.9, by_tag: {} }],
      ["b:one", { score: null, by_tag: { vip: 0.4 } }],
    ]);
    expect(errorOf(() => parseQualityFile({ "a:one": 90 }, "scores.json"))).toMatchObject({
      code: "outcome_invalid",
      file: "scores.json",
      field: "a:one",
    });
  });

  it("of outcomes are means by the target that served, overall and by tag", () => {
    fill([1, 2], { tags: ["vip"] });
    const rows = [sampleExchange(0, GPT_4O), sampleExchange(1, GPT_4O)];
    store.traffic.putOutcomes(
      rows.map(({ request_id }, index) => ({ request_id, name: "valid", value: index, source: "checker" })),
    );
    const scores = qualityFromOutcomes(store.traffic, store.traffic.frame(), "valid");
    expect([...scores]).toEqual([["gpt-4o:openai", { score: 0.5, by_tag: { vip: 0.5 } }]]);
    expect(errorOf(() => qualityFromOutcomes(store.traffic, store.traffic.frame(), "liked")).hint).toContain("valid");
  });
});

describe("a sweep", () => {
  it("lists policies cheapest first and marks those that none beats at both cost and speed", () => {
    fill([1, 2, 3]);
    const grid = policyFile("grid.json", {
      mini: MINI.slice("single:".length),
      same: "gpt-4o:openai",
      both: { strategy: "ensemble", members: ["gpt-4o:openai", "gpt-4o:openai"], combine: "voting" },
    });
    const done: number[] = [];
    const request = {
      ...requestOf(MINI),
      ...sweepCandidates(grid),
      progress: (count: number) => void done.push(count),
    };
    const result = sweep(store, PRICES, request);
    expect(done).toEqual([1, 2, 3]);
    expect(result.policies.map(({ policy, frontier }) => [policy, frontier])).toEqual([
      ["mini", false],
      ["same", true],
      ["both", false],
    ]);
    expect(result.policies[1]).toMatchObject({ evidence: "recorded", saving: 0 });
    for (const { policy, cost_usd } of result.policies) {
      const { candidate } = simulate(store, PRICES, {
        ...requestOf(MINI, { newId: crypto.randomUUID() }),
        candidate: request.candidates.find(({ name }) => name === policy)!,
      });
      expect(candidate.cost_usd).toBe(cost_usd);
    }
  });

  it("reads a folder of policies, and says which file or entry is wrong", () => {
    const path = join(folder, "policies");
    mkdirSync(path);
    expect(errorOf(() => sweepCandidates(path))).toMatchObject({ code: "policy_invalid", file: path });
    writeFileSync(join(path, "b.json"), JSON.stringify({ strategy: "single", model: "b:one" }));
    writeFileSync(join(path, "a.json"), JSON.stringify("a:one"));
    expect(sweepCandidates(path).candidates.map(({ name }) => name)).toEqual(["a", "b"]);
    writeFileSync(join(path, "c.json"), JSON.stringify({ strategy: "single", modle: "b:one" }));
    expect(errorOf(() => sweepCandidates(path))).toMatchObject({ file: join(path, "c.json") });
    const grid = policyFile("grid.json", [{ name: "x", policy: { strategy: "sinlge" } }]);
    const error = errorOf(() => sweepCandidates(grid));
    expect(error).toMatchObject({ file: grid, hint: errorOf(() => parsePolicy({ strategy: "sinlge" })).hint });
    expect(error.field).toMatch(/^\[0\]\.policy/u);
  });
});
