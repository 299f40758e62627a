import { createRoute, z } from "@hono/zod-openapi";
import { STATUSES } from "../../core/exchange.ts";
import { listLogs, showLog } from "../../actions/list-logs.ts";
import { replayLogged, type ReplayLoggedParts } from "../../actions/replay-logged.ts";
import { need } from "./access.ts";
import { errors, reply, type Api } from "./openapi-app.ts";

const row = z.looseObject({ request_id: z.string(), parent_request_id: z.string().nullable() });

const listRoute = createRoute({
  method: "get",
  path: "/api/logs",
  summary: "List logged requests, newest first, without bodies",
  request: {
    query: z.object({
      limit: z.coerce.number().int().min(1).max(1_000).default(50),
      from: z.iso.datetime({ offset: true }).optional(),
      to: z.iso.datetime({ offset: true }).optional(),
      project: z.string().optional(),
      endpoint: z.string().optional(),
      model: z.string().optional(),
      provider: z.string().optional(),
      end_user: z.string().optional(),
      tag: z.string().optional(),
      feature: z.string().optional(),
      status: z.enum(STATUSES).optional(),
      origin: z.string().optional(),
      parent_request_id: z.string().optional(),
    }),
  },
  responses: {
    200: {
      description: "`more` says that the limit cut them.",
      content: { "application/json": { schema: z.object({ rows: z.array(row), more: z.boolean() }) } },
    },
    ...errors,
  },
});

const idParameter = z.object({ id: z.string().openapi({ description: "request id or source id" }) });

const showRoute = createRoute({
  method: "get",
  path: "/api/logs/{id}",
  summary: "One logged request with its bodies and its decision trace",
  request: { params: idParameter },
  responses: { 200: { description: "The row.", content: { "application/json": { schema: row } } }, ...errors },
});

const replayRoute = createRoute({
  method: "post",
  path: "/api/logs/{id}/replay",
  summary: "Send a logged request again, through its endpoint as it is configured now",
  request: {
    params: idParameter,
    body: {
      required: false,
      content: {
        "application/json": {
          schema: z.strictObject({
            messages: z.array(z.unknown()).optional().openapi({ description: "in place of the original messages" }),
            body: z.looseObject({}).optional().openapi({ description: "in place of the whole body" }),
            force: z.boolean().default(false),
          }),
        },
      },
    },
  },
  responses: {
    200: {
      description: "The new row's id, and the difference between the two.",
      content: {
        "application/json": { schema: z.looseObject({ source_request_id: z.string(), new_request_id: z.string() }) },
      },
    },
    ...errors,
  },
});

/** Live logs: list, show, replay. Viewers look; replaying needs an editor. */
export function logsRoutes(api: Api, parts: ReplayLoggedParts): void {
  const { traffic } = parts.store;
  api.openapi(listRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at logs");
    const { limit, from, to, origin, ...rest } = context.req.valid("query");
    const filter = {
      ...Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined)),
      ...(from === undefined ? {} : { from: Date.parse(from) }),
      ...(to === undefined ? {} : { to: Date.parse(to) }),
      ...(origin === undefined ? {} : { origins: origin.split(",") }),
    };
    const { rows, more } = listLogs(traffic, filter, limit);
    return reply(context, { rows, more });
  });
  api.openapi(showRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at logs");
    return reply(context, showLog(traffic, context.req.valid("param").id));
  });
  api.openapi(replayRoute, async (context) => {
    const principal = context.get("principal");
    need(principal, "editor", "Replaying");
    const given = context.req.header("content-length") === "0" ? undefined : context.req.valid("json");
    const { id } = context.req.valid("param");
    const edit = given?.messages ?? given?.body ?? null;
    const result = await replayLogged(parts, { id, edit, force: given?.force ?? false, actor: principal.name });
    return reply(context, result);
  });
}
