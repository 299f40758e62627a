import { askDirectly } from "./actions/asking/ask-directly.ts";
import { LOG_PROVIDER, type Asking, type AskingSide } from "./actions/asking/ask-target.ts";
import type { SpendCap } from "./actions/asking/spend-cap.ts";
import type { Deployment } from "./actions/deployment.ts";
import { callBound } from "./actions/metered/worst-case.ts";
import { OperatorError } from "./core/errors.ts";
import type { LiveSend } from "./core/live/live-send.ts";
import { CLIENT_DIALECTS } from "./dialects/index.ts";
import { aboutTargets, capabilitiesWith, costWith, providerConfigs } from "./gateway-providers.ts";
import type { PriceBook } from "./prices/index.ts";
import { connectLive } from "./providers/connect-live.ts";
import { checkBaseUrl } from "./providers/http/base-url.ts";
import { mockLive } from "./providers/in-process/mock-live.ts";
import { LIVE_PROVIDERS } from "./providers/live.ts";
import { providerConfig, type LiveProvider, type ProviderConfig } from "./providers/live-provider.ts";
import { withBudget } from "./sends/budget.ts";
import { liveRuntime } from "./sends/runtime.ts";

/** What direct calls to one provider are made with. */
export interface LiveAskingOptions {
  readonly side: AskingSide;
  readonly deployment: Deployment;
  readonly prices: PriceBook;
  /** What calls keep to; null = they cost what they cost. */
  readonly cap: SpendCap | null;
  readonly environment: (name: string) => string | undefined;
  /** ms since the epoch. */
  readonly now: () => number;
  /** ms, monotonic. */
  readonly elapsed: () => number;
  readonly newId: () => string;
  /** 0 to 1. */
  readonly random: () => number;
}

const MAX_ANSWER_BYTES = 64 * 2 ** 20;
/** Where a key given by value stands for whoever looks for the provider's variable: no environment has a name like it. */
const GIVEN_KEY = "=given";
/** What the official clients of a provider take their base URL from. Theirs may end in a version, which paths here begin with. */
const BASE_URL_VARIABLES: Readonly<Record<string, string>> = {
  openai: "OPENAI_BASE_URL",
  anthropic: "ANTHROPIC_BASE_URL",
};

/** Connects to the one provider of a side. Throws `provider_unknown`, `provider_key_missing`, `provider_url_refused`, `deployment_invalid`. */
export function liveAsking(options: LiveAskingOptions): Asking {
  const { side, prices, now, newId, random } = options;
  const runtime = liveRuntime(options.elapsed);
  const configs = { [side.provider]: withKey(options, configOf(options)) };
  const connections = connectLive({
    kinds: LIVE_PROVIDERS,
    configs,
    setup: {
      runtime,
      now,
      cost: costWith(prices),
      dialects: new Map(CLIENT_DIALECTS.map((dialect) => [dialect.name, dialect])),
      maxAnswerBytes: MAX_ANSWER_BYTES,
    },
    environment: (name) => (name === GIVEN_KEY ? (side.key ?? undefined) : options.environment(name)),
    inProcess: [mockLive],
  });
  const { cap } = options;
  const send = cap === null ? connections.send : capped(connections.send, cap, configs, options);
  const parts = { send, runtime, newId, random };
  const open = new AbortController();
  let closed: Promise<void> | null = null;
  return {
    ask: (asked, signal) =>
      askDirectly(parts, asked, signal === undefined ? open.signal : AbortSignal.any([signal, open.signal])),
    close() {
      open.abort();
      return (closed ??= connections.close());
    },
  };
}

/** Keeps to a cap: what a call may cost at most is set aside before it is made. */
function capped(
  send: LiveSend,
  cap: SpendCap,
  configs: Readonly<Record<string, ProviderConfig>>,
  { prices, environment, now }: LiveAskingOptions,
): LiveSend {
  const about = aboutTargets({ configs, prices, environment });
  const bound = callBound({ about, capabilities: capabilitiesWith(prices, configs), now, force: false });
  return withBudget(send, cap.ledger, (request, call) => bound(request, call, null));
}

/** As understudy.yaml names it; else a known kind, as its official client would find it. */
function configOf({ side, deployment, environment }: LiveAskingOptions): ProviderConfig {
  const { provider } = side;
  if (Object.hasOwn(deployment.providers, provider)) {
    const providers = { [provider]: deployment.providers[provider] };
    return providerConfigs({ ...deployment, providers }, environment)[provider] as ProviderConfig;
  }
  if (provider !== mockLive.name && !LIVE_PROVIDERS.some(({ name }) => name === provider)) {
    const known = [
      ...Object.keys(deployment.providers),
      ...LIVE_PROVIDERS.map(({ name }) => name),
      mockLive.name,
      LOG_PROVIDER,
    ];
    throw new OperatorError("provider_unknown", `there is no provider ${JSON.stringify(provider)}`, {
      hint: `Known: ${[...new Set(known)].join(", ")}. Others are named in understudy.yaml (--config).`,
    });
  }
  return providerConfig.parse(ownBase(provider, environment));
}

/** Whoever names a base URL in this process's environment decides over private networks too. */
function ownBase(provider: string, environment: LiveAskingOptions["environment"]): object {
  const variable = BASE_URL_VARIABLES[provider] ?? "";
  const base = (environment(variable) ?? "").replace(/\/v1\/*$/u, "");
  if (base === "") return {};
  try {
    checkBaseUrl(base, true);
  } catch (error) {
    throw error instanceof OperatorError ? error.at({ field: variable }) : error;
  }
  return { base_url: base, allow_private: true };
}

function withKey({ side, environment }: LiveAskingOptions, config: ProviderConfig): ProviderConfig {
  const { provider, key } = side;
  const known: LiveProvider | undefined = LIVE_PROVIDERS.find(({ name }) => name === (config.kind ?? provider));
  if (key !== null && known !== undefined) return { ...config, key_env: GIVEN_KEY };
  const variable = config.key_env ?? known?.key_env ?? null;
  if (known === undefined || variable === null || (environment(variable) ?? "") !== "") return config;
  throw new OperatorError("provider_key_missing", `provider ${provider} needs ${variable} in the environment`, {
    hint: `export ${variable}=…`,
  });
}
