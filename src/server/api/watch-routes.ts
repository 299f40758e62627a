import { createRoute, z } from "@hono/zod-openapi";
import { need } from "./access.ts";
import { iso, type ControlRoutesParts } from "./control-parts.ts";
import { errors, reply, type Api } from "./openapi-app.ts";

export interface WatchRoutesParts extends ControlRoutesParts {
  readonly cooldowns: () => readonly { readonly target: string; readonly until: number }[];
}

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

/** What is not well. Viewers look. */
export function watchRoutes(api: Api, parts: WatchRoutesParts): void {
  api.openapi(cooldownsRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at cooldowns");
    const cooldowns = parts.cooldowns().map(({ target, until }) => ({ target, until: iso(until) }));
    return reply(context, { cooldowns });
  });
}
