import { createRoute, z } from "@hono/zod-openapi";
import {
  attachConfig,
  attachedConfig,
  detachConfig,
  scopeOf,
  type ChangedAttachment,
} from "../../actions/attachments.ts";
import { showConfig } from "../../actions/configs.ts";
import { previewRollback, rollBack } from "../../actions/promote/roll-back.ts";
import type { StoredAttachment } from "../../store/gateway-control.ts";
import { need } from "./access.ts";
import { actingAs, iso, type ControlRoutesParts } from "./control-parts.ts";
import { errors, reply, type Api } from "./openapi-app.ts";

const attachment = z
  .object({
    scope: z.string().openapi({ description: "project:NAME or endpoint:PROJECT/NAME" }),
    config: z.string().nullable().openapi({ description: "NAME@VERSION; null = nothing any more" }),
    attached_at: z.iso.datetime(),
    actor: z.string(),
  })
  .openapi("Attachment");

const changed = {
  content: {
    "application/json": {
      schema: attachment.extend({
        before: z.string().nullable().openapi({ description: "what served until then" }),
        changed: z.boolean(),
      }),
    },
  },
};
const rolledBack = {
  content: {
    "application/json": {
      schema: changed.content["application/json"].schema.extend({
        experiment: z.string().nullable().openapi({ description: "whose promotion was undone" }),
        endpoint: z.object({ name: z.string(), version: z.int(), as: z.int() }).nullable().openapi({
          description: "the endpoint's new version, and the older one that it repeats; null: an attachment was changed",
        }),
      }),
    },
  },
};
const list = (name: string) => ({
  content: { "application/json": { schema: z.object({ [name]: z.array(attachment) }) } },
});
const scopeField = z.string().openapi({ description: "project:NAME, endpoint:PROJECT/NAME or endpoint:NAME" });
const scopeBody = {
  required: true,
  content: { "application/json": { schema: z.strictObject({ scope: scopeField }) } },
};
const whole = {
  description: "before the promoted candidate had any share; unless given, before the last change",
};
const served = z.object({
  from: z.enum(["attachment", "endpoint", "project", "default"]),
  config: z.string().nullable(),
  policy: z.unknown(),
});

const listRoute = createRoute({
  method: "get",
  path: "/api/attachments",
  summary: "Which config serves which project or endpoint",
  responses: { 200: { description: "In force now.", ...list("attachments") }, ...errors },
});

const historyRoute = createRoute({
  method: "get",
  path: "/api/attachments/history",
  summary: "What served a project or endpoint when",
  request: { query: z.strictObject({ scope: scopeField }) },
  responses: { 200: { description: "Newest first.", ...list("history") }, ...errors },
});

const attachRoute = createRoute({
  method: "post",
  path: "/api/attachments",
  summary: "Let a config version serve a project or an endpoint",
  request: {
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.strictObject({
            scope: scopeField,
            config: z.string().openapi({ description: "NAME or NAME@VERSION" }),
          }),
        },
      },
    },
  },
  responses: { 200: { description: "In force now.", ...changed }, ...errors },
});

const detachRoute = createRoute({
  method: "post",
  path: "/api/attachments/detach",
  summary: "Let no config serve a project or an endpoint any more",
  request: { body: scopeBody },
  responses: { 200: { description: "In force now.", ...changed }, ...errors },
});

const previewRoute = createRoute({
  method: "get",
  path: "/api/attachments/rollback",
  summary: "What rolling back a project or an endpoint would restore",
  request: {
    query: z.strictObject({
      scope: scopeField,
      whole: z.enum(["true", "false"]).default("false").openapi(whole),
    }),
  },
  responses: {
    200: {
      description: "Nothing is changed.",
      content: {
        "application/json": {
          schema: z.object({
            scope: z.string(),
            kind: z.enum(["policy", "endpoint"]),
            experiment: z.string().nullable().openapi({ description: "whose promotion would be undone" }),
            before: served.openapi({ description: "what serves now" }),
            after: served.openapi({ description: "what would serve" }),
            diff: z.array(z.looseObject({ path: z.string(), kind: z.enum(["added", "removed", "changed"]) })),
          }),
        },
      },
    },
    ...errors,
  },
});

const rollbackRoute = createRoute({
  method: "post",
  path: "/api/attachments/rollback",
  summary: "Restore what served a project or an endpoint before its last change",
  request: {
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.strictObject({ scope: scopeField, whole: z.boolean().default(false).openapi(whole) }),
        },
      },
    },
  },
  responses: { 200: { description: "In force now.", ...rolledBack }, ...errors },
});

function shown(stored: StoredAttachment): object {
  const { scope, scope_id: id, attached_at: at, actor } = stored;
  return { scope: `${scope}:${id}`, config: attachedConfig(stored), attached_at: iso(at), actor };
}

function shownChange({ attachment: stored, before, changed: was }: ChangedAttachment): object {
  return { ...shown(stored), before, changed: was };
}

/** Which config serves what. Viewers look; editors change. */
export function attachmentsRoutes(api: Api, parts: ControlRoutesParts): void {
  const { control } = parts.store;
  api.openapi(listRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at attachments");
    return reply(context, {
      attachments: control
        .attachments()
        .filter(({ config }) => config !== null)
        .map(shown),
    });
  });
  api.openapi(historyRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at attachments");
    const { scope, scope_id: id } = scopeOf(control, context.req.valid("query").scope);
    return reply(context, { history: control.attachmentHistory(scope, id).map(shown) });
  });
  api.openapi(attachRoute, (context) => {
    const principal = context.get("principal");
    need(principal, "editor", "Attaching a config");
    const { scope, config } = context.req.valid("json");
    parts.checkServed(showConfig(control, config).policy);
    return reply(context, shownChange(attachConfig(actingAs(parts, principal), scope, config)));
  });
  api.openapi(detachRoute, (context) => {
    const principal = context.get("principal");
    need(principal, "editor", "Detaching a config");
    return reply(context, shownChange(detachConfig(actingAs(parts, principal), context.req.valid("json").scope)));
  });
  api.openapi(previewRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at attachments");
    const { scope, whole: all } = context.req.valid("query");
    return reply(context, previewRollback(control, scope, all === "true"));
  });
  api.openapi(rollbackRoute, (context) => {
    const principal = context.get("principal");
    need(principal, "editor", "Rolling back");
    const { scope, whole: all } = context.req.valid("json");
    const { experiment, endpoint, ...change } = rollBack(actingAs(parts, principal), scope, all);
    return reply(context, { ...shownChange(change), experiment, endpoint });
  });
}
