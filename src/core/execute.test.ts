import { describe, expect, it } from "vitest";
import { backoffMs } from "./execute.ts";
import type { Judgement } from "./judgement.ts";
import { FAILURE_CLASSES, failureCode, OK } from "./outcome.ts";
import type { Send } from "./send.ts";
import { made, perform, stage, type Scripted } from "../testing/stage.ts";

describe("retries", () => {
  it("ask the same target again after failures that may pass, waiting longer each time", async () => {
    const here = stage({ "a:one": [{ fails: "server" }, { fails: "connect" }, {}] });
    const result = await perform({ strategy: "single", model: "a:one", retries: 4, params: { top_p: 1 } }, here);
    expect(made(here)).toEqual(["0 a:one first 0", "600 a:one retry 1", "1700 a:one retry 2"]);
    expect(here.calls.every(({ patch }) => patch?.["top_p"] === 1)).toBe(true);
    expect(result).toMatchObject({ code: OK, cost_usd: 3, latency_ms: 1_800 });
    expect(result.attempts.map(({ started_ms }) => started_ms)).toEqual([0, 600, 1_700]);
  });

  it("back off from half a second, doubling, to eight seconds", () => {
    expect([1, 2, 3, 4, 5, 6, 10].map(backoffMs)).toEqual([500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000]);
  });

  it("wait as long as the provider asks where that is longer", async () => {
    const here = stage({
      "a:one": [{ fails: "rate_limit", retry_after_ms: 2_500 }, { fails: "rate_limit", retry_after_ms: 1 }, {}],
    });
    await perform({ strategy: "single", model: "a:one", retries: 2 }, here);
    expect(made(here)).toEqual(["0 a:one first 0", "2600 a:one retry 1", "3700 a:one retry 2"]);
  });

  it.each(FAILURE_CLASSES)("after %s happen only where another try may help", async (fails) => {
    const here = stage({ "a:one": [{ fails }, {}] });
    await perform({ strategy: "single", model: "a:one", retries: 1 }, here);
    expect(here.calls).toHaveLength(["connect", "timeout", "rate_limit", "server"].includes(fails) ? 2 : 1);
  });

  it("end with the last failure when they are used up", async () => {
    const here = stage({ "a:one": [{ fails: "server" }, { fails: "timeout" }] });
    const result = await perform({ strategy: "single", model: "a:one", retries: 1 }, here);
    expect(result.code).toBe(failureCode("timeout"));
    expect(result.answer?.failure?.class).toBe("timeout");
  });
});

describe("fallback", () => {
  it.each(FAILURE_CLASSES)(
    "by default after %s goes on unless the caller left or the request was refused",
    async (fails) => {
      const here = stage({ "a:one": [{ fails }] });
      const result = await perform({ strategy: "fallback_chain", targets: ["a:one", "b:one"] }, here);
      const final = ["cancelled", "invalid_request", "schema_violation", "guardrail"].includes(fails);
      expect(here.calls.map(({ target }) => target)).toEqual(final ? ["a:one"] : ["a:one", "b:one"]);
      expect(result.code).toBe(final ? failureCode(fails) : OK);
    },
  );

  it("goes on after the failures it names and no others", async () => {
    const policy = { strategy: "fallback_chain", targets: ["a:one", "b:one", "c:two"], on: ["guardrail"] };
    const here = stage({ "a:one": [{ fails: "guardrail" }], "b:one": [{ fails: "server" }] });
    const result = await perform(policy, here);
    expect(made(here)).toEqual(["0 a:one first 0", "100 b:one fallback 0"]);
    expect(result.code).toBe(failureCode("server"));
  });

  it("gives up when its budget ends, in the middle of a call", async () => {
    const here = stage({ "a:one": [{ fails: "server", takes: 400 }], "b:one": [{ takes: 900 }] });
    const result = await perform(
      { strategy: "fallback_chain", targets: ["a:one", "b:one", "c:two"], budget_ms: 1_000 },
      here,
    );
    expect(made(here)).toEqual(["0 a:one first 0", "400 b:one fallback 0"]);
    expect(here.calls.map(({ deadline_ms }) => deadline_ms)).toEqual([1_000, 600]);
    expect(here.calls[1]?.ended).toBe("stopped");
    expect(result).toMatchObject({ code: failureCode("timeout"), latency_ms: 1_000, cost_usd: 2 });
    expect(here.runtime.pending()).toBe(0);
  });

  it("does not wait for a Retry-After that ends after the budget: the next target is asked at once", async () => {
    const here = stage({ "a:one": [{ fails: "rate_limit", retry_after_ms: 1_000 }] });
    const policy = { strategy: "fallback_chain", targets: ["a:one", "b:one"], budget_ms: 1_000, retries: 3 };
    expect((await perform(policy, here)).code).toBe(OK);
    expect(made(here)).toEqual(["0 a:one first 0", "100 b:one fallback 0"]);
  });

  it("counts waits and tries alike towards the budget", async () => {
    const here = stage({ "a:one": [{ fails: "server" }] });
    const policy = { strategy: "fallback_chain", targets: ["a:one"], budget_ms: 1_650, retries: 9 };
    const result = await perform(policy, here);
    expect(made(here)).toEqual(["0 a:one first 0", "600 a:one retry 1"]);
    expect(result).toMatchObject({ code: failureCode("server"), latency_ms: 700 });
  });

  it("within another keeps to the nearer deadline, and the outer chain goes on after the inner one's end", async () => {
    const inner = { strategy: "fallback_chain", targets: ["a:one", "b:one"], budget_ms: 300 };
    const here = stage({ "a:one": [{ takes: 5_000 }], "c:two": [{ takes: 5_000 }] });
    const result = await perform({ strategy: "fallback_chain", targets: [inner, "c:two"], budget_ms: 1_000 }, here);
    expect(made(here)).toEqual(["0 a:one first 0", "300 c:two fallback 0"]);
    expect(result).toMatchObject({ code: failureCode("timeout"), latency_ms: 1_000 });
  });
});

describe("cascade", () => {
  const steps = { strategy: "cascade", steps: ["a:one", "b:one", "c:two"], accept: { finish_reason: "stop" } };
  const ending = (finish_reason: string | null): Scripted => ({
    signals: {
      finish_reason,
      output_tokens: 5,
      refusal: null,
      tool_calls: null,
      tool_calls_valid: null,
      json_schema: null,
      mean_logprob: null,
    },
  });

  it("keeps the first answer that is accepted", async () => {
    const here = stage({ "a:one": [ending("length")], "b:one": [ending("stop")] });
    const result = await perform(steps, here);
    expect(made(here)).toEqual(["0 a:one first 0", "100 b:one step 0"]);
    expect(result).toMatchObject({ code: OK, cost_usd: 2, latency_ms: 200, answer: { target: "b:one" }, notes: [] });
  });

  it("escalates after a failure, and takes the last answer as it is", async () => {
    const here = stage({
      "a:one": [{ fails: "client_4xx" }],
      "b:one": [ending("length")],
      "c:two": [ending("length")],
    });
    expect(await perform(steps, here)).toMatchObject({ code: OK, answer: { target: "c:two" } });
  });

  it("escalates where the signals cannot tell, and says so", async () => {
    const here = stage({});
    const result = await perform(steps, here);
    expect(result.answer?.target).toBe("c:two");
    expect(result.notes).toContain("the answer's signals are not known: escalated");
  });

  describe("asks for more than signals", () => {
    const judgement = (reported: number | null, score: number | null): Judgement<null> => ({
      selfReported: () => reported,
      question: () => null as never,
      score: () => score,
    });
    const asking = (reported: number | null, score: number | null): { judgement: Judgement<null> } => ({
      judgement: { ...judgement(reported, score), question: () => QUESTION },
    });
    const QUESTION = "question" as unknown as null;
    const reporting = { ...steps, accept: { self_reported: { pointer: "/sure", min: 0.7 } } };
    const judged = { ...steps, accept: { judge: { target: "c:two", criterion: "polite", min: 0.8 } } };

    it("of the answer itself: the number it reports", async () => {
      expect(await perform(reporting, stage({}), asking(0.7, null))).toMatchObject({ answer: { target: "a:one" } });
      expect(await perform(reporting, stage({}), asking(0.6, null))).toMatchObject({ answer: { target: "c:two" } });
      const { answer, notes } = await perform(reporting, stage({}), asking(null, null));
      expect(answer?.target).toBe("c:two");
      expect(notes[0]).toBe("the answer reports no number at /sure: escalated");
      expect((await perform(reporting, stage({}))).notes[0]).toContain("escalated");
    });

    it("of a judge: one more call, paid for and traced, within the budget", async () => {
      const here = stage({});
      const result = await perform(judged, here, asking(null, 0.9));
      expect(made(here)).toEqual(["0 a:one first 0", "100 c:two judge 0"]);
      expect(result).toMatchObject({ code: OK, cost_usd: 2, latency_ms: 200, answer: { target: "a:one" } });
      expect(result.notes).toEqual(["the judge c:two gave 0.9, of 0.8 wanted"]);
      const low = stage({});
      expect((await perform(judged, low, asking(null, 0.5))).answer?.target).toBe("c:two");
      expect(low.calls.map(({ kind }) => kind)).toEqual(["first", "judge", "step", "judge", "step"]);
      const chain = { strategy: "fallback_chain", targets: [judged, "d:two"], budget_ms: 150 };
      const short = await perform(chain, stage({}), asking(null, 0.9));
      expect(short).toMatchObject({ latency_ms: 150 });
    });

    it("of a judge that fails or gives no score: escalates, and says so", async () => {
      const failing = stage({ "c:two": [{ fails: "server" }, {}] });
      const { notes } = await perform(judged, failing, asking(null, 0.9));
      expect(notes[0]).toBe("the judge c:two gave no score: escalated");
      expect((await perform(judged, stage({}), asking(null, null))).notes[0]).toContain("gave no score");
      expect((await perform(judged, stage({}), { judgement: judgement(null, 1) })).notes[0]).toContain("no judge");
      expect((await perform(judged, stage({}))).notes[0]).toBe("no judge was asked: escalated");
    });
  });

  it("asks nobody more once the budget around it is used up", async () => {
    const here = stage({ "a:one": [{ takes: 800 }] });
    const result = await perform({ strategy: "fallback_chain", targets: [steps, "d:two"], budget_ms: 500 }, here);
    expect(made(here)).toEqual(["0 a:one first 0"]);
    expect(result).toMatchObject({ code: failureCode("timeout"), latency_ms: 500, cost_usd: 1 });
  });
});

describe("ensemble", () => {
  it("asks all members at the same time and ends with the slowest", async () => {
    const here = stage({
      "a:one": [{ takes: 50 }],
      "b:one": [{ takes: 300, answer_hash: "x" }],
      "c:two": [{ answer_hash: "x" }],
    });
    const result = await perform(
      { strategy: "ensemble", members: ["a:one", "b:one", "c:two"], combine: "voting" },
      here,
    );
    expect(made(here)).toEqual(["0 a:one member 0", "0 b:one member 0", "0 c:two member 0"]);
    expect(result).toMatchObject({
      code: OK,
      answer: { target: "b:one" },
      cost_usd: 3,
      latency_ms: 300,
      notes: ["2 of 3 votes"],
    });
  });

  it("on the first valid answer cancels the others, which are counted", async () => {
    const here = stage({
      "a:one": [{ takes: 900 }],
      "b:one": [{ fails: "server", takes: 10 }],
      "c:two": [{ takes: 200 }],
    });
    const result = await perform(
      { strategy: "ensemble", members: ["a:one", "b:one", "c:two"], combine: "first_valid" },
      here,
    );
    expect(here.calls.map(({ ended }) => ended)).toEqual(["stopped", "answered", "answered"]);
    expect(result).toMatchObject({ code: OK, answer: { target: "c:two" }, cost_usd: 3, latency_ms: 200 });
    const ends = result.attempts.map(({ target, outcome }) => [
      target,
      outcome.failure?.class ?? "ok",
      outcome.latency_ms,
    ]);
    expect(ends.toSorted()).toEqual([
      ["a:one", "cancelled", 200],
      ["b:one", "server", 10],
      ["c:two", "ok", 200],
    ]);
    expect(here.runtime.pending()).toBe(0);
  });

  it("does not know what it cost where a cancelled call does not say", async () => {
    const here = stage({ "b:one": [{ takes: 10 }] });
    const { send } = here;
    const deaf: Send<null> = (request, call, signal) =>
      call.target === "a:one" ? new Promise(() => {}) : send(request, call, signal);
    const result = await perform(
      { strategy: "ensemble", members: ["a:one", "b:one"], combine: "first_valid" },
      { ...here, send: deaf },
    );
    expect(result).toMatchObject({ code: OK, cost_usd: null, latency_ms: 10 });
  });

  it("keeps a loser from retrying or falling back after the race is over", async () => {
    const loser = { strategy: "fallback_chain", targets: ["a:one", "b:one"], retries: 5 };
    const here = stage({ "a:one": [{ fails: "server", takes: 50 }], "c:two": [{ takes: 200 }] });
    await perform({ strategy: "ensemble", members: [loser, "c:two"], combine: "first_valid" }, here);
    expect(made(here)).toEqual(["0 a:one member 0", "0 c:two member 0"]);
  });

  it("fails as its first member failed where nobody has a valid answer", async () => {
    const here = stage({ "a:one": [{ fails: "content_filter" }], "b:one": [{ fails: "server" }] });
    const result = await perform({ strategy: "ensemble", members: ["a:one", "b:one"], combine: "first_valid" }, here);
    expect(result).toMatchObject({ code: failureCode("content_filter"), answer: { target: "a:one", ok: false } });
    expect(result.notes).toEqual(["no member gave a valid answer"]);
  });

  it("gives each member the budgets around it and one of its own", async () => {
    const member = { strategy: "fallback_chain", targets: ["a:one", "b:one"], budget_ms: 200 };
    const policy = {
      strategy: "fallback_chain",
      budget_ms: 500,
      targets: [{ strategy: "ensemble", members: [member, "c:two"], combine: "voting" }],
    };
    const here = stage({ "a:one": [{ takes: 900 }], "c:two": [{ takes: 900 }] });
    const result = await perform(policy, here);
    expect(here.calls.map(({ target, deadline_ms }) => [target, deadline_ms])).toEqual([
      ["a:one", 200],
      ["c:two", 500],
    ]);
    expect(result.latency_ms).toBe(500);
  });
});
