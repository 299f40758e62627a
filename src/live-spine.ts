import { createHash } from "node:crypto";
import type { Deployment } from "./actions/deployment.ts";
import { suppliedQuality } from "./actions/quality-scores.ts";
import { liveFacts, type LiveFacts } from "./actions/facts/live-facts.ts";
import { gatewayState, loadedEndpoint, type StateInForce } from "./actions/serve/gateway-state.ts";
import { compileGuardrails, type CompiledGuardrails } from "./actions/serve/guardrails.ts";
import { liveJudgement } from "./actions/serve/live-judgement.ts";
import { liveLimits, type LiveLimits } from "./actions/serve/live-limits.ts";
import { liveWorld, type ServedProvider } from "./actions/serve/live-world.ts";
import type { ServedEvent } from "./actions/serve/serve.ts";
import type { Spine } from "./actions/serve/spine.ts";
import type { Target } from "./core/target.ts";
import { CLIENT_DIALECTS } from "./dialects/index.ts";
import { startLearning, type Learning } from "./gateway-learning.ts";
import { aboutTargets, capabilitiesWith, costWith, mockPrices, priced, providerConfigs } from "./gateway-providers.ts";
import { recordings } from "./gateway-recordings.ts";
import { GUARDRAILS } from "./guardrails/index.ts";
import type { PriceBook } from "./prices/index.ts";
import { connectLive } from "./providers/connect-live.ts";
import { mockLive } from "./providers/in-process/mock-live.ts";
import { recordedLive } from "./providers/in-process/recorded-live.ts";
import { LIVE_PROVIDERS } from "./providers/live.ts";
import { providerConfig, type LiveSetup } from "./providers/live-provider.ts";
import { liveRuntime } from "./sends/runtime.ts";
import type { Store } from "./store/control.ts";
import type { StoredEndpoint } from "./store/gateway-control.ts";
import { openLogWriter } from "./store/spool/open.ts";
import { moduleBeside } from "./module-beside.ts";

/** What to open: a data folder, and the providers of a deployment. */
export interface SpineOptions {
  readonly dataFolder: string;
  readonly store: Store;
  readonly prices: PriceBook;
  readonly deployment: Deployment;
  /** Adds the mock provider, which plays any model. */
  readonly mock: boolean;
  readonly environment: (name: string) => string | undefined;
  /** ms since the epoch. */
  readonly now: () => number;
  /** ms, monotonic. */
  readonly elapsed: () => number;
  /** How long to wait for what is learnt from the log, ms; plans go on without it after that. Null = nothing is learnt. */
  readonly learnMs: number | null;
  readonly onServed: (event: ServedEvent) => void;
  readonly onTrouble: (message: string, details: Readonly<Record<string, unknown>>) => void;
}

/** A spine, and what a gateway looks into besides. */
export interface LiveSpine extends Spine {
  readonly served: readonly ServedProvider[];
  readonly facts: LiveFacts;
  readonly limits: LiveLimits;
  readonly state: StateInForce;
  /** SHA-256 in hex. */
  readonly hash: (text: string) => string;
}

const MAX_ANSWER_BYTES = 64 * 2 ** 20;

/** Connects providers, learns from the log, opens the log's writer. Throws what a wrong deployment throws, such as `provider_unknown`. */
export async function openSpine(options: SpineOptions): Promise<LiveSpine> {
  const { dataFolder, store, prices, deployment, environment, now } = options;
  const hash = (text: string): string => createHash("sha256").update(text).digest("hex");
  const runtime = liveRuntime(options.elapsed);
  const dialects = new Map(CLIENT_DIALECTS.map((dialect) => [dialect.name, dialect]));
  const setup: LiveSetup = { runtime, now, cost: costWith(prices), dialects, maxAnswerBytes: MAX_ANSWER_BYTES };
  const configs = providerConfigs(deployment, environment);
  const connected = options.mock ? { ...configs, mock: configs["mock"] ?? providerConfig.parse({}) } : configs;
  const connections = connectLive({
    kinds: LIVE_PROVIDERS,
    configs: connected,
    setup,
    environment,
    inProcess: [mockLive, recordedLive(recordings(store.traffic, connected))],
  });
  const served = Object.entries(connected).map(([name, { models }]) => ({
    name,
    models: models?.map((model) => model.name) ?? null,
  }));
  const capabilities = capabilitiesWith(prices, connected);
  const world = liveWorld({
    providers: served,
    prices: mockPrices(prices, options.mock, configs),
    capabilities,
    control: store.control,
  });

  const log = openLogWriter(dataFolder, { thread: moduleBeside("log-worker"), queueBytes: deployment.log.queue_bytes });
  const factsParts = {
    control: store.control,
    rates: (target: Target) => prices.card(priced(target, prices)),
    capabilities,
    quality: suppliedQuality(deployment.quality.scores),
    hash,
    now,
  };
  const facts = liveFacts(factsParts, world.known);
  const learns = (): Learning =>
    startLearning({
      ...factsParts,
      folder: dataFolder,
      priceVersion: prices.version,
      qualityOutcome: deployment.quality.outcome ?? null,
      nothingYet: store.traffic.stats().rows === 0,
      onLearnt: (learnt) => facts.learnt(learnt),
      onTrouble: (error) => options.onTrouble("nothing could be learnt from the log", { error }),
    });
  const learning = options.learnMs === null ? null : learns();
  await learning?.begun(options.learnMs ?? 0);
  const guardrails = (endpoint: Pick<StoredEndpoint, "definition">): CompiledGuardrails =>
    compileGuardrails(endpoint, GUARDRAILS);
  const limits = liveLimits({ spent: (key, day) => store.control.spent(key, day) });

  const state = gatewayState({ control: store.control, world, guardrails, hash }, now);

  return {
    world,
    served,
    state,
    about: aboutTargets({ configs: connected, prices, environment }),
    load: (endpoint) => loadedEndpoint(endpoint, guardrails(endpoint)),
    providers: served.map(({ name }) => name),
    facts,
    limits,
    hash,
    parts: {
      dialects,
      state,
      facts: () => facts.current(),
      send: connections.send,
      runtime,
      judgement: liveJudgement(dialects),
      log,
      blockOnFullLog: deployment.log.on_full === "block",
      limits,
      priceVersion: prices.version,
      onServed: options.onServed,
    },
    async close() {
      await learning?.stop();
      try {
        facts.store();
      } catch (error) {
        options.onTrouble("facts could not be stored", { error: (error as Error).message });
      }
      await log.close();
      await connections.close();
    },
  };
}
