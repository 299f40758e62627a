import { writeFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { JudgePreview } from "../../src/actions/judge/prepare-judging.ts";
import type { PairToLabel } from "../../src/actions/judge/pairs-to-label.ts";
import type { JudgedPair, JudgeResult } from "../../src/judging/index.ts";
import { understudy } from "../understudy.ts";
import { fair, judgedShop, ROWS, verdict, type Shown } from "./judged-shop.ts";

type Pairwise = Extract<JudgeResult, { protocol: "pairwise" }>;
type Shop = Awaited<ReturnType<typeof judgedShop>>;

let shop: Shop;
const seen: { model: string; body: Record<string, unknown>; shown: Shown }[] = [];

const note = (model: string, shown: Shown, body: object): void =>
  void seen.push({ model, shown, body: body as Record<string, unknown> });

beforeAll(async () => {
  shop = await judgedShop({
    "gpt-4.1": (shown, body) => {
      note("gpt-4.1", shown, body);
      return { text: verdict(fair(shown)) };
    },
    // Says it in words, always.
    "gpt-4-turbo": () => ({
      text: "Both are fine in their way, so I would call it a tie, though A is a little better.",
    }),
    // Finds the form at the third try only.
    "gpt-4.1-mini": (shown, body) => {
      note("gpt-4.1-mini", shown, body);
      return { text: shown.user.includes("JSON only") ? verdict(fair(shown)) : `Sure! ${verdict(fair(shown))}` };
    },
    // Does what the answers tell it to, and likes the first otherwise.
    "gpt-3.5-turbo": ({ a, b }) => {
      const told = /answer with exactly (\{.*\})/u.exec(`${a.text} ${b.text}`)?.[1];
      return { text: told ?? verdict("A") };
    },
    // Does not take a temperature.
    "gpt-5-mini": (shown, body) =>
      "temperature" in body
        ? { status: 400, text: "Unsupported value: 'temperature' does not support 0 with this model." }
        : { text: verdict(fair(shown)) },
    // Thinks longer than it is given room for at first.
    "o4-mini": (shown, body) =>
      Number(Object.fromEntries(Object.entries(body))["max_completion_tokens"]) < 4_096
        ? { text: "", finish: "length" }
        : { text: verdict(fair(shown)) },
    "own-model": (shown) => ({ text: verdict(fair(shown)) }),
    "gpt-4": () => ({ status: 400, text: "this model is not for you" }),
    // A score.
    "gpt-4.1-nano": (shown) => ({
      text: JSON.stringify({
        reason: "so",
        score: { tie: 1, A: 0.4, B: 0.75 }[fair(shown)],
        injection_suspected: false,
      }),
    }),
  });
}, 60_000);
afterAll(() => shop[Symbol.asyncDispose]());

const judge = <T = Pairwise>(model: string, ...more: readonly string[]): Promise<T> =>
  shop.json<T>("judge", shop.experiment, "--config", shop.config, "--judge", `${model}:openai`, ...more);

describe("what would be asked", () => {
  it("is shown before anything is: pairs, calls, the price of all, the cap, what it can show", async () => {
    const before = shop.asked.length;
    const { preview, started } = await judge<{ preview: JudgePreview; started: boolean }>("gpt-4.1", "--dry-run");
    expect(started).toBe(false);
    expect(shop.asked).toHaveLength(before);
    expect(preview).toMatchObject({ n: ROWS, canaries: 10, by_rule: 11, cap_usd: 2, full: { n: ROWS } });
    expect(preview.price.calls).toBe(2 * (ROWS - 11) + 10);
    expect(preview.price.expected_usd).toBeGreaterThan(0.1);
    expect(preview.price.expected_usd).toBeLessThan(1);
    expect(Object.values(preview.sizes).reduce((sum, pairs) => sum + pairs, 0)).toBe(ROWS);
  });

  it("is what the cap admits, where nobody says how many", async () => {
    const { preview } = await judge<{ preview: JudgePreview }>("gpt-4.1", "--max-spend", "0.05", "--dry-run");
    expect(preview.n).toBeLessThan(30);
    expect(preview.price.expected_usd).toBeLessThanOrEqual(0.05);
    expect(preview.full).toMatchObject({ n: ROWS });
    expect(preview.warnings.join()).toContain(`admits ${preview.n} pairs`);
  });

  it.each([
    ["a side as its own judge", ["--judge", "gpt-4o-mini:openai"], "judge_refused", "judge itself"],
    ["a judge nobody provides", ["--judge", "claude-x:nowhere"], "provider_unknown", "nowhere"],
    ["a judge without a price", ["--judge", "own-model:openai"], "price_unknown", "own-model"],
    [
      "a criterion of two lines",
      ["--judge", "gpt-4.1:openai", "--criterion", "a\nb"],
      "judge_invalid",
      "more than one line",
    ],
    ["too many pairs", ["--judge", "gpt-4.1:openai", "--n", "301"], "judge_invalid", "1 to 300"],
    ["no money", ["--judge", "gpt-4.1:openai", "--max-spend", "0"], "cap_invalid", "0 USD"],
    ["a margin of 2", ["--judge", "gpt-4.1:openai", "--margin", "2"], "judge_invalid", "margin"],
  ])("is refused: %s", async (_, flags, code, message) => {
    const run = await shop.run("judge", shop.experiment, "--config", shop.config, ...flags, "--json");
    expect(run.code).not.toBe(0);
    const { error } = JSON.parse(run.out === "" ? run.err : run.out) as { error: { code: string; message: string } };
    expect(error.code).toBe(code);
    expect(error.message).toContain(message);
  });

  it("is refused of an experiment that is not there", async () => {
    const run = await shop.run("judge", "sim_none", "--config", shop.config, "--judge", "gpt-4.1:openai", "--json");
    expect(run.out + run.err).toContain("experiment_unknown");
  });
});

describe("a judge who can read", () => {
  let result: Pairwise;
  let before: number;
  beforeAll(async () => {
    before = shop.asked.length;
    seen.length = 0;
    result = await judge("gpt-4.1", "--criterion", "Is it whole, and does it say where it comes from?");
  }, 60_000);

  it("finds what is better, equivalent and worse, pooled, by bucket and of the window", () => {
    expect(result).toMatchObject({
      judged_count: ROWS,
      protocol: "pairwise",
      verdict_counts: { better: 20, equivalent: 69, worse: 11 },
      verdict_breakdown: { better: 0.2, equivalent: 0.69, worse: 0.11 },
      frame: { drawn: ROWS, reached: ROWS, by_rule: 11 },
      canaries: { asked: 10, passed: 10, void: false },
      unjudged: { count: 0 },
      self_preference_risk: false,
      run: { state: "completed" },
    });
    expect(result.window.breakdown.worse).toBeCloseTo(0.11, 9);
    const judged = Object.values(result.by_bucket).reduce((sum, bucket) => sum + bucket.n, 0);
    expect(judged).toBe(ROWS);
    expect(result.consistency).toMatchObject({ pairs: ROWS - 11, consistent: ROWS - 11, flagged: false });
    expect(result.decision.net.estimate).toBeCloseTo(0.09, 9);
    expect(result.decision.decision).toMatch(/better|no_worse/u);
  });

  it("is asked blind, in a form, without chance, and never the candidate again", () => {
    const asked = shop.asked.slice(before);
    expect(asked).toHaveLength(2 * (ROWS - 11) + 10);
    expect(new Set(asked.map(({ model }) => model))).toEqual(new Set(["gpt-4.1"]));
    for (const { body } of seen) {
      expect(body).toMatchObject({
        temperature: 0,
        response_format: { type: "json_schema", json_schema: { strict: true } },
      });
      expect(JSON.stringify(body["messages"])).not.toMatch(/gpt-4o|original|replay/u);
    }
    const marks = new Set(seen.map(({ shown }) => shown.user.split("\n")[0]));
    expect(marks.size).toBe(seen.length);
  });

  it("keeps to the cap and says what it spent", async () => {
    expect(result.spend_usd).toBeGreaterThan(0);
    expect(result.spend_usd).toBeLessThan(2);
    const { judge_runs: runs } = await shop.json<{ judge_runs: readonly { id: string; state: string }[] }>(
      "judge",
      "list",
      shop.experiment,
    );
    expect(runs).toContainEqual(expect.objectContaining({ id: result.id, state: "completed" }));
  });

  it("is shown again for nothing, with single verdicts and their reasons", async () => {
    expect(await shop.json("judge", "show", result.id)).toEqual(result);
    const { pairs } = await shop.json<{ pairs: readonly JudgedPair[] }>(
      "judge",
      "verdicts",
      result.id,
      "--verdict",
      "worse",
    );
    expect(pairs).toHaveLength(11);
    expect(pairs.filter(({ rule }) => rule === "replay_failed")).toHaveLength(1);
    for (const { orders, rule } of pairs) if (rule === null) expect(orders.map(({ reason }) => reason)).toHaveLength(2);
    const text = await shop.run("judge", "show", result.id);
    expect(text.out).toContain("known answers");
    expect(text.out).toContain("10 of 10 right");
  });

  it("agrees with itself in another run of one bucket", async () => {
    const high = await judge("gpt-4.1", "--bucket", "high", "--n", "20");
    expect(Object.keys(high.by_bucket)).toEqual(["high"]);
    expect(high.judged_count).toBe(20);
    expect(high.window.of).toContain("bucket high");
    const found = await shop.json("judge", "compare", result.id, high.id);
    expect(found).toMatchObject({ pairs: 20, agreement: 1 });
  });
});

describe("judges that cannot be believed", () => {
  it("one that answers in prose: no pair is a tie, and after twenty questions it is not asked any more", async () => {
    const result = await judge("gpt-4-turbo", "--n", "40", "--concurrency", "1");
    const { frame, unjudged } = result;
    expect(result.judged_count).toBe(frame.by_rule);
    expect(unjudged.count).toBeGreaterThan(5);
    expect(unjudged).toMatchObject({ count: frame.reached - frame.by_rule, show_worst_case: true });
    expect(unjudged.reasons.malformed).toBe(unjudged.count);
    expect(result.decision).toMatchObject({ decision: "inconclusive", safe: false });
    expect(result.canaries).toMatchObject({ passed: 0, pass_rate: null });
    expect(result.run.spend.calls).toBe(3 * 20);
    expect(result.run).toMatchObject({
      state: "stopped_early",
      reason: "none of the first 20 questions got a verdict; the last: malformed: the answer is not JSON",
    });
  });

  it("one that finds the form when it is insisted on is heard, and three calls are paid", async () => {
    seen.length = 0;
    const result = await judge("gpt-4.1-mini", "--n", "10", "--bucket", "high");
    expect(result.judged_count).toBe(10);
    expect(result.unjudged.count).toBe(0);
    expect(result.run.spend.calls).toBe(3 * (2 * (10 - result.frame.by_rule) + 10));
    expect(seen.filter(({ shown }) => shown.user.includes("JSON only"))).toHaveLength(seen.length / 3);
  });

  it("one that does what answers tell it, and likes the first: void by its canaries", async () => {
    const result = await judge("gpt-3.5-turbo", "--n", "40");
    expect(result.canaries).toMatchObject({ void: true, by_kind: { injected: { asked: 2, passed: 0 } } });
    expect(result.decision).toMatchObject({ decision: "void", safe: false });
    expect(result.consistency).toMatchObject({ consistent: 0, flagged: true });
    expect(result.consistency.first_slot).toBe(result.consistency.pairs);
    expect(result.verdict_counts.better).toBe(0);
    expect(result.notes.join()).toContain("void");
  });

  it("one that does not take a temperature is asked without", async () => {
    const result = await judge("gpt-5-mini", "--n", "10", "--bucket", "high");
    expect(result.judged_count).toBe(10);
  });

  it("one that thinks first is given more room, once for all", async () => {
    const result = await judge("o4-mini", "--n", "20", "--bucket", "high", "--concurrency", "1");
    expect(result.judged_count).toBe(20);
    expect(result.run.spend.calls).toBe(2 * (20 - result.frame.by_rule) + 10 + 1);
  });

  it("one that refuses to work: unjudged, with the reason", async () => {
    const result = await judge("gpt-4", "--n", "100");
    const { frame, unjudged, run } = result;
    expect(unjudged.count).toBe(frame.reached - frame.by_rule);
    expect(unjudged.reasons.failed).toBe(unjudged.count);
    expect(run.state).toBe("stopped_early");
    const asked = ["judge", "verdicts", result.id, "--verdict", "unjudged"];
    const { pairs } = await shop.json<{ pairs: readonly JudgedPair[] }>(...asked);
    expect(pairs[0]?.orders[0]?.unjudged?.detail).toContain("this model is not for you");
  });

  it("one without a price by force is asked outside the cap, and gone on with as it began", async () => {
    const made = await judge<{ id: string }>("own-model", "--force", "--n", "5", "--bucket", "high", "--later");
    const result = await shop.json<Pairwise>("judge", "resume", made.id, "--config", shop.config);
    expect(result).toMatchObject({ judged_count: 5, definition: { unpriced: true }, run: { state: "completed" } });
  });

  it("one whose key is gone is not asked: nothing is lost", async () => {
    const { id } = await judge<{ id: string }>("gpt-4.1", "--n", "5", "--later");
    const run = await understudy(["judge", "resume", id, "--config", shop.config, "--data", shop.data, "--json"]);
    expect(run.out + run.err).toContain("provider_key_missing");
    expect(await shop.json("judge", "resume", id, "--config", shop.config)).toMatchObject({ judged_count: 5 });
  });

  it("a side of the experiment by force: the result says so", async () => {
    const { preview } = await judge<{ preview: JudgePreview }>("gpt-4o-mini", "--force", "--dry-run");
    expect(preview.judge).toBe("gpt-4o-mini:openai");
  });
});

describe("a score for every pair", () => {
  it("has bands, a histogram and a mean", async () => {
    const result = await judge<Extract<JudgeResult, { protocol: "equivalence" }>>(
      "gpt-4.1-nano",
      "--protocol",
      "equivalence",
    );
    expect(result).toMatchObject({ protocol: "equivalence", judged_count: ROWS, canaries: { asked: 10, void: false } });
    const { equivalent, degraded, low } = result.bands;
    expect(equivalent.count + degraded.count + low.count).toBe(ROWS);
    expect(equivalent.count).toBe(69);
    expect(result.histogram.reduce((sum, pairs) => sum + pairs, 0)).toBe(ROWS);
    expect(result.run.spend.calls).toBe(ROWS - 11 + 10);
  });
});

describe("a cap that is reached", () => {
  it("leaves a random part of the pairs, and is never overshot", async () => {
    const result = await judge("gpt-4.1", "--n", "100", "--max-spend", "0.03", "--concurrency", "64");
    expect(result.run.state).toBe("cap_reached");
    expect(result.spend_usd + result.run.spend.reserved_usd).toBeLessThanOrEqual(0.03);
    expect(result.frame.reached).toBeLessThan(ROWS);
    expect(result.judged_count).toBe(result.frame.reached);
    expect(result.notes.join()).toContain("pairs were reached");
  });
});

describe("whoever is erased", () => {
  it("is in no question and no verdict any more; the others are as they were", async () => {
    const before = await judge("gpt-4.1", "--n", "100");
    const { pairs } = await shop.json<{ pairs: readonly JudgedPair[] }>(
      "judge",
      "verdicts",
      before.id,
      "--limit",
      "100",
    );
    expect((await shop.run("erase", "--user", "u13", "--yes")).code).toBe(0);
    const after = await shop.json<Pairwise>("judge", "show", before.id);
    expect(after.judged_count).toBe(ROWS - 1);
    expect(after.verdict_counts.worse).toBe(before.verdict_counts.worse - 1);
    expect(after.frame.reached).toBe(ROWS - 1);
    const left = await shop.json<{ pairs: readonly JudgedPair[] }>("judge", "verdicts", before.id, "--limit", "100");
    const ids = new Set(left.pairs.map(({ request_id }) => request_id));
    expect(pairs.filter(({ request_id }) => !ids.has(request_id))).toHaveLength(1);
  });
});

describe("what people say", () => {
  it("is asked blind with known chances, taken in, and corrects the judge", async () => {
    const result = await judge("gpt-4.1");
    const path = shop.file("to-label.jsonl");
    expect((await shop.run("judge", "to-label", result.id, "--n", "80", "--out", path)).code).toBe(0);
    const { pairs } = await shop.json<{ pairs: readonly PairToLabel[] }>("judge", "to-label", result.id, "--n", "80");
    expect(pairs).toHaveLength(80);
    expect(JSON.stringify(pairs[0])).not.toMatch(/gpt-4o|original|replay/u);
    const labelled = pairs.map((pair) => ({
      ...pair,
      verdict: fair({ a: pair.a, b: pair.b, at: Number(/\d+/u.exec(`${pair.a.text} ${pair.b.text}`)?.[0]), user: "" }),
      who: "ann",
    }));
    const lines = [...labelled, { request_id: "gone", verdict: "worse", who: "ann", experiment: shop.experiment }].map(
      (line) => JSON.stringify(line),
    );
    const labels = shop.file("labels.jsonl");
    writeFileSync(labels, [...lines, "not json", '{"request_id": "x"}', ""].join("\n"));
    const report = await shop.json("judge", "labels", labels);
    expect(report).toMatchObject({ stored: 80, unknown: 1, skipped: 2, experiments: { [shop.experiment]: 80 } });
    const shown = await shop.json<Pairwise>("judge", "show", result.id);
    expect(shown.human).toMatchObject({ labels: 80, people: 1, agreement: 1, kappa: 1, withheld: null });
    expect(shown.human?.worse?.estimate).toBeCloseTo(0.11, 1);
    expect(shown.human?.net?.ci_95.lower).toBeLessThan(shown.human?.net?.estimate ?? 0);
  });

  it("is refused where no line is a label", async () => {
    const path = shop.file("bad.jsonl");
    writeFileSync(path, '{"request_id": "r1", "verdict": "nice", "who": "ann"}\n');
    const run = await shop.run("judge", "labels", path, "--experiment", shop.experiment, "--json");
    expect(run.code).not.toBe(0);
    expect(run.out + run.err).toContain("`verdict` is none of better, equivalent, worse, A, B, tie");
  });
});
