import { createRoute, z } from "@hono/zod-openapi";
import { endpointVersions, rollbackEndpoint, setEndpoint, showEndpoint } from "../../actions/endpoints.ts";
import { checkProject } from "../../actions/projects.ts";
import type { StoredEndpoint } from "../../store/gateway-control.ts";
import { need } from "./access.ts";
import { actingAs, iso, type ControlRoutesParts } from "./control-parts.ts";
import { errors, reply, type Api } from "./openapi-app.ts";

const endpoint = z
  .object({
    project: z.string(),
    name: z.string(),
    version: z.int().positive(),
    definition: z
      .looseObject({})
      .openapi({ description: "system_prompt, policy, guardrails, ...: what a version holds" }),
    created_at: z.iso.datetime(),
    note: z.string().nullable(),
  })
  .openapi("Endpoint");

const one = { content: { "application/json": { schema: endpoint } } };
const named = z.object({ project: z.string(), endpoint: z.string() });
const BASE = "/api/projects/{project}/endpoints";

const listRoute = createRoute({
  method: "get",
  path: "/api/endpoints",
  summary: "List endpoints, each with its newest version",
  request: { query: z.strictObject({ project: z.string().optional() }) },
  responses: {
    200: {
      description: "By project and name.",
      content: { "application/json": { schema: z.object({ endpoints: z.array(endpoint) }) } },
    },
    ...errors,
  },
});

const showRoute = createRoute({
  method: "get",
  path: `${BASE}/{endpoint}`,
  summary: "An endpoint: its newest version, or the one that is named",
  request: { params: named, query: z.strictObject({ version: z.coerce.number().int().min(1).optional() }) },
  responses: { 200: { description: "The version.", ...one }, ...errors },
});

const setRoute = createRoute({
  method: "put",
  path: `${BASE}/{endpoint}`,
  summary: "Store the next version of an endpoint, or its first; it is in force at once",
  request: {
    params: named,
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.strictObject({ definition: z.looseObject({}), note: z.string().nullable().default(null) }),
        },
      },
    },
  },
  responses: {
    200: { description: "The newest version says the same already.", ...one },
    201: { description: "The new version.", ...one },
    ...errors,
  },
});

const versionsRoute = createRoute({
  method: "get",
  path: `${BASE}/{endpoint}/versions`,
  summary: "Every version of an endpoint",
  request: { params: named },
  responses: {
    200: {
      description: "Newest first.",
      content: { "application/json": { schema: z.object({ versions: z.array(endpoint) }) } },
    },
    ...errors,
  },
});

const rollbackRoute = createRoute({
  method: "post",
  path: `${BASE}/{endpoint}/rollback`,
  summary: "Make an older version's definition the newest version; without a version, the one before",
  request: {
    params: named,
    body: {
      required: false,
      content: { "application/json": { schema: z.strictObject({ version: z.int().positive().optional() }) } },
    },
  },
  responses: { 201: { description: "The new version.", ...one }, ...errors },
});

const sessionsRoute = createRoute({
  method: "get",
  path: `${BASE}/{endpoint}/sessions`,
  summary: "Sessions of an endpoint that groups requests by them",
  request: { params: named, query: z.strictObject({ limit: z.coerce.number().int().min(1).max(1_000).default(100) }) },
  responses: {
    200: {
      description: "The latest first.",
      content: {
        "application/json": { schema: z.object({ sessions: z.array(z.looseObject({ session: z.string() })) }) },
      },
    },
    ...errors,
  },
});

function shown(stored: StoredEndpoint): object {
  return { ...stored, created_at: iso(stored.created_at) };
}

/** Endpoints, their versions and sessions. Viewers look; editors change. */
export function endpointsRoutes(api: Api, parts: ControlRoutesParts): void {
  const { control } = parts.store;
  const LOOKING = "Looking at endpoints";
  api.openapi(listRoute, (context) => {
    need(context.get("principal"), "viewer", LOOKING);
    const { project } = context.req.valid("query");
    if (project !== undefined) checkProject(control, project);
    const found = control.endpoints().filter((stored) => project === undefined || stored.project === project);
    return reply(context, { endpoints: found.map(shown) });
  });
  api.openapi(showRoute, (context) => {
    need(context.get("principal"), "viewer", LOOKING);
    const { project, endpoint: name } = context.req.valid("param");
    const { version } = context.req.valid("query");
    return reply(context, shown(showEndpoint(control, project, version === undefined ? name : `${name}@${version}`)));
  });
  api.openapi(setRoute, (context) => {
    const principal = context.get("principal");
    need(principal, "editor", "Changing an endpoint");
    const { project, endpoint: name } = context.req.valid("param");
    const asked = context.req.valid("json");
    const { endpoint: stored, added } = setEndpoint(
      actingAs(parts, principal),
      { project, name, ...asked },
      parts.checkServed,
    );
    return reply(context, shown(stored), added ? 201 : 200);
  });
  api.openapi(versionsRoute, (context) => {
    need(context.get("principal"), "viewer", LOOKING);
    const { project, endpoint: name } = context.req.valid("param");
    return reply(context, { versions: endpointVersions(control, project, name).map(shown) });
  });
  api.openapi(rollbackRoute, (context) => {
    const principal = context.get("principal");
    need(principal, "editor", "Rolling an endpoint back");
    const { project, endpoint: name } = context.req.valid("param");
    const to = context.req.valid("json")?.version ?? null;
    return reply(context, shown(rollbackEndpoint(actingAs(parts, principal), { project, name, to })), 201);
  });
  api.openapi(sessionsRoute, (context) => {
    need(context.get("principal"), "viewer", LOOKING);
    const { project, endpoint: name } = context.req.valid("param");
    showEndpoint(control, project, name);
    const sessions = control.sessions(project, name, context.req.valid("query").limit);
    return reply(context, {
      sessions: sessions.map((stored) => ({ ...stored, first_at: iso(stored.first_at), last_at: iso(stored.last_at) })),
    });
  });
}
