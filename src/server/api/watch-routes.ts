import { createRoute, z } from "@hono/zod-openapi";
import { need } from "./access.ts";
import { iso, type ControlRoutesParts } from "./control-parts.ts";
import { errors, reply, type Api } from "./openapi-app.ts";

export interface WatchRoutesParts extends ControlRoutesParts {
  readonly cooldowns: () => readonly { readonly target: string; readonly until: number }[];
}

const auditRoute = createRoute({
  method: "get",
  path: "/api/audit",
  summary: "The audit log: who changed what",
  request: {
    query: z.strictObject({
      action: z.string().optional().openapi({ description: "such as gateway.replay" }),
      before: z.iso.datetime({ offset: true }).optional(),
      limit: z.coerce.number().int().min(1).max(1_000).default(100),
    }),
  },
  responses: {
    200: {
      description: "Newest first.",
      content: {
        "application/json": {
          schema: z.object({
            entries: z.array(
              z.object({
                id: z.string(),
                at: z.iso.datetime(),
                actor: z.string(),
                action: z.string(),
                details: z.looseObject({}),
              }),
            ),
          }),
        },
      },
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
      description: "With the end of each.",
      content: {
        "application/json": {
          schema: z.object({ cooldowns: z.array(z.object({ target: z.string(), until: z.iso.datetime() })) }),
        },
      },
    },
    ...errors,
  },
});

/** What happened, and what is not well. Viewers look. */
export function watchRoutes(api: Api, parts: WatchRoutesParts): void {
  api.openapi(auditRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at the audit log");
    const { action, before, limit } = context.req.valid("query");
    const filter = {
      ...(action === undefined ? {} : { action }),
      ...(before === undefined ? {} : { before: Date.parse(before) }),
    };
    const entries = parts.store.control.auditEntries(filter, limit);
    return reply(context, { entries: entries.map((entry) => ({ ...entry, at: iso(entry.at) })) });
  });
  api.openapi(cooldownsRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at cooldowns");
    const cooldowns = parts.cooldowns().map(({ target, until }) => ({ target, until: iso(until) }));
    return reply(context, { cooldowns });
  });
}
