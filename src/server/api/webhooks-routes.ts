import { createRoute, z } from "@hono/zod-openapi";
import type { Posted } from "../../actions/webhooks/deliver.ts";
import { testEvent } from "../../actions/webhooks/test-webhook.ts";
import {
  addWebhook,
  findWebhook,
  listWebhooks,
  removeWebhook,
  WEBHOOK_EVENTS,
  type WebhookParts,
} from "../../actions/webhooks/webhooks.ts";
import type { Delivery, StoredEvent, StoredWebhook } from "../../store/webhooks.ts";
import { need } from "./access.ts";
import { actingAs, iso, isoOrNull, type ControlRoutesParts } from "./control-parts.ts";
import { errors, reply, type Api } from "./openapi-app.ts";

export interface WebhooksRoutesParts extends ControlRoutesParts {
  readonly checkWebhookUrl: WebhookParts["checkUrl"];
  readonly postWebhook: (webhook: StoredWebhook, event: StoredEvent) => Promise<Posted>;
}

const webhook = z
  .object({
    id: z.string(),
    url: z.string(),
    on: z.array(z.enum(WEBHOOK_EVENTS)),
    secret_env: z.string().nullable(),
    allow_private: z.boolean(),
    created_at: z.iso.datetime(),
    actor: z.string(),
  })
  .openapi("Webhook");

const delivery = z.object({
  event: z.string(),
  type: z.string(),
  at: z.iso.datetime(),
  state: z.enum(["waiting", "delivered", "dead"]),
  attempts: z.number(),
  next_at: isoOrNull,
  ended_at: isoOrNull,
  message: z.string().nullable().openapi({ description: "what the last attempt came to" }),
});

const json = <T extends z.ZodType>(schema: T) => ({ "application/json": { schema } });
const idParameter = z.object({ id: z.string() });

const listRoute = createRoute({
  method: "get",
  path: "/api/webhooks",
  summary: "Webhooks, and their last deliveries",
  request: { query: z.strictObject({ deliveries: z.coerce.number().int().min(0).max(100).default(5) }) },
  responses: {
    200: {
      description: "In the order they were added.",
      content: json(z.object({ webhooks: z.array(webhook.extend({ deliveries: z.array(delivery) })) })),
    },
    ...errors,
  },
});

const addRoute = createRoute({
  method: "post",
  path: "/api/webhooks",
  summary: "Tell an address of events",
  request: {
    body: {
      required: true,
      content: json(
        z.strictObject({
          url: z.string(),
          on: z.array(z.string()).openapi({ description: WEBHOOK_EVENTS.join(", ") }),
          secret_env: z
            .string()
            .nullable()
            .default(null)
            .openapi({ description: "environment variable of the gateway" }),
          allow_private: z.boolean().default(false),
        }),
      ),
    },
  },
  responses: { 201: { description: "The webhook.", content: json(webhook) }, ...errors },
});

const removeRoute = createRoute({
  method: "delete",
  path: "/api/webhooks/{id}",
  summary: "Tell an address of nothing any more",
  request: { params: idParameter },
  responses: { 200: { description: "What it was.", content: json(webhook) }, ...errors },
});

const testRoute = createRoute({
  method: "post",
  path: "/api/webhooks/{id}/test",
  summary: "Send an event of type `test`, once",
  request: { params: idParameter },
  responses: {
    200: {
      description: "What it came to.",
      content: json(z.object({ delivered: z.boolean(), status: z.number().nullable(), message: z.string() })),
    },
    ...errors,
  },
});

function shown({ events, created_at: at, ...rest }: StoredWebhook): object {
  return { ...rest, on: events, created_at: iso(at) };
}

function shownDelivery({ event, state, attempts, next_at: next, ended_at: ended, message }: Delivery): object {
  const { id, type, at } = event;
  return { event: id, type, at: iso(at), state, attempts, next_at: iso(next), ended_at: iso(ended), message };
}

/** Webhooks. Addresses are secrets as often as not: only admins see them. */
export function webhooksRoutes(api: Api, parts: WebhooksRoutesParts): void {
  api.openapi(listRoute, (context) => {
    need(context.get("principal"), "admin", "Looking at webhooks");
    const all = listWebhooks(parts.store, context.req.valid("query").deliveries);
    return reply(context, {
      webhooks: all.map(({ deliveries, ...one }) => ({ ...shown(one), deliveries: deliveries.map(shownDelivery) })),
    });
  });
  api.openapi(addRoute, (context) => {
    const principal = context.get("principal");
    need(principal, "admin", "Adding webhooks");
    const { on, ...asked } = context.req.valid("json");
    const acting = { ...actingAs(parts, principal), checkUrl: parts.checkWebhookUrl };
    return reply(context, shown(addWebhook(acting, { ...asked, events: on })), 201);
  });
  api.openapi(removeRoute, (context) => {
    const principal = context.get("principal");
    need(principal, "admin", "Removing webhooks");
    return reply(context, shown(removeWebhook(actingAs(parts, principal), context.req.valid("param").id)));
  });
  api.openapi(testRoute, async (context) => {
    need(context.get("principal"), "admin", "Testing webhooks");
    const found = findWebhook(parts.store, context.req.valid("param").id);
    return reply(context, await parts.postWebhook(found, testEvent(found, parts.newId(), parts.now())));
  });
}
