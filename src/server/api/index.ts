import { createRoute, z } from "@hono/zod-openapi";
import type { LogWriter } from "../../store/log-writer.ts";
import type { GatewayState } from "../../actions/serve/gateway-state.ts";
import { presentedKey } from "../../actions/serve/caller.ts";
import type { ReplayLoggedParts } from "../../actions/replay-logged.ts";
import { may, principalOf, type Principal } from "./access.ts";
import type { Logins } from "./login.ts";
import { logsRoutes } from "./logs-routes.ts";
import { errors, openApiApp, problem, reply, type Api } from "./openapi-app.ts";
import { replaysRoutes, type ReplaysParts } from "./replays-routes.ts";

export interface ApiParts extends ReplayLoggedParts, ReplaysParts {
  readonly log: LogWriter;
  readonly state: () => GatewayState;
  readonly logins: Logins;
  readonly cooldowns: () => readonly { readonly target: string; readonly until: number }[];
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

const auditRoute = createRoute({
  method: "get",
  path: "/api/audit",
  summary: "The audit log, newest first",
  request: {
    query: z.object({ action: z.string().optional(), limit: z.coerce.number().int().min(1).max(1_000).default(100) }),
  },
  responses: {
    200: {
      description: "Entries.",
      content: { "application/json": { schema: z.object({ entries: z.array(z.looseObject({})) }) } },
    },
    ...errors,
  },
});

const cooldownsRoute = createRoute({
  method: "get",
  path: "/api/cooldowns",
  summary: "Targets that are left alone for a while",
  responses: {
    200: {
      description: "With the end of each, ISO 8601.",
      content: { "application/json": { schema: z.object({ cooldowns: z.array(z.looseObject({})) }) } },
    },
    ...errors,
  },
});

/** Who asks: a key in a header, or a browser that logged in. */
function principal(parts: ApiParts, headers: Headers): Principal | string {
  const plain = { authorization: headers.get("authorization") ?? "", "x-api-key": headers.get("x-api-key") ?? "" };
  const raw = presentedKey({ headers: plain });
  if (raw === null) return parts.logins.principal(headers.get("cookie")) ?? "No API key was sent.";
  const key = parts.state().key(raw, parts.now());
  return typeof key === "string" ? `The API key is ${key}.` : principalOf(key);
}

/** Everything over HTTP that is not the gateway itself: each route needs a key, but the login and the description of the API. */
export function apiApp(parts: ApiParts): Api {
  const app = openApiApp(parts.onBug);
  app.get("/login", (context) => {
    const cookie = parts.logins.redeem(context.req.query("token") ?? "");
    if (cookie === null)
      return context.json(problem("login_invalid", "This login link was used before, or is too old."), 401);
    context.header("set-cookie", cookie);
    context.header("referrer-policy", "no-referrer");
    return context.redirect("/api/openapi.json");
  });
  app.doc("/api/openapi.json", {
    openapi: "3.1.0",
    info: { title: "Understudy", version: parts.version, description: "Replays, logs and control of a gateway." },
  });
  app.use("*", async (context, next) => {
    const who = principal(parts, context.req.raw.headers);
    if (typeof who === "string")
      return context.json(problem("unauthorized", who, { hint: "Send `Authorization: Bearer KEY`." }), 401);
    context.set("principal", who);
    await next();
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
  app.openapi(auditRoute, (context) => {
    if (!may(context.get("principal"), "viewer"))
      return reply(context, problem("forbidden", "This key may not see the audit log."), 403);
    const { action, limit } = context.req.valid("query");
    return reply(context, { entries: parts.store.control.auditEntries(action === undefined ? {} : { action }, limit) });
  });
  app.openapi(cooldownsRoute, (context) => {
    const cooldowns = parts.cooldowns().map(({ target, until }) => ({ target, until: new Date(until).toISOString() }));
    return reply(context, { cooldowns });
  });
  logsRoutes(app, parts);
  replaysRoutes(app, parts);
  return app;
}
