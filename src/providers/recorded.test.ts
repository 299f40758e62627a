import { describe, expect, it } from "vitest";
import type { Outcome } from "../core/outcome.ts";
import { liveRuntime } from "../sends/runtime.ts";
import { firstCall } from "../testing/send-conformance.ts";
import { recorded } from "./recorded.ts";
import { requestKey } from "./request-key.ts";

const RUNTIME = liveRuntime(() => 0);
const REQUEST = { model: "gpt-4o", messages: [{ role: "user", content: "Hello" }], temperature: 0 };

function outcome(target: string): Outcome {
  return {
    target,
    ok: true,
    failure: null,
    cost_usd: 0.01,
    latency_ms: 700,
    ttft_ms: null,
    usage: null,
    evidence: "measured",
    signals: null,
    answer_hash: "a",
  };
}

describe("the recorded provider", () => {
  const known = new Map([[`gpt-4o:openai ${requestKey(REQUEST)}`, outcome("gpt-4o:openai")]]);
  const send = recorded.connect({
    runtime: RUNTIME,
    cost: () => null,
    recorded: (target, hash) => known.get(`${target} ${hash}`) ?? null,
  });
  const ask = (body: object, target: string, patch: Record<string, unknown> | null = null): Promise<Outcome> =>
    send({ ...body }, firstCall(target, { patch }), RUNTIME.child(null).signal);

  it("answers the same request as it was answered, as recorded", async () => {
    expect(await ask({ ...REQUEST, model: "other", stream: true, user: "u" }, "gpt-4o:openai")).toEqual({
      ...outcome("gpt-4o:openai"),
      evidence: "recorded",
    });
  });

  it("refuses another request, another target and other parameters, with no number made up", async () => {
    const asked = [
      ask({ ...REQUEST, temperature: 1 }, "gpt-4o:openai"),
      ask(REQUEST, "gpt-4o-mini:openai"),
      ask(REQUEST, "gpt-4o:openai", { temperature: 0.5 }),
    ];
    for (const answer of await Promise.all(asked)) {
      expect(answer).toMatchObject({ ok: false, failure: { code: "not_recorded" }, cost_usd: null, latency_ms: null });
      expect(answer.evidence).toBe("unidentified");
    }
  });
});
