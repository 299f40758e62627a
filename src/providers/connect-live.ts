import { OperatorError } from "../core/errors.ts";
import type { LiveSend } from "../core/live/live-send.ts";
import type { Outcome } from "../core/outcome.ts";
import { splitTarget, type Target } from "../core/target.ts";
import { checkBaseUrl, guardedLookup } from "./http/base-url.ts";
import { passThrough } from "./http/pass-through.ts";
import { poolUpstream, type PoolUpstream } from "./http/pool-upstream.ts";
import type { InProcessProvider } from "./in-process/in-process-provider.ts";
import type { LiveProvider, LiveSetup, ProviderConfig } from "./live-provider.ts";
import { translated } from "./translated/translated-send.ts";

/** Providers ready to be called, by the name that targets end with. */
export interface LiveConnections {
  readonly send: LiveSend;
  close(): Promise<void>;
}

export interface ConnectParts {
  readonly kinds: readonly LiveProvider[];
  readonly configs: Readonly<Record<string, ProviderConfig>>;
  readonly setup: LiveSetup;
  /** An environment variable; undefined where it is not set. */
  readonly environment: (name: string) => string | undefined;
  /** Kinds that answer inside this process. */
  readonly inProcess?: readonly InProcessProvider[];
}

function unsent(target: Target, message: string): Outcome {
  return {
    target,
    ok: false,
    failure: { class: "invalid_request", code: "unsupported_for_target", message },
    cost_usd: 0,
    latency_ms: 0,
    ttft_ms: null,
    usage: null,
    evidence: "measured",
    signals: null,
    answer_hash: null,
  };
}

/** Opens connections to every configured provider. Throws `provider_unknown`, `provider_url_refused`. */
export function connectLive({ kinds, configs, setup, environment, inProcess = [] }: ConnectParts): LiveConnections {
  const pools: PoolUpstream[] = [];
  const sends = new Map<string, LiveSend>();
  for (const [name, config] of Object.entries(configs)) {
    const own = inProcess.find((one) => one.name === (config.kind ?? name));
    if (own !== undefined) {
      for (const [named, dialect] of setup.dialects) sends.set(`${named} ${name}`, own.connect(setup, config, dialect));
      continue;
    }
    const kind = kinds.find((one) => one.name === (config.kind ?? name));
    if (kind === undefined) {
      throw new OperatorError("provider_unknown", `provider ${name}: there is no kind ${config.kind ?? name}`, {
        field: `providers.${name}.kind`,
        hint: `Known: ${[...kinds, ...inProcess].map((one) => one.name).join(", ")}.`,
      });
    }
    const base = config.base_url ?? kind.base_url;
    if (base === null) {
      throw new OperatorError("provider_url_refused", `provider ${name} needs a base_url`, {
        field: `providers.${name}.base_url`,
      });
    }
    const url = checkBaseUrl(base, config.allow_private);
    const pool = poolUpstream(url, config.allow_private ? null : { lookup: guardedLookup as never });
    pools.push(pool);
    const variable = config.key_env ?? kind.key_env;
    const key = variable === null ? null : (environment(variable) ?? null);
    const headers = kind.headers(key);
    const parts = { upstream: pool.send, headers, timeouts: config.timeouts_ms, setup };
    for (const [named, dialect] of setup.dialects) {
      const path = kind.speaks[named];
      const { translation } = dialect;
      if (path !== undefined) sends.set(`${named} ${name}`, passThrough({ ...parts, dialect, path }));
      else if (translation !== null) {
        sends.set(`${named} ${name}`, translated({ ...parts, dialect, translation, models: kind.models }));
      }
    }
  }
  return {
    send(request, call, signal) {
      const provider = splitTarget(call.target)?.provider ?? "";
      const send = sends.get(`${request.dialect} ${provider}`);
      if (send !== undefined) return send(request, call, signal);
      const message = `${provider} does not take ${request.dialect} requests`;
      return Promise.resolve(unsent(call.target, message));
    },
    async close() {
      await Promise.all(pools.map((pool) => pool.close()));
    },
  };
}
