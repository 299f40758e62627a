import { createRoute, z } from "@hono/zod-openapi";
import { showConfig, storeConfig } from "../../actions/configs.ts";
import { parsePolicy } from "../../core/policy.ts";
import type { StoredConfig } from "../../store/control.ts";
import { need } from "./access.ts";
import { actingAs, iso, type ControlRoutesParts } from "./control-parts.ts";
import { errors, reply, type Api } from "./openapi-app.ts";

const config = z
  .object({
    name: z.string(),
    version: z.int().positive(),
    policy: z.unknown(),
    draft: z.boolean().openapi({ description: "the candidate of an experiment" }),
    created_at: z.iso.datetime(),
    note: z.string().nullable(),
  })
  .openapi("RoutingConfig");

const one = { content: { "application/json": { schema: config } } };

const listRoute = createRoute({
  method: "get",
  path: "/api/configs",
  summary: "List configs with their versions",
  request: { query: z.strictObject({ drafts: z.enum(["true", "false"]).default("false") }) },
  responses: {
    200: {
      description: "By name and version.",
      content: { "application/json": { schema: z.object({ configs: z.array(config) }) } },
    },
    ...errors,
  },
});

const showRoute = createRoute({
  method: "get",
  path: "/api/configs/{name}",
  summary: "A config: its newest version, or the one that is named",
  request: {
    params: z.object({ name: z.string() }),
    query: z.strictObject({ version: z.coerce.number().int().min(1).optional() }),
  },
  responses: { 200: { description: "The version.", ...one }, ...errors },
});

const addRoute = createRoute({
  method: "post",
  path: "/api/configs",
  summary: "Store a policy as the next version of a name",
  request: {
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.strictObject({
            name: z.string(),
            policy: z
              .unknown()
              .openapi({ description: 'a policy, such as {"strategy":"single","model":"gpt-4o:openai"}' }),
            note: z.string().nullable().default(null),
          }),
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

function shown(stored: StoredConfig): object {
  return { ...stored, created_at: iso(stored.created_at) };
}

/** Named, versioned policies. Viewers look; editors add. */
export function configsRoutes(api: Api, parts: ControlRoutesParts): void {
  const { control } = parts.store;
  api.openapi(listRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at configs");
    const drafts = context.req.valid("query").drafts === "true";
    return reply(context, { configs: control.configs({ drafts }).map(shown) });
  });
  api.openapi(showRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at configs");
    const { name } = context.req.valid("param");
    const { version } = context.req.valid("query");
    return reply(context, shown(showConfig(control, version === undefined ? name : `${name}@${version}`)));
  });
  api.openapi(addRoute, (context) => {
    const principal = context.get("principal");
    need(principal, "editor", "Adding a config");
    const { name, policy, note } = context.req.valid("json");
    const asked = { name, policy: parsePolicy(policy), note, created_at: parts.now() };
    const { config: stored, added } = storeConfig(actingAs(parts, principal), asked);
    return reply(context, shown(stored), added ? 201 : 200);
  });
}
