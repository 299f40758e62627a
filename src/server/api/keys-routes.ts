import { createRoute, z } from "@hono/zod-openapi";
import { createKey, KEY_ROLES, keyState, revokeKey, shownKey } from "../../actions/keys.ts";
import type { StoredKey } from "../../store/gateway-control.ts";
import { need } from "./access.ts";
import { actingAs, iso, isoOrNull, type ControlRoutesParts } from "./control-parts.ts";
import { errors, reply, type Api } from "./openapi-app.ts";

const key = z
  .object({
    id: z.string(),
    name: z.string(),
    prefix: z.string().openapi({ description: "its first characters, to tell keys apart" }),
    role: z.enum(KEY_ROLES),
    project: z.string(),
    endpoint: z.string().nullable(),
    budget_usd_per_day: z.number().nullable(),
    spent_usd_today: z.number().openapi({ description: "of this UTC day, as far as it is stored" }),
    expires_at: isoOrNull,
    revoked_at: isoOrNull,
    created_at: z.iso.datetime(),
    state: z.enum(["good", "expired", "revoked"]),
  })
  .openapi("Key");

const listRoute = createRoute({
  method: "get",
  path: "/api/keys",
  summary: "List keys: never the keys themselves",
  responses: {
    200: {
      description: "Oldest first.",
      content: { "application/json": { schema: z.object({ keys: z.array(key) }) } },
    },
    ...errors,
  },
});

const createOne = createRoute({
  method: "post",
  path: "/api/keys",
  summary: "Make a key; it is in this answer and nowhere else",
  request: {
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.strictObject({
            name: z.string().min(1).max(200),
            role: z.enum(KEY_ROLES).default("client"),
            project: z.string().default("default"),
            endpoint: z.string().nullable().default(null),
            budget_usd_per_day: z.number().positive().nullable().default(null),
            expires_at: z.iso.datetime({ offset: true }).nullable().default(null),
          }),
        },
      },
    },
  },
  responses: {
    201: {
      description: "The key.",
      content: { "application/json": { schema: key.extend({ key: z.string() }) } },
    },
    ...errors,
  },
});

const revokeRoute = createRoute({
  method: "delete",
  path: "/api/keys/{id}",
  summary: "Revoke a key",
  request: { params: z.object({ id: z.string().openapi({ description: "its id, or its prefix" }) }) },
  responses: {
    200: { description: "The key.", content: { "application/json": { schema: key } } },
    ...errors,
  },
});

/** Keys. Only admins see or change them. */
export function keysRoutes(api: Api, parts: ControlRoutesParts): void {
  const { control } = parts.store;
  const shown = (stored: StoredKey): object => ({
    ...shownKey(stored),
    spent_usd_today: control.spent(stored.id, new Date(parts.now()).toISOString().slice(0, 10)),
    expires_at: iso(stored.expires_at),
    revoked_at: iso(stored.revoked_at),
    created_at: iso(stored.created_at),
    state: keyState(stored, parts.now()),
  });
  api.openapi(listRoute, (context) => {
    need(context.get("principal"), "admin", "Looking at keys");
    return reply(context, { keys: control.keys().map(shown) });
  });
  api.openapi(createOne, (context) => {
    const principal = context.get("principal");
    need(principal, "admin", "Making a key");
    const { expires_at: expires, ...asked } = context.req.valid("json");
    const made = createKey(actingAs(parts, principal), {
      ...asked,
      expires_at: expires === null ? null : Date.parse(expires),
      actor: principal.name,
    });
    return reply(context, { ...shown(made.key), key: made.secret }, 201);
  });
  api.openapi(revokeRoute, (context) => {
    const principal = context.get("principal");
    need(principal, "admin", "Revoking a key");
    return reply(context, shown(revokeKey(actingAs(parts, principal), context.req.valid("param").id, principal.name)));
  });
}
