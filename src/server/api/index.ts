import { createRoute, z } from "@hono/zod-openapi";
import type { LogWriter } from "../../store/log-writer.ts";
import type { StateInForce } from "../../actions/serve/gateway-state.ts";
import { presentedKey } from "../../actions/serve/caller.ts";
import type { ReplayLoggedParts } from "../../actions/replay-logged.ts";
import { principalOf, type Principal } from "./access.ts";
import { attachmentsRoutes } from "./attachments-routes.ts";
import { configsRoutes } from "./configs-routes.ts";
import { endpointsRoutes } from "./endpoints-routes.ts";
import { experimentsRoutes, type ExperimentsParts } from "./experiments-routes.ts";
import { explainRoutes, type ExplainParts } from "./explain-routes.ts";
import { healthRoutes, type HealthRoutesParts } from "./health-routes.ts";
import { judgeRoutes } from "./judge-routes.ts";
import { labelsRoutes } from "./labels-routes.ts";
import { framesRoutes, type FramesParts } from "./frames-routes.ts";
import { keysRoutes } from "./keys-routes.ts";
import type { Logins } from "./login.ts";
import { logsRoutes } from "./logs-routes.ts";
import { errors, openApiApp, problem, reply, type Api } from "./openapi-app.ts";
import { mirrorRoutes } from "./mirror-routes.ts";
import { projectsRoutes } from "./projects-routes.ts";
import { packsRoutes } from "./packs-routes.ts";
import { promotedRoutes } from "./promoted-routes.ts";
import { promoteRoutes, type PromoteRoutesParts } from "./promote-routes.ts";
import { replaysRoutes, type ReplaysParts } from "./replays-routes.ts";
import { sessionRoutes, signInRoute } from "./session-routes.ts";
import { simulationsRoutes, type SimulationsParts } from "./simulations-routes.ts";
import { reportRoutes } from "./report-routes.ts";
import { scheduleRoutes, type ScheduleRoutesParts } from "./schedule-routes.ts";
import { strategiesRoutes } from "./strategies-routes.ts";
import { webhooksRoutes, type WebhooksRoutesParts } from "./webhooks-routes.ts";
import { shadowPairsRoutes } from "./shadow-pairs-routes.ts";
import { shadowRoutes } from "./shadow-routes.ts";
import { auditRoutes } from "./audit-routes.ts";
import { watchRoutes, type WatchRoutesParts } from "./watch-routes.ts";

export interface ApiParts
  extends
    ReplayLoggedParts,
    ReplaysParts,
    SimulationsParts,
    FramesParts,
    WatchRoutesParts,
    ScheduleRoutesParts,
    WebhooksRoutesParts,
    PromoteRoutesParts,
    ExplainParts,
    HealthRoutesParts,
    ExperimentsParts {
  readonly log: LogWriter;
  readonly state: StateInForce;
  readonly logins: Logins;
  /** Who the command line on this machine is; null where a key is not its own. */
  readonly local: (key: string) => Principal | null;
  /** Models that clients may name. */
  readonly models: () => readonly string[];
  readonly version: string;
  readonly onBug: (error: unknown) => void;
}

const modelsRoute = createRoute({
  method: "get",
  path: "/v1/models",
  summary: "Models and endpoints a client may name",
  responses: {
    200: {
      description: "As OpenAI and Anthropic list theirs.",
      content: { "application/json": { schema: z.looseObject({ data: z.array(z.looseObject({ id: z.string() })) }) } },
    },
    ...errors,
  },
});

/** Who presents a key; a text says why nobody does. */
function presented(parts: ApiParts, raw: string): Principal | string {
  const local = parts.local(raw);
  if (local !== null) return local;
  const key = parts.state().key(raw, parts.now());
  return typeof key === "string" ? `The API key is ${key}.` : principalOf(key);
}

/** Who asks: a key in a header, or a browser that logged in. */
function principal(parts: ApiParts, headers: Headers): Principal | string {
  const plain = { authorization: headers.get("authorization") ?? "", "x-api-key": headers.get("x-api-key") ?? "" };
  const raw = presentedKey({ headers: plain });
  if (raw !== null) return presented(parts, raw);
  return parts.logins.principal(headers.get("cookie")) ?? "No API key was sent.";
}

/** A browser sends its cookie whoever made it ask: what changes something must come from a page of this very gateway. */
function fromElsewhere(request: Request): boolean {
  if (request.method === "GET" || request.method === "HEAD" || !request.headers.has("cookie")) return false;
  const site = request.headers.get("sec-fetch-site");
  if (site !== null) return site !== "same-origin";
  const origin = request.headers.get("origin");
  return origin !== null && URL.parse(origin)?.host !== request.headers.get("host");
}

/** Everything over HTTP that is not the gateway itself: each route needs a key, but the login and the description of the API. */
export function apiApp(parts: ApiParts): Api {
  const app = openApiApp(parts.onBug);
  app.get("/login", (context) => {
    const cookie = parts.logins.redeem(context.req.query("token") ?? "");
    if (cookie === null) {
      if (context.req.header("accept")?.includes("text/html") === true) return context.redirect("/?login=used");
      return context.json(problem("login_invalid", "This login link was used before, or is too old."), 401);
    }
    context.header("set-cookie", cookie);
    context.header("referrer-policy", "no-referrer");
    return context.redirect("/");
  });
  app.use("*", async (context, next) => {
    if (fromElsewhere(context.req.raw))
      return context.json(problem("cross_site", "A page of another site may not change anything here."), 403);
    await next();
    return undefined;
  });
  const sessions = { logins: parts.logins, version: parts.version, presented: (key: string) => presented(parts, key) };
  signInRoute(app, sessions);
  app.doc31("/api/openapi.json", {
    openapi: "3.1.0",
    info: { title: "Understudy", version: parts.version, description: "Replays, logs and control of a gateway." },
  });
  app.use("*", async (context, next) => {
    const who = principal(parts, context.req.raw.headers);
    if (typeof who === "string")
      return context.json(problem("unauthorized", who, { hint: "Send `Authorization: Bearer KEY`." }), 401);
    context.set("principal", who);
    await next();
    if (context.req.method !== "GET") parts.state.lookAgain();
    return undefined;
  });
  app.openapi(modelsRoute, (context) => {
    const { project } = context.get("principal");
    const endpoints = parts.store.control.endpoints().filter((one) => one.project === project);
    const ids = [...parts.models(), ...endpoints.map(({ name }) => `endpoint/${name}`)];
    const data = ids.map((id) => ({
      id,
      object: "model",
      type: "model",
      display_name: id,
      created: 0,
      created_at: new Date(0).toISOString(),
      owned_by: "understudy",
    }));
    return reply(context, {
      object: "list",
      data,
      has_more: false,
      first_id: ids[0] ?? null,
      last_id: ids.at(-1) ?? null,
    });
  });
  sessionRoutes(app, sessions);
  projectsRoutes(app, parts);
  endpointsRoutes(app, parts);
  configsRoutes(app, parts);
  strategiesRoutes(app);
  attachmentsRoutes(app, parts);
  promoteRoutes(app, parts);
  promotedRoutes(app, parts);
  keysRoutes(app, parts);
  experimentsRoutes(app, parts);
  judgeRoutes(app, parts);
  labelsRoutes(app, parts);
  auditRoutes(app, parts);
  watchRoutes(app, parts);
  logsRoutes(app, parts);
  replaysRoutes(app, parts);
  reportRoutes(app, parts);
  simulationsRoutes(app, parts);
  framesRoutes(app, parts);
  scheduleRoutes(app, parts);
  webhooksRoutes(app, parts);
  shadowRoutes(app, parts);
  shadowPairsRoutes(app, parts);
  mirrorRoutes(app, parts);
  packsRoutes(app);
  explainRoutes(app, parts);
  healthRoutes(app, parts);
  return app;
}
