import { askDirectly } from "./actions/asking/ask-directly.ts";
import { LOG_PROVIDER, type Asking } from "./actions/asking/ask-target.ts";
import { outcomesByRow } from "./actions/outcomes-by-row.ts";
import type { Deployment } from "./actions/deployment.ts";
import { CLIENT_DIALECTS } from "./dialects/index.ts";
import { providerConfigs } from "./gateway-providers.ts";
import { recordings } from "./gateway-recordings.ts";
import { connectLive } from "./providers/connect-live.ts";
import { recordedLive } from "./providers/in-process/recorded-live.ts";
import { providerConfig } from "./providers/live-provider.ts";
import { liveRuntime } from "./sends/runtime.ts";
import type { Traffic } from "./store/traffic.ts";

export interface LogAskingOptions {
  readonly traffic: () => Traffic;
  readonly deployment: Deployment;
  /** ms since the epoch. */
  readonly now: () => number;
  /** ms, monotonic. */
  readonly elapsed: () => number;
  readonly newId: () => string;
}

const MAX_ANSWER_BYTES = 64 * 2 ** 20;

/**
 * Answers with what a model answered to the same request in the log, whoever served it: with what that cost, how long it took and the
 * outcomes supplied for it. Of several rows the one nearest in time. Calls nobody; a request the log has no answer to fails with `not_recorded`.
 */
export function logAsking({ traffic, deployment, now, elapsed, newId }: LogAskingOptions): Asking {
  const runtime = liveRuntime(elapsed);
  const log = {
    frame: (options: Parameters<Traffic["frame"]>[0]) => traffic().frame(options),
    bySeq: (seqs: readonly number[]) => traffic().bySeq(seqs),
    lastSeq: () => traffic().lastSeq(),
  };
  const kinds = Object.entries(providerConfigs(deployment, () => undefined)).map(([name, { kind }]) => [
    name,
    { kind },
  ]);
  const { send } = connectLive({
    kinds: [],
    configs: { [LOG_PROVIDER]: providerConfig.parse({ kind: "recorded" }) },
    setup: {
      runtime,
      now,
      cost: () => 0,
      dialects: new Map(CLIENT_DIALECTS.map((dialect) => [dialect.name, dialect])),
      maxAnswerBytes: MAX_ANSWER_BYTES,
    },
    environment: () => undefined,
    inProcess: [recordedLive(recordings(log, Object.fromEntries(kinds)))],
  });
  const outcomes = outcomesByRow(traffic());
  const parts = { send, runtime, newId, random: () => 0, outcomes: (id: string) => outcomes.get(id) ?? {} };
  const open = new AbortController();
  return {
    ask: (asked, signal) =>
      askDirectly(
        parts,
        { ...asked, retries: 0 },
        signal === undefined ? open.signal : AbortSignal.any([signal, open.signal]),
      ),
    close() {
      open.abort();
      return Promise.resolve();
    },
  };
}
