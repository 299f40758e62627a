import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { getRequestListener } from "@hono/node-server";
import type { Deployment } from "./actions/deployment.ts";
import { mayLook } from "./actions/serve/identify.ts";
import { serve, type ServedEvent } from "./actions/serve/serve.ts";
import { scheduleEvents } from "./actions/webhooks/schedule-events.ts";
import { alarmEvent } from "./actions/webhooks/alarm-event.ts";
import { compilePolicy } from "./core/compile.ts";
import { parsePolicy } from "./core/policy.ts";
import { target as targetOf } from "./core/target.ts";
import { OperatorError } from "./core/errors.ts";
import { GUARDRAILS } from "./guardrails/index.ts";
import type { PriceBook } from "./prices/index.ts";
import { lightSignal } from "./sends/light-signal.ts";
import { apiApp } from "./server/api/index.ts";
import { makeLogins } from "./server/api/login.ts";
import { dashboardHandler } from "./server/dashboard/index.ts";
import { gatewayHandler } from "./server/gateway/index.ts";
import { healthHandler } from "./server/health.ts";
import { receivingHandler } from "./server/receiving.ts";
import { startServer } from "./server/http-server.ts";
import { gatewayMetrics } from "./server/metrics.ts";
import { genaiSpans } from "./server/telemetry/genai-span.ts";
import { checkScheduled, startScheduling } from "./gateway-scheduling.ts";
import { startWebhooks } from "./gateway-webhooks.ts";
import { gatewayRuns } from "./gateway-runs.ts";
import { startSimulating } from "./gateway-simulating.ts";
import { firstKey, localAccess } from "./gateway-local.ts";
import { gatewayLines, requestDetails, watchLog, type LinesTo } from "./gateway-lines.ts";
import { startMirroring } from "./gateway-mirroring.ts";
import { charge, observe, touch } from "./gateway-observers.ts";
import { providerConfigs } from "./gateway-providers.ts";
import { lazyReceiver } from "./gateway-receiving.ts";
import { startWatching } from "./gateway-watching.ts";
import { openSpine } from "./live-spine.ts";
import { otlpOf } from "./gateway-telemetry.ts";
import type { Store } from "./store/control.ts";
import type { EndpointSession } from "./store/gateway-control.ts";
import { every } from "./every.ts";
import { randomPool } from "./random-pool.ts";
import { checkWebhookUrl } from "./webhook-post.ts";
import { uuid7 } from "./uuid7.ts";

/** How to start a gateway. */
export interface GatewayOptions {
  readonly dataFolder: string;
  readonly store: Store;
  readonly prices: PriceBook;
  /** The operator's own, which is in `prices` already. */
  readonly pricesFile: string | undefined;
  readonly deployment: Deployment;
  /** Where the deployment stands; null where no file says it. */
  readonly configFile: string | null;
  /** Adds the mock provider, which plays any model. */
  readonly mock: boolean;
  readonly version: string;
  readonly environment: (name: string) => string | undefined;
  readonly lines: LinesTo;
}

export interface RunningGateway {
  readonly url: string;
  /** The admin key made at the first start; null where there were keys already. */
  readonly firstKey: string | null;
  readonly loginUrl: string | null;
  readonly providers: readonly string[];
  /** Takes no new requests, waits for those under way, puts every row on disk and into the store. */
  stop(): Promise<void>;
}

const GRACE_MS = 30_000;
const STORE_EVERY_MS = 2_000;
/** A start waits for what is learnt from the log, but no longer than this. */
const LEARN_MS = 2_000;

/** The composition root of a gateway: the only place that knows all of its parts. */
export async function startGateway(options: GatewayOptions): Promise<RunningGateway> {
  const { dataFolder, store, prices, deployment, environment } = options;
  const now = (): number => Date.now();
  const random = randomPool(randomBytes);
  const newId = (): string => uuid7(now(), random());
  const configs = providerConfigs(deployment, environment);
  const tell = gatewayLines({ to: options.lines, level: deployment.log.level, now, configs, environment });
  const otlp = otlpOf({ environment, tell, version: options.version });
  const spine = await openSpine({
    dataFolder,
    store,
    prices,
    deployment,
    mock: options.mock,
    environment,
    now,
    elapsed: () => performance.now(),
    learnMs: LEARN_MS,
    onServed: (event) => onServed(event),
    onTrouble: (message, details) => tell("warn", message, details),
  });
  const { parts, world, served, providers, facts, limits, hash } = spine;
  const { dialects, log } = parts;
  const metrics = gatewayMetrics({
    mayLook: (request) => mayLook(request, parts.state(), now()),
    log: () => log.stats(),
    cooldowns: () => facts.cooldowns(),
    mirrors: () => mirroring.figures(),
    spans: () => otlp?.stats() ?? { sent: 0, dropped: 0 },
  });
  const verbose = deployment.log.level === "debug";
  const sessions = new Map<string, EndpointSession>();
  const onServed = (event: ServedEvent): void => {
    metrics.observe(event);
    if (event.draft.origin === "live") {
      observe(facts, event);
      charge(limits, event);
      watches.observe(event);
      if (event.draft.endpoint?.stored.definition.sessions === true) touch(sessions, event);
      mirroring.observe(event);
    }
    otlp?.add(genaiSpans(event));
    if (verbose) tell("debug", "request", requestDetails(event));
  };
  const webhooking = startWebhooks({ store, now, every, tell, environment, version: options.version });
  const watches = startWatching({
    control: store.control,
    now,
    newId,
    tell,
    onAlarm: (alarm) => webhooking.tellOf(alarmEvent(alarm)),
  });
  const mirroring = startMirroring({
    ...options,
    control: store.control,
    state: spine.state,
    now,
    tell,
    onEvent: (event) => webhooking.tellOf(event),
  });
  let behind: string | null = null;
  const lookAtLog = watchLog(() => log.stats(), tell);
  const storeSlowly = (): void => {
    lookAtLog();
    mirroring.look();
    try {
      facts.store();
      limits.storeCharges((charges) => store.control.addSpend(charges));
      if (sessions.size > 0) store.control.touchSessions([...sessions.values()]);
      sessions.clear();
      watches.look();
      behind = null;
    } catch (error) {
      const { message } = error as Error;
      if (message !== behind) tell("warn", "facts, spend, sessions and watches wait for the store", { error: message });
      behind = message;
    }
  };
  const slow = setInterval(storeSlowly, STORE_EVERY_MS);
  slow.unref();

  const onBug = (error: unknown, request_id?: string): void =>
    tell("error", "a bug in understudy", {
      request_id,
      error: error instanceof Error ? (error.stack ?? error.message) : String(error),
    });
  const simulating = startSimulating({ folder: dataFolder, pricesFile: options.pricesFile });
  const scheduling = startScheduling({
    onEnd: (run) => {
      for (const event of scheduleEvents(store.control, run)) webhooking.tellOf(event);
    },
    control: store.control,
    now,
    newId,
    every,
    dataFolder,
    configFile: options.configFile,
    pricesFile: options.pricesFile,
    mock: options.mock,
    tell,
  });
  const local = localAccess(dataFolder, newSecret, ({ message }) =>
    tell("warn", "the command line will not find this gateway", { error: message }),
  );
  const runs = gatewayRuns({ ...options, tell });
  const logins = makeLogins(newSecret, now, false);
  const api = apiApp({
    store,
    prices,
    simulate: (request) => simulating.simulate(request),
    simulatePolicy: (request) => simulating.simulatePolicy(request),
    previewFrame: (request) => simulating.previewFrame(request),
    outcome: (experiment) => simulating.outcome(experiment, now()),
    explain: (request) => simulating.explain(request),
    targetHealth: (hours) => simulating.targetHealth(hours),
    checkCommand: checkScheduled,
    checkWebhookUrl: (address, allowPrivate) => void checkWebhookUrl(address, allowPrivate),
    postWebhook: (webhook, event) => webhooking.post(webhook, event),
    runs,
    runSchedule: (schedule) => scheduling.run(schedule),
    configured: world.known,
    serve: (request, as) => serve(parts, request, as),
    log,
    now,
    newId,
    signal: lightSignal,
    state: spine.state,
    logins,
    local: (key) => local.principal(key),
    guardrails: GUARDRAILS,
    checkServed: (policy) => void compilePolicy(parsePolicy(policy), world),
    secret: newSecret,
    hash,
    cooldowns: () => facts.cooldowns(),
    models: () => served.flatMap(({ name, models }) => (models ?? []).map((model) => targetOf(model, name))),
    version: options.version,
    onBug,
  });
  const receiving = lazyReceiver({ prices, log, now });
  const listener = getRequestListener(api.fetch);
  let stopping = false;
  const { host, port } = deployment.server;
  const server = await startServer({
    host,
    port,
    onBug,
    handlers: [
      gatewayHandler({
        dialects,
        serve: (request) => serve(parts, request),
        maxBodyBytes: deployment.server.max_body_bytes,
        now,
        newId,
        signal: lightSignal,
        onBug,
      }),
      receivingHandler({
        state: spine.state,
        now,
        maxBodyBytes: deployment.server.max_body_bytes,
        receiver: receiving.open,
        onBug,
      }),
      healthHandler({ log: () => log.stats(), stopping: () => stopping, version: options.version }),
      metrics.handler,
      dashboardHandler({ folder: dashboardFolder(), secret: newSecret }),
      (request, response) => {
        void listener(request, response);
        return true;
      },
    ],
  }).catch(async (error: Error & { readonly code?: string }) => {
    clearInterval(slow);
    await spine.close();
    await otlp?.close();
    throw new OperatorError("address_unusable", `cannot listen on ${host}:${port}: ${error.code ?? error.message}`, {
      field: "server.port",
    });
  });
  const url = `http://${host.includes(":") ? `[${host}]` : host}:${server.port}`;
  // Only now: a key made by a start that failed would never be shown.
  const first = firstKey({ control: store.control, now, newId, secret: newSecret, hash });
  local.announce(url);
  tell("info", "started", { version: options.version, url, providers });
  return {
    url,
    firstKey: first,
    loginUrl:
      first === null
        ? null
        : `${url}/login?token=${logins.issue({ name: "first start", role: "admin", project: "default" })}`,
    providers,
    async stop() {
      stopping = true;
      tell("info", "stopping", {});
      local.withdraw();
      const idle = runs.stop();
      await server.stop(GRACE_MS);
      await Promise.all([idle, mirroring.stop(), receiving.close()]);
      clearInterval(slow);
      storeSlowly();
      await scheduling.stop();
      await webhooking.stop();
      await simulating.stop();
      await spine.close();
      await otlp?.close();
      const { written_rows, spooled_rows, rows_lost } = log.stats();
      tell("info", "stopped", { written_rows, spooled_rows, rows_lost });
    },
  };
}

/** The built dashboard lies in `dist/dashboard`, whether this module runs compiled beside it or from the sources. */
function dashboardFolder(): string {
  const here = import.meta.dirname;
  return import.meta.filename.endsWith(".ts") ? join(here, "..", "dist", "dashboard") : join(here, "dashboard");
}

const newSecret = (): string => randomBytes(32).toString("base64url");
