import { createRoute, z } from "@hono/zod-openapi";
import { askedMirror } from "../../actions/mirror/asked-mirror.ts";
import { addMirror, findMirror, MIRROR_DEFAULTS, removeMirror, setMirrorState } from "../../actions/mirror/mirrors.ts";
import { shownMirror } from "../../actions/mirror/shown-mirror.ts";
import type { StoredMirror } from "../../store/shadow.ts";
import { need, type Principal } from "./access.ts";
import { actingAs, type ControlRoutesParts } from "./control-parts.ts";
import { errors, reply, type Api } from "./openapi-app.ts";

const mirror = z
  .object({
    id: z.string(),
    scope: z.string().openapi({ description: "project:NAME or endpoint:PROJECT/NAME" }),
    candidate: z.string(),
    policy: z.unknown(),
    share: z.number(),
    max_usd_per_day: z.number(),
    timeout_ms: z.number(),
    concurrency: z.number(),
    pack: z.object({ name: z.string(), hash: z.string() }).nullable(),
    contracts: z.array(z.string()),
    state: z.enum(["running", "paused"]),
    created_at: z.iso.datetime(),
    actor: z.string(),
    today: z.object({
      day: z.string().openapi({ description: "UTC" }),
      spent_usd: z.number(),
      reserved_usd: z.number().openapi({ description: "set aside for calls under way" }),
      requests: z.record(z.string(), z.number()).openapi({ description: "chosen requests, by what became of them" }),
    }),
    run: z.string().nullable().openapi({ description: "its newest run: GET /api/shadow-runs/{id}" }),
    summary: z.looseObject({}).nullable(),
  })
  .openapi("Mirror");

const body = z.strictObject({
  project: z.string().default("default"),
  endpoint: z.string().nullable().default(null).openapi({ description: "null = all of the project's traffic" }),
  policy: z.unknown().openapi({ description: "a policy, the name of a config, or single:MODEL:PROVIDER" }),
  name: z.string().nullable().default(null).openapi({ description: "of a policy that is no config" }),
  share: z.number().openapi({ description: "of the requests, above 0 and 1 at most" }),
  max_usd_per_day: z.number().openapi({ description: "UTC days" }),
  timeout_ms: z
    .int()
    .optional()
    .openapi({ description: String(MIRROR_DEFAULTS.timeout_ms) }),
  concurrency: z
    .int()
    .optional()
    .openapi({ description: String(MIRROR_DEFAULTS.concurrency) }),
  pack: z
    .strictObject({ name: z.string(), hash: z.string(), contracts: z.array(z.unknown()) })
    .nullable()
    .default(null)
    .openapi({ description: "contracts as a pack holds them once it is read: what the command line sends" }),
});

const json = <T extends z.ZodType>(schema: T) => ({ "application/json": { schema } });
const idParameter = z.object({ id: z.string() });

const listRoute = createRoute({
  method: "get",
  path: "/api/mirrors",
  summary: "Mirrors, and what has come of them today",
  responses: {
    200: { description: "In the order they were made.", content: json(z.object({ mirrors: z.array(mirror) })) },
    ...errors,
  },
});

const addRoute = createRoute({
  method: "post",
  path: "/api/mirrors",
  summary: "Ask a share of live traffic of a candidate as well",
  request: { body: { required: true, content: json(body) } },
  responses: { 201: { description: "The mirror.", content: json(mirror) }, ...errors },
});

const oneResponse = { 200: { description: "The mirror.", content: json(mirror) }, ...errors };
const showRoute = createRoute({
  method: "get",
  path: "/api/mirrors/{id}",
  summary: "A mirror, and what has come of it today",
  request: { params: idParameter },
  responses: oneResponse,
});
const pauseRoute = createRoute({
  method: "post",
  path: "/api/mirrors/{id}/pause",
  summary: "Mirror nothing more for now",
  request: { params: idParameter },
  responses: oneResponse,
});
const resumeRoute = createRoute({
  method: "post",
  path: "/api/mirrors/{id}/resume",
  summary: "Mirror again",
  request: { params: idParameter },
  responses: oneResponse,
});
const removeRoute = createRoute({
  method: "delete",
  path: "/api/mirrors/{id}",
  summary: "Forget a mirror; its comparisons stay",
  request: { params: idParameter },
  responses: oneResponse,
});

/** Mirrors. Viewers look, editors change them. */
export function mirrorRoutes(api: Api, parts: ControlRoutesParts): void {
  const { control } = parts.store;
  const shown = (stored: StoredMirror): object => shownMirror(control, stored, parts.now());
  const editing = (principal: Principal, doing: string): ReturnType<typeof actingAs> => {
    need(principal, "editor", doing);
    return actingAs(parts, principal);
  };
  api.openapi(listRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at mirrors");
    return reply(context, { mirrors: control.shadows.mirrors().map(shown) });
  });
  api.openapi(showRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at mirrors");
    return reply(context, shown(findMirror({ control }, context.req.valid("param").id)));
  });
  api.openapi(addRoute, (context) => {
    const acting = editing(context.get("principal"), "Adding mirrors");
    const asked = askedMirror(control, context.req.valid("json"));
    const made = addMirror({ ...acting, newSalt: parts.newId, checkServed: parts.checkServed }, asked);
    return reply(context, shown(made), 201);
  });
  api.openapi(pauseRoute, (context) => {
    const acting = editing(context.get("principal"), "Pausing mirrors");
    return reply(context, shown(setMirrorState(acting, context.req.valid("param").id, "paused")));
  });
  api.openapi(resumeRoute, (context) => {
    const acting = editing(context.get("principal"), "Resuming mirrors");
    return reply(context, shown(setMirrorState(acting, context.req.valid("param").id, "running")));
  });
  api.openapi(removeRoute, (context) => {
    const acting = editing(context.get("principal"), "Removing mirrors");
    const { id } = context.req.valid("param");
    const was = shown(findMirror(acting, id));
    removeMirror(acting, id);
    return reply(context, was);
  });
}
