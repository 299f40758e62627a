import { describe, expect, it } from "vitest";
import type { Outcome } from "../core/outcome.ts";
import { firstCall, testSend } from "../testing/send-conformance.ts";
import { virtualRuntime } from "../testing/virtual-runtime.ts";
import { PROVIDERS } from "./index.ts";
import type { ProviderSetup, RequestBody } from "./provider.ts";

const TARGET = "gpt-4o:openai";
const REQUEST: RequestBody = { model: "gpt-4o", messages: [{ role: "user", content: "Where is order 771?" }] };

const KNOWN: Outcome = {
  target: TARGET,
  ok: true,
  failure: null,
  cost_usd: 0.001,
  latency_ms: 800,
  ttft_ms: null,
  usage: null,
  evidence: "measured",
  signals: null,
  answer_hash: "a",
};

function setupOf(runtime: ProviderSetup["runtime"]): ProviderSetup {
  return { runtime, cost: () => 0.5, waits: true, recorded: () => KNOWN };
}

describe.each(PROVIDERS)("$name", (provider) => {
  testSend({
    name: provider.name,
    make: (runtime) => provider.connect(setupOf(runtime)),
    request: REQUEST,
    target: TARGET,
  });

  it("says what it is, under a name of its own", () => {
    expect(provider.summary).not.toBe("");
    expect(PROVIDERS.filter(({ name }) => name === provider.name)).toHaveLength(1);
  });

  it("makes something of any body without throwing", async () => {
    const runtime = virtualRuntime();
    const send = provider.connect({ runtime, cost: () => null });
    for (const body of [
      {},
      { messages: "none" },
      { messages: [null, 3] },
      { input: "hello" },
      { tools: {}, messages: [] },
    ]) {
      const outcome = await runtime.drive(send(body, firstCall(TARGET), runtime.child(null).signal));
      expect(outcome.ok).toBe(outcome.failure === null);
    }
  });
});
