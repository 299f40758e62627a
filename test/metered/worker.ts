/** A process that works on a run: folder of its store, base URL of its provider, name of the run, units at a time. Prints how it ended. */
import { randomUUID } from "node:crypto";
import { callBound } from "../../src/actions/metered/worst-case.ts";
import { runMetered } from "../../src/actions/metered/run-metered.ts";
import { OperatorError } from "../../src/core/errors.ts";
import { UNKNOWN_CAPABILITIES } from "../../src/core/facts.ts";
import type { JsonObject } from "../../src/core/json.ts";
import { costOf, type RateCard } from "../../src/core/rates.ts";
import { CLIENT_DIALECTS } from "../../src/dialects/index.ts";
import { connectLive } from "../../src/providers/connect-live.ts";
import { LIVE_PROVIDERS } from "../../src/providers/live.ts";
import { providerConfig } from "../../src/providers/live-provider.ts";
import { liveRuntime, withBudget } from "../../src/sends/index.ts";
import { openSqliteStore } from "../../src/store/index.ts";

const [folder = "", base_url = "", id = "", concurrency = "16"] = process.argv.slice(2);
/** USD a token: an answer of 10 and 20 tokens costs 0.00005. */
const tier = { from_input_tokens: 0, input: 1e-6, cache_read: 1e-6, cache_write: 1e-6, output: 2e-6 };
const rates: RateCard = { spans: [{ from: 0, tiers: [tier] }], source: "user" };
const runtime = liveRuntime(() => performance.now());
const { send, close } = connectLive({
  kinds: LIVE_PROVIDERS,
  configs: { local: providerConfig.parse({ kind: "openai-compatible", base_url, allow_private: true }) },
  setup: {
    runtime,
    now: Date.now,
    cost: (_, usage) => costOf({ from: 0, tiers: [tier] }, usage),
    dialects: new Map(CLIENT_DIALECTS.map((dialect) => [dialect.name, dialect])),
    maxAnswerBytes: 1_000_000,
  },
  environment: () => undefined,
});
const bound = callBound({
  about: () => ({ kind: "openai-compatible", rates, recorded: false }),
  capabilities: () => UNKNOWN_CAPABILITIES,
  now: Date.now,
  force: false,
});
const caller = runtime.child(null);
process.on("SIGINT", caller.abort);
const store = openSqliteStore(folder);
const parts = { runs: store.control.runs, runtime, now: Date.now, newId: randomUUID, name: `process ${process.pid}` };
const target = "m:local";

try {
  const end = await runMetered(
    parts,
    id,
    {
      async do({ key, data }, ledger, signal) {
        const body = data as JsonObject;
        const bytes = new TextEncoder().encode(JSON.stringify(body));
        const request = {
          request_id: key,
          dialect: "openai-chat",
          body,
          bytes,
          stream: false,
          buffered: true,
          gone: signal,
        } as const;
        const call = { target, kind: "first", try: 0, patch: null, deadline_ms: null } as const;
        const paid = withBudget(send, ledger, (asked, made) => bound(asked, made, null));
        const { failure, cost_usd } = await paid(request, call, signal);
        return failure?.code === "cap_reached" ? null : { failure, cost_usd };
      },
    },
    { concurrency: Number(concurrency), signal: caller.signal },
  );
  process.stdout.write(`${JSON.stringify(end)}\n`);
} catch (error) {
  if (!(error instanceof OperatorError)) throw error;
  process.stdout.write(`${JSON.stringify({ state: error.code, reason: error.message })}\n`);
}
await close();
store.close();
