import { describe, expect, it } from "vitest";
import type { AnswerEnd, LiveAnswer, LiveRequest, LiveSend } from "../core/live/live-send.ts";
import type { Outcome, OutcomeFailure } from "../core/outcome.ts";
import type { Call, Runtime } from "../core/send.ts";
import { firstCall, testSend } from "../testing/send-conformance.ts";
import { virtualRuntime } from "../testing/virtual-runtime.ts";
import { withBudget, type Bounded, type Ledger, type Reservation } from "./budget.ts";
import { lightSignal } from "./light-signal.ts";

const TARGET = "slow:one";
const REQUEST: LiveRequest = {
  request_id: "r",
  dialect: "openai-chat",
  body: {},
  bytes: new Uint8Array(),
  stream: false,
  buffered: false,
  gone: lightSignal(),
};

function outcome(said: Partial<Outcome> = {}): Outcome {
  return {
    target: TARGET,
    ok: (said.failure ?? null) === null,
    failure: null,
    cost_usd: 0.25,
    latency_ms: 100,
    ttft_ms: null,
    usage: null,
    evidence: "measured",
    signals: null,
    answer_hash: null,
    ...said,
  };
}

function provider(runtime: Runtime, said: Partial<Outcome> = {}): LiveSend {
  return async (_, __, signal) => {
    await runtime.sleep(100, signal);
    return signal.aborted
      ? outcome({ failure: { class: "cancelled", code: null, message: "stopped" }, cost_usd: null })
      : outcome(said);
  };
}

/** Grants what is left of a cap at once, and keeps what it was told. */
function pocket(cap: number) {
  const reserved: (readonly [usd: number, about: unknown])[] = [];
  const settled: (number | null | OutcomeFailure["class"])[] = [];
  const ledger: Ledger = {
    reserve(worst, about) {
      if (worst > cap) return Promise.resolve(null);
      reserved.push([worst, about]);
      const reservation: Reservation = {
        settle: (usd, failure) => void settled.push(usd, ...(failure ? [failure.class] : [])),
      };
      return Promise.resolve(reservation);
    },
  };
  return { ledger, reserved, settled };
}

const atMost =
  (worst_usd: number) =>
  (_: LiveRequest, call: Call): Bounded => ({ worst_usd, call });

testSend({
  name: "budget",
  make: (runtime) => withBudget(provider(runtime), pocket(1).ledger, atMost(1)),
  request: REQUEST,
  target: TARGET,
});
testSend({
  name: "budget without money",
  make: (runtime) => withBudget(provider(runtime), pocket(0).ledger, atMost(1)),
  request: REQUEST,
  target: TARGET,
});
testSend({
  name: "budget that may not",
  make: (runtime) =>
    withBudget(provider(runtime), pocket(1).ledger, () => ({
      refused: { class: "invalid_request", code: "price_unknown", message: "no price" },
    })),
  request: REQUEST,
  target: TARGET,
});

async function once(said: Partial<Outcome>, cap = 1) {
  const runtime = virtualRuntime();
  const money = pocket(cap);
  const send = withBudget(provider(runtime, said), money.ledger, atMost(1));
  const came = await runtime.drive(send(REQUEST, firstCall(TARGET), runtime.child(null).signal));
  return { came, ...money };
}

describe("withBudget", () => {
  it("sets the worst case aside and settles what the call cost", async () => {
    const { came, reserved, settled } = await once({});
    expect(came).toEqual(outcome());
    expect(reserved).toEqual([[1, { provider: "one", unpriced: false }]]);
    expect(settled).toEqual([0.25]);
  });

  it("makes no call that there is no money for", async () => {
    const { came, settled } = await once({}, 0.5);
    expect(came).toMatchObject({ ok: false, failure: { class: "cancelled", code: "cap_reached" }, cost_usd: 0 });
    expect(came.latency_ms).toBe(0);
    expect(settled).toEqual([]);
  });

  it.each([
    ["429", { class: "rate_limit", code: "429" }, 0],
    ["400", { class: "client_4xx", code: "400" }, 0],
    ["a filter's 400", { class: "content_filter", code: "400" }, 0],
    ["a filter inside an answer", { class: "content_filter", code: "content_filter" }, null],
    ["an error event of a stream", { class: "rate_limit", code: "rate_limit_exceeded" }, null],
    ["503", { class: "server", code: "503" }, 0],
    ["529", { class: "server", code: "529" }, 0],
    ["500", { class: "server", code: "500" }, null],
    ["no answer in time", { class: "timeout", code: null }, null],
    ["a broken stream", { class: "truncated_stream", code: null }, null],
  ] as const)("knows whether a failed call without usage was free: %s", async (_, failure, usd) => {
    const { settled } = await once({ failure: { ...failure, message: "" }, cost_usd: null });
    expect(settled).toEqual([usd, failure.class]);
  });

  it("does not pay where nobody was reached, and does where a connection broke", async () => {
    const connect = (message: string) =>
      once({ failure: { class: "connect", code: null, message }, cost_usd: null }).then(({ settled }) => settled[0]);
    expect(await connect("connect ECONNREFUSED 127.0.0.1:1")).toBe(0);
    expect(await connect("read ECONNRESET")).toBeNull();
  });

  it("settles a call that was given up as unknown, and one that never began as nothing", async () => {
    const runtime = virtualRuntime();
    const { ledger, settled } = pocket(1);
    const caller = runtime.child(null);
    const work = withBudget(provider(runtime), ledger, atMost(1))(REQUEST, firstCall(TARGET), caller.signal);
    void runtime.sleep(50, runtime.child(null).signal).then(caller.abort);
    expect(await runtime.drive(work)).toMatchObject({ ok: false, failure: { class: "cancelled" } });
    expect(settled).toEqual([null, "cancelled"]);

    let grant: (reservation: Reservation) => void = () => {};
    const slow: Ledger = { reserve: () => new Promise((resolve) => (grant = resolve)) };
    const other = runtime.child(null);
    const late = withBudget(provider(runtime), slow, atMost(1))(REQUEST, firstCall(TARGET), other.signal);
    other.abort();
    expect(await late).toMatchObject({ ok: false, failure: { class: "cancelled", code: null }, cost_usd: 0 });
    grant({ settle: (usd) => void settled.push(usd) });
    await Promise.resolve();
    expect(settled.at(-1)).toBe(0);
  });

  it("settles a stream when its rest has ended, not before", async () => {
    const end = { ok: true, failure: null, cost_usd: 0.5 } as AnswerEnd;
    const { settled, response } = await streamed(() => Promise.resolve(end));
    expect(settled).toEqual([]);
    expect(await response.rest?.pipe({ write: () => true })).toBe(end);
    expect(settled).toEqual([0.5]);
  });

  it("counts a stream that told no usage, broke, or that nobody took, as what was reserved", async () => {
    const cut = { class: "truncated_stream", code: null, message: "" } as const;
    const silent = await streamed(() => Promise.resolve({ ok: false, failure: cut, cost_usd: null } as AnswerEnd));
    await silent.response.rest?.pipe({ write: () => true });
    expect(silent.settled).toEqual([null, "truncated_stream"]);
    const broken = await streamed(() => Promise.reject(new Error("a bug")));
    await expect(broken.response.rest?.pipe({ write: () => true })).rejects.toThrow("a bug");
    expect(broken.settled).toEqual([null]);
    const left = await streamed(() => Promise.reject(new Error("not piped")));
    left.response.rest?.abort();
    expect(left.settled).toEqual([null]);
  });

  it("settles as unknown where the send itself throws", async () => {
    const { ledger, settled } = pocket(1);
    const send = withBudget(() => Promise.reject(new Error("a bug")), ledger, atMost(1));
    await expect(send(REQUEST, firstCall(TARGET), lightSignal())).rejects.toThrow("a bug");
    expect(settled).toEqual([null]);
  });

  it("pays nobody for what comes from a recording", async () => {
    const { ledger, settled } = pocket(1);
    const bound = (_: LiveRequest, call: Call): Bounded => ({ worst_usd: 0, call, free: true });
    const came = await withBudget(() => Promise.resolve(outcome()), ledger, bound)(
      REQUEST,
      firstCall(TARGET),
      lightSignal(),
    );
    expect([came.cost_usd, settled]).toEqual([0.25, [0]]);
  });

  it("makes the call as the bound says", async () => {
    const seen: Call[] = [];
    const { ledger, reserved } = pocket(1);
    const send = withBudget(
      (_, call) => {
        seen.push(call);
        return Promise.resolve(outcome());
      },
      ledger,
      (_, call) => ({ worst_usd: 0, call: { ...call, patch: { max_tokens: 7 } }, unpriced: true }),
    );
    await send(REQUEST, firstCall(TARGET), lightSignal());
    expect(seen).toEqual([firstCall(TARGET, { patch: { max_tokens: 7 } })]);
    expect(reserved).toEqual([[0, { provider: "one", unpriced: true }]]);
  });
});

async function streamed(pipe: () => Promise<AnswerEnd>) {
  const { ledger, settled } = pocket(1);
  const rest = { pipe, drained: () => {}, abort: () => {} };
  const response: LiveAnswer = {
    status: 200,
    content_type: "text/event-stream",
    chunks: [],
    rest,
    end: null,
    dropped: [],
  };
  const send = withBudget(() => Promise.resolve(outcome({ cost_usd: null, response })), ledger, atMost(1));
  const came = await send(REQUEST, firstCall(TARGET), lightSignal());
  return { settled, response: came.response as LiveAnswer };
}
