import { createRoute, z } from "@hono/zod-openapi";
import { auditCsv, auditJson } from "../../actions/audit-export.ts";
import { checkedWindow, parseDuration, parseInstant, windowBounds } from "../../actions/window.ts";
import type { AuditEntry, AuditFilter } from "../../store/audit.ts";
import { need } from "./access.ts";
import { iso, type ControlRoutesParts } from "./control-parts.ts";
import { errors, reply, type Api } from "./openapi-app.ts";

const filterFields = {
  action: z.string().optional().openapi({ description: "such as gateway.replay" }),
  kind: z.string().optional().openapi({ description: "kind of object, what an action begins with: config, key ..." }),
  actor: z.string().optional().openapi({ description: "name of the key that acted, or cli" }),
  from: z.string().optional().openapi({ description: "ISO 8601, from then on" }),
  to: z.string().optional().openapi({ description: "ISO 8601, up to then" }),
  last: z.string().optional().openapi({ description: "instead of `from` and `to`: 24h, 7d ... back from now" }),
  text: z.string().max(200).optional().openapi({ description: "stands in a value of the details" }),
  id: z.string().optional().openapi({ description: "this entry alone" }),
};

const listRoute = createRoute({
  method: "get",
  path: "/api/audit",
  summary: "The audit log: who changed what",
  request: {
    query: z.strictObject({
      ...filterFields,
      before: z.iso.datetime({ offset: true }).optional().openapi({ description: "older than this instant" }),
      after: z.string().optional().openapi({ description: "`next` of the page before" }),
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
            next: z.string().nullable().openapi({ description: "for `after`; null = there are no older entries" }),
          }),
        },
      },
    },
    ...errors,
  },
});

const namesRoute = createRoute({
  method: "get",
  path: "/api/audit/names",
  summary: "Actions and actors that the audit log knows",
  responses: {
    200: {
      description: "By name.",
      content: {
        "application/json": { schema: z.object({ actions: z.array(z.string()), actors: z.array(z.string()) }) },
      },
    },
    ...errors,
  },
});

const exportRoute = createRoute({
  method: "get",
  path: "/api/audit/export",
  summary: "The audit log as a file",
  request: { query: z.strictObject({ ...filterFields, format: z.enum(["json", "csv"]).default("json") }) },
  responses: {
    200: {
      description: "All entries of the filter, newest first; in CSV, details are JSON.",
      content: { "application/json": { schema: z.looseObject({}) }, "text/csv": { schema: z.string() } },
    },
    ...errors,
  },
});

type Asked = Omit<z.infer<typeof exportRoute.request.query>, "format">;

/** Throws `window_invalid`. */
function filterOf({ from, to, last, ...asked }: Asked, now: number): AuditFilter {
  const window = checkedWindow({
    ...(last === undefined ? {} : { last: parseDuration(last, "last") }),
    ...(from === undefined ? {} : { from: parseInstant(from, "from") }),
    ...(to === undefined ? {} : { to: parseInstant(to, "to") }),
  });
  const { from: begin, to: end } = windowBounds(window, now, null);
  return {
    ...(Object.fromEntries(Object.entries(asked).filter(([, given]) => given !== undefined)) as AuditFilter),
    ...(begin === undefined ? {} : { from: begin }),
    ...(end === undefined ? {} : { before: end }),
  };
}

const FILES = {
  json: { type: "application/json; charset=utf-8", write: auditJson },
  csv: { type: "text/csv; charset=utf-8; header=present", write: auditCsv },
} as const;

/** Who changed what. Viewers look. */
export function auditRoutes(api: Api, { store, now }: Pick<ControlRoutesParts, "store" | "now">): void {
  const { control } = store;
  api.openapi(listRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at the audit log");
    const { before, after, limit, ...asked } = context.req.valid("query");
    const filter = filterOf(asked, now());
    const older = Math.min(filter.before ?? Infinity, before === undefined ? Infinity : Date.parse(before));
    const found = control.auditEntries(
      {
        ...filter,
        ...(after === undefined ? {} : { after }),
        ...(older === Infinity ? {} : { before: older }),
      },
      limit + 1,
    );
    const entries = found.slice(0, limit);
    const next = found.length > limit ? (entries.at(-1) as AuditEntry).id : null;
    return reply(context, { entries: entries.map((entry) => ({ ...entry, at: iso(entry.at) })), next });
  });
  api.openapi(namesRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at the audit log");
    return reply(context, control.auditNames());
  });
  api.openapi(exportRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at the audit log");
    const { format, ...asked } = context.req.valid("query");
    const { type, write } = FILES[format];
    const text = ReadableStream.from(write(control, filterOf(asked, now()))).pipeThrough(new TextEncoderStream());
    return new Response(text, {
      headers: {
        "content-type": type,
        "content-disposition": `attachment; filename="audit.${format}"`,
        "cache-control": "no-store",
      },
    }) as never;
  });
}
