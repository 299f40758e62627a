import { createRoute, z } from "@hono/zod-openapi";
import { choosableScopes } from "../../actions/promote/choosable-scopes.ts";
import { promotedScopes } from "../../actions/promote/promoted-scopes.ts";
import { need } from "./access.ts";
import type { ControlRoutesParts } from "./control-parts.ts";
import { errors, reply, type Api } from "./openapi-app.ts";

const params = z.object({ id: z.string().openapi({ description: "sim_..." }) });
const scope = z.string().openapi({ description: "project:NAME or endpoint:PROJECT/NAME" });

const promotionsRoute = createRoute({
  method: "get",
  path: "/api/experiments/{id}/promotions",
  summary: "Where the candidate of an experiment was promoted to, and what it serves there now",
  request: { params },
  responses: {
    200: {
      description: "The latest first; empty where it was never promoted.",
      content: {
        "application/json": {
          schema: z.object({
            scopes: z.array(
              z.object({
                scope,
                kind: z.enum(["policy", "endpoint"]),
                percent: z.number().openapi({ description: "of the requests, now; 0: it was taken out" }),
                arm: z.string().nullable(),
                promotion: z.string().nullable(),
                other: z.string().nullable().openapi({ description: "the experiment whose candidate serves instead" }),
                history: z.array(
                  z.object({
                    at: z.iso.datetime(),
                    actor: z.string().nullable(),
                    serves: z.string().nullable(),
                    percent: z.number(),
                  }),
                ),
              }),
            ),
          }),
        },
      },
    },
    ...errors,
  },
});

const scopesRoute = createRoute({
  method: "get",
  path: "/api/experiments/{id}/scopes",
  summary: "What the candidate of an experiment may be promoted to",
  request: { params },
  responses: {
    200: {
      description: "What its window holds requests of, most first, then all others.",
      content: {
        "application/json": {
          schema: z.object({
            scopes: z.array(
              z.object({
                scope,
                requests: z.int(),
                models: z.array(z.object({ model: z.string(), requests: z.int() })),
                serves: z.object({
                  from: z.enum(["attachment", "endpoint", "project", "default"]),
                  config: z.string().nullable(),
                }),
              }),
            ),
          }),
        },
      },
    },
    ...errors,
  },
});

/** Where candidates serve, and where they may. Viewers look. */
export function promotedRoutes(api: Api, { store, now }: ControlRoutesParts): void {
  api.openapi(promotionsRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at promotions");
    return reply(context, { scopes: promotedScopes(store.control, context.req.valid("param").id) });
  });
  api.openapi(scopesRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at promotions");
    return reply(context, { scopes: choosableScopes(store, context.req.valid("param").id, now()) });
  });
}
