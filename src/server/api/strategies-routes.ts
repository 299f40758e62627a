import { createRoute, z } from "@hono/zod-openapi";
import { describedStrategies } from "../../core/strategy-schemas.ts";
import { need } from "./access.ts";
import { errors, reply, type Api } from "./openapi-app.ts";

const strategiesRoute = createRoute({
  method: "get",
  path: "/api/strategies",
  summary: "Strategies a policy may name, and how each is written",
  responses: {
    200: {
      description: "In the order of docs/reference/policies.md.",
      content: {
        "application/json": {
          schema: z.object({
            strategies: z.array(
              z
                .object({
                  name: z.string(),
                  aliases: z.array(z.string()),
                  summary: z.string(),
                  example: z.looseObject({ strategy: z.string() }),
                  schema: z.looseObject({}).openapi({
                    description:
                      "JSON Schema 2020-12 with titles, descriptions and defaults; `#/$defs/policy` is a policy inside this one, `format` says what a text names: `target` or `config`",
                  }),
                })
                .openapi("Strategy"),
            ),
          }),
        },
      },
    },
    ...errors,
  },
});

/** What policies are made of. Viewers look. */
export function strategiesRoutes(api: Api): void {
  const strategies = describedStrategies();
  api.openapi(strategiesRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at strategies");
    return reply(context, { strategies });
  });
}
