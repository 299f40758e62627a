import type { Deployment } from "./actions/deployment.ts";
import type { ServedEvent } from "./actions/serve/serve.ts";
import { secrets } from "./guardrails/secrets.ts";
import { LIVE_PROVIDERS } from "./providers/live.ts";
import type { ProviderConfig } from "./providers/live-provider.ts";
import { logLines, type Tell } from "./server/log-lines.ts";
import type { LogStats } from "./store/log-writer.ts";

/** Where the lines of a gateway's log go. */
export interface LinesTo {
  readonly write: (text: string) => void;
  readonly isTerminal: boolean;
}

interface LinesParts {
  readonly to: LinesTo;
  readonly level: Deployment["log"]["level"];
  readonly now: () => number;
  readonly configs: Readonly<Record<string, ProviderConfig>>;
  readonly environment: (name: string) => string | undefined;
}

/** A gateway's log lines, without the keys of its providers and whatever else looks like a secret. */
export function gatewayLines({ to, level, now, configs, environment }: LinesParts): Tell {
  const detector = secrets.compile({});
  const keys = Object.entries(configs).flatMap(([name, { kind = name, key_env: own }]) => {
    const variable = own ?? LIVE_PROVIDERS.find((one) => one.name === kind)?.key_env ?? null;
    return (variable === null ? undefined : environment(variable)) || [];
  });
  const hide = (text: string): string => {
    const without = keys.reduce((rest, key) => rest.replaceAll(key, "[key]"), text);
    // From the end, so that what has been found stays where it is.
    const found = detector.find(without).toSorted((a, b) => b.start - a.start);
    return found.reduce((rest, { start, end, kind }) => `${rest.slice(0, start)}[${kind}]${rest.slice(end)}`, without);
  };
  return logLines({ write: to.write, readable: to.isTerminal, level, now, hide });
}

/** What is told of a request at level `debug`. */
export function requestDetails({ draft, status, outcome, failure, latency_ms }: ServedEvent): object {
  const { request, identity, result } = draft;
  return {
    request_id: request.request_id,
    origin: draft.origin,
    project: identity.project,
    endpoint: draft.endpoint?.stored.name,
    dialect: request.dialect,
    model: draft.model,
    stream: draft.stream,
    status,
    outcome,
    failure: failure?.class,
    target: result?.answer?.target,
    attempts: result?.attempts.length ?? 0,
    latency_ms: Math.round(latency_ms * 1_000) / 1_000,
  };
}

/** Tells, whenever it is called, of what has changed with the log: trouble that came or went, and what was lost. */
export function watchLog(stats: () => LogStats, tell: Tell): () => void {
  let known: string | null = null;
  let lost = 0;
  return () => {
    const { trouble, rows_lost, bodies_dropped, waiting_rows, spooled_rows } = stats();
    if (trouble !== known) {
      if (trouble === null) tell("info", "rows get into the store again", { waiting_rows, spooled_rows });
      else tell("warn", trouble, { waiting_rows, spooled_rows });
      known = trouble;
    }
    if (rows_lost + bodies_dropped > lost) {
      lost = rows_lost + bodies_dropped;
      tell("error", "the log's queue is full", { rows_lost, bodies_dropped });
    }
  };
}
