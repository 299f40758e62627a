import { describe, expect, test } from "vitest";
import { compileContract } from "../../contracts/compile-contract.ts";
import type { Contract } from "../../contracts/contract.ts";
import { checkContract } from "../../contracts/check-contract.ts";
import type { JsonObject } from "../../core/json.ts";
import { readAnswer } from "../../core/answer/read-answer.ts";
import type { Asked, AskedAnswer, Asking } from "../asking/ask-target.ts";
import type { CheckUnit } from "../check/check-unit.ts";
import type { CapturedTrial } from "../check/run-live.ts";
import { seenAnswer } from "../check/seen.ts";
import { runShadow, type ShadowParts } from "./run-shadow.ts";

const REQUEST = { model: "a", messages: [{ role: "user", content: "say yes" }] };

function unitOf(id: string, request: JsonObject = REQUEST): CheckUnit {
  const contract: Contract = {
    id,
    file: `contracts/${id}.yaml`,
    tool: null,
    status: "promoted",
    critical: false,
    expect_tools: [],
    tool_order: "any",
    tool_call_match_mode: "any",
    pass_threshold: 1,
    expected_tool_calls: [],
    assertions: { input_invariants: [], output_invariants: [{ path: "$.text", equals: "yes" }], response: [] },
    allowed_errors: [],
    timeout_ms: null,
    retries: null,
    golden_cases: [{ id: "ok", input_ref: "ok.json", expect_ok: true, expected_error: null, provider_modes: [] }],
  };
  const [one] = contract.golden_cases;
  if (one === undefined) throw new Error("no case");
  return {
    contract,
    compiled: compileContract(contract),
    case: one,
    golden: {
      file: "golden/ok.json",
      boundary: null,
      request,
      dialect: "openai-chat",
      response: null,
      logged_at: null,
      request_id: null,
    },
  };
}

function saying(text: string): AskedAnswer {
  const response = { choices: [{ message: { content: text }, finish_reason: "stop" }] };
  return {
    answer: readAnswer(response),
    failure: null,
    response,
    latency_ms: 5,
    cost_usd: 0.5,
    input_tokens: 3,
    output_tokens: 1,
    played: null,
    tries: 1,
    dropped: [],
  };
}

const lost: AskedAnswer = {
  ...saying(""),
  answer: null,
  response: null,
  failure: { class: "server", code: "500", message: "down" },
  cost_usd: null,
};

async function check(unit: CheckUnit, answered: AskedAnswer): Promise<ReturnType<typeof checkContract>> {
  return checkContract(unit.compiled, seenAnswer(unit.golden, answered));
}

async function captured(id: string, answered = saying("yes"), request: JsonObject = REQUEST): Promise<CapturedTrial> {
  const unit = unitOf(id, request);
  const asked: Asked = {
    target: "a:one",
    dialect: "openai-chat",
    request,
    timeout_ms: 1000,
    retries: 0,
    logged_at: null,
  };
  const checked = answered.answer === null ? null : await check(unit, answered);
  return { unit, trial: 1, at: 0, asked, answered, checked };
}

function asking(answer: (asked: Asked, call: number) => Promise<AskedAnswer>): Asking & { readonly seen: Asked[] } {
  const seen: Asked[] = [];
  return {
    seen,
    ask(asked) {
      seen.push(asked);
      return answer(asked, seen.length);
    },
    close: () => Promise.resolve(),
  };
}

function parts(shadow: ShadowParts["shadow"], more: Partial<ShadowParts> = {}): ShadowParts {
  return {
    primary: asking(async () => saying("no")),
    shadow,
    shadowTarget: "b:two",
    gate: (body) => ({ body, found: [] }),
    askAgain: { primary: true, shadow: true },
    neverNormalize: [],
    check,
    now: () => 7,
    concurrency: 2,
    deadline_ms: 5_000,
    stopped: new AbortController().signal,
    margin: 0.05,
    runId: "shr_1",
    persist: async () => "local",
    judgeCost: () => 0,
    notes: () => [],
    onPair() {},
    ...more,
  };
}

describe("a shadow run", () => {
  test("asks the shadow exactly what the primary was asked, and compares", async () => {
    const shadow = asking(async () => saying("yes"));
    const run = await runShadow(parts(shadow), [await captured("b"), await captured("a")]);
    expect(shadow.seen).toMatchObject([
      { target: "b:two", request: REQUEST },
      { target: "b:two", request: REQUEST },
    ]);
    expect(Object.keys(run).slice(0, 4)).toEqual(["executed", "compared", "persisted", "summary"]);
    expect(run).toMatchObject({
      executed: 2,
      compared: 2,
      persisted: true,
      persisted_to: "local",
      error: null,
      asked_again: 0,
      cost_usd: 1,
      summary: { comparable_n: 2, both_pass: 2, differs: 0 },
      comparisons: [
        { contract: "a", at: 7 },
        { contract: "b", at: 7 },
      ],
    });
  });

  test("asks a failing shadow again: a majority of failures is a loss, fewer are flaky", async () => {
    const often = asking(async () => saying("no"));
    expect(await runShadow(parts(often), [await captured("a")])).toMatchObject({
      executed: 1,
      asked_again: 1,
      summary: { losses: 1, flaky: 0 },
    });
    const once = asking(async (_, call) => saying(call === 1 ? "no" : "yes"));
    expect(await runShadow(parts(once), [await captured("a")])).toMatchObject({
      asked_again: 2,
      cost_usd: 1.5,
      summary: { losses: 0, flaky: 1 },
    });
    const trials = asking(async () => saying("no"));
    expect(
      await runShadow(parts(trials, { askAgain: { primary: false, shadow: false } }), [await captured("a")]),
    ).toMatchObject({
      asked_again: 0,
      summary: { losses: 1 },
    });
  });

  test("asks a failing primary again before the shadow gains by it", async () => {
    const primary = asking(async () => saying("yes"));
    const run = await runShadow(
      parts(
        asking(async () => saying("yes")),
        { primary },
      ),
      [await captured("a", saying("no"))],
    );
    expect(primary.seen).toHaveLength(2);
    expect(run.summary).toMatchObject({ wins: 0, flaky: 1 });
  });

  test("does not ask where the primary got no answer", async () => {
    const shadow = asking(async () => saying("yes"));
    const run = await runShadow(parts(shadow), [await captured("a", lost)]);
    expect(shadow.seen).toEqual([]);
    expect(run).toMatchObject({
      executed: 0,
      compared: 0,
      summary: { incomparable: { primary_error: 1 }, reliability: { shadow: { asked: 0 } } },
    });
  });

  test("sends what the gate leaves, and says that the pair cannot be compared", async () => {
    const shadow = asking(async () => saying("secret"));
    const gate: ShadowParts["gate"] = (body) => {
      const text = JSON.stringify(body);
      const kept = text.replaceAll("secret", "[key]");
      return kept === text ? { body, found: [] } : { body: JSON.parse(kept) as JsonObject, found: ["key"] };
    };
    const request = { model: "a", messages: [{ role: "user", content: "my secret" }] };
    const run = await runShadow(parts(shadow, { gate }), [await captured("a", saying("yes"), request)]);
    expect(shadow.seen[0]?.request).toEqual({ model: "a", messages: [{ role: "user", content: "my [key]" }] });
    expect(run.summary.incomparable).toEqual({ redacted_input: 1 });
    // It fails its contract, and is not paid for twice.
    expect(run.asked_again).toBe(0);
    expect(run.comparisons[0]).toMatchObject({ redacted: true, shadow: { answer: { text: "[key]" } } });
    expect(JSON.stringify(run)).not.toContain("secret");
  });
});

describe("nothing of a shadow run is thrown", () => {
  const failing: readonly [string, ShadowParts["shadow"], string][] = [
    ["a shadow that throws", asking(() => Promise.reject(new Error("boom"))), "shadow_error"],
    ["a shadow that fails", asking(async () => lost), "shadow_error"],
    ["a shadow that never answers", asking(() => new Promise(() => {})), "shadow_error"],
    ["a shadow without a key", { class: "client_4xx", code: "401", message: "no key" }, "shadow_error"],
  ];

  test.each(failing)("%s", async (name, shadow, reason) => {
    const began = performance.now();
    const run = await runShadow(parts(shadow, { deadline_ms: 60 }), [await captured("a"), await captured("b")]);
    expect(performance.now() - began).toBeLessThan(15_000);
    expect(run).toMatchObject({ persisted: true, compared: 0, summary: { incomparable: { [reason]: 2 } } });
    const codes = { "a shadow that never answers": "shadow_deadline" } as Readonly<Record<string, string>>;
    if (codes[name] !== undefined) expect(run.comparisons[0]?.shadow.failure?.code).toBe(codes[name]);
  });

  test("a shadow that cannot be asked at all is told of", async () => {
    const run = await runShadow(parts({ class: "client_4xx", code: "401", message: "no key" }), [await captured("a")]);
    expect(run).toMatchObject({ executed: 0, error: "no key" });
  });

  test("a run that is stopped is not stored", async () => {
    const stop = new AbortController();
    const shadow = asking(async () => {
      stop.abort();
      return saying("yes");
    });
    const all = [await captured("a"), await captured("b"), await captured("c")];
    const run = await runShadow(parts(shadow, { stopped: stop.signal, concurrency: 1 }), all);
    expect(run).toMatchObject({ executed: 1, persisted: false, error: "not stored: the run was stopped" });
    expect(run.comparisons.at(-1)?.shadow.failure).toMatchObject({ class: "cancelled", code: "stopped" });
  });

  test("a check that breaks, and a store that refuses", async () => {
    const shadow = asking(async () => saying("yes"));
    const broken = await runShadow(parts(shadow, { check: () => Promise.reject(new Error("broken")) }), [
      await captured("a"),
    ]);
    expect(broken).toMatchObject({ error: "broken", persisted: true });
    const unstored = await runShadow(parts(shadow, { persist: () => Promise.reject(new Error("disk full")) }), [
      await captured("a"),
    ]);
    expect(unstored).toMatchObject({
      error: "not stored: disk full",
      persisted: false,
      persisted_to: null,
      summary: { both_pass: 1 },
    });
  });
});
