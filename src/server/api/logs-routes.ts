import { createRoute, z } from "@hono/zod-openapi";
import { OperatorError } from "../../core/errors.ts";
import { ORIGINS, STATUSES, type Exchange } from "../../core/exchange.ts";
import { showLog } from "../../actions/list-logs.ts";
import { replayLogged, type ReplayLoggedParts } from "../../actions/replay-logged.ts";
import { keyInRows } from "../../actions/keys.ts";
import { parseDuration, parseInstant } from "../../actions/window.ts";
import type { Control } from "../../store/control.ts";
import type { ExchangeFilter, ListingPage, ListingPlace, Traffic } from "../../store/traffic.ts";
import { need } from "./access.ts";
import { iso } from "./control-parts.ts";
import { errors, reply, type Api } from "./openapi-app.ts";

const row = z.looseObject({ request_id: z.string(), parent_request_id: z.string().nullable() });

const amount = z.coerce.number().min(0).optional();

const filterFields = {
  from: z.string().optional().openapi({ description: "ISO 8601, from then on" }),
  to: z.string().optional().openapi({ description: "ISO 8601, up to then" }),
  last: z.string().optional().openapi({ description: "instead of `from` and `to`: 24h, 7d ... back from now" }),
  project: z.string().optional(),
  endpoint: z.string().optional(),
  model: z.string().optional(),
  provider: z.string().optional(),
  end_user: z.string().optional(),
  tag: z.string().optional(),
  feature: z.string().optional(),
  status: z.enum(STATUSES).optional(),
  session: z.string().optional(),
  api_key: z.string().optional().openapi({ description: "its name, its first characters or its id" }),
  strategy: z.string().optional(),
  metadata: z.string().optional().openapi({ description: "KEY=VALUE" }),
  origin: z
    .string()
    .optional()
    .openapi({ description: `one or several, with commas: ${ORIGINS.join(", ")}` }),
  parent_request_id: z.string().optional().openapi({ description: "replays of this request" }),
  latency_gte: amount.openapi({ description: "ms" }),
  latency_lte: amount,
  cost_gte: amount.openapi({ description: "USD as logged, else by our price table" }),
  cost_lte: amount,
  text: z.string().max(200).optional().openapi({
    description: "stands in a column (models, provider, endpoint, people, tags, codes, metadata), or begins the id",
  }),
};

const listRoute = createRoute({
  method: "get",
  path: "/api/logs",
  summary: "List logged requests, newest first, without bodies",
  request: {
    query: z.strictObject({
      ...filterFields,
      limit: z.coerce.number().int().min(1).max(1_000).default(50),
      before: z.string().optional().openapi({ description: "`next` of the page before: rows older than that page's" }),
      since: z.coerce
        .number()
        .int()
        .min(0)
        .optional()
        .openapi({ description: "`last` of an earlier answer: rows that came since, the last ones first" }),
      bodies: z
        .enum(["true", "false"])
        .optional()
        .openapi({ description: "look for `text` in bodies too, of some hundred rows at a time" }),
    }),
  },
  responses: {
    200: {
      description:
        "`more`: there are older rows, and `next` goes on with them. An answer may be short and have more: it went through very many rows.",
      content: {
        "application/json": {
          schema: z.object({
            rows: z.array(row),
            more: z.boolean(),
            next: z.string().nullable().openapi({ description: "for `before`; null = there are no older rows" }),
            last: z.int().openapi({ description: "for `since`" }),
            looked_at: z.int().openapi({ description: "rows read to find these" }),
          }),
        },
      },
    },
    ...errors,
  },
});

const countRoute = createRoute({
  method: "get",
  path: "/api/logs/count",
  summary: "How many logged requests a filter matches",
  request: { query: z.strictObject(filterFields) },
  responses: {
    200: {
      description: "All of them, whatever a listing's limit.",
      content: { "application/json": { schema: z.object({ rows: z.int() }) } },
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

type Asked = z.infer<typeof countRoute.request.query>;

/** Throws `window_invalid`, `usage` and `key_unknown`. */
function filterOf(asked: Asked, control: Pick<Control, "keys">, now: number): ExchangeFilter {
  const { from, to, last, origin, api_key: key, metadata, ...rest } = asked;
  const origins = origin?.split(",");
  const unknown = origins?.find((name) => !(ORIGINS as readonly string[]).includes(name));
  if (unknown !== undefined)
    throw new OperatorError("usage", `there is no origin ${JSON.stringify(unknown)}`, {
      field: "origin",
      hint: `Expected one or several of: ${ORIGINS.join(", ")}.`,
    });
  const [, name, value] = /^([^=]+)=(.*)$/su.exec(metadata ?? "") ?? [];
  if (metadata !== undefined && name === undefined)
    throw new OperatorError("usage", `metadata does not take ${JSON.stringify(metadata)}`, {
      field: "metadata",
      hint: "Expected KEY=VALUE.",
    });
  return {
    ...(Object.fromEntries(Object.entries(rest).filter(([, given]) => given !== undefined)) as ExchangeFilter),
    ...(from === undefined ? {} : { from: parseInstant(from, "from") }),
    ...(to === undefined ? {} : { to: parseInstant(to, "to") }),
    ...(last === undefined ? {} : { from: now - parseDuration(last, "last") }),
    ...(origins === undefined ? {} : { origins }),
    ...(key === undefined ? {} : { api_key: keyInRows(control, key) }),
    ...(name === undefined || value === undefined ? {} : { metadata: { [name]: value } }),
  };
}

function arrivedSince(traffic: Traffic, filter: ExchangeFilter, since: number, limit: number): ListingPage {
  const rows = traffic.arrived(filter, since, limit);
  return { rows, next: null, looked_at: rows.length };
}

function placeText(place: ListingPlace | null): string | null {
  return place === null ? null : `${place.created_at}.${place.request_id}`;
}

/** Throws `usage`. */
function placeOf(text: string): ListingPlace {
  const [, at, id] = /^(\d+(?:\.\d+)?)\.([0-9a-f-]{36})$/u.exec(text) ?? [];
  if (at === undefined || id === undefined)
    throw new OperatorError("usage", `before does not take ${JSON.stringify(text)}`, {
      field: "before",
      hint: "Expected what `next` of an earlier answer was.",
    });
  return { created_at: Number(at), request_id: id };
}

const UNREAD: ReadonlySet<string> = new Set(["request_body", "response_body", "trace"]);

/** A row of a listing, which reads no bodies. */
function listed(stored: Exchange): object {
  const narrow = Object.entries(stored).filter(([name]) => !UNREAD.has(name));
  return { ...Object.fromEntries(narrow), created_at: iso(stored.created_at) };
}

/** Live logs: list, show, replay. Viewers look; replaying needs an editor. */
export function logsRoutes(api: Api, parts: ReplayLoggedParts): void {
  const { traffic } = parts.store;
  api.openapi(listRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at logs");
    const { limit, before, since, bodies, ...asked } = context.req.valid("query");
    const filter = filterOf(asked, parts.store.control, parts.now());
    // Read first: a row that comes meanwhile is told twice rather than never.
    const last = traffic.lastSeq();
    const { rows, next, looked_at } =
      since === undefined
        ? traffic.page(filter, {
            limit,
            ...(before === undefined ? {} : { before: placeOf(before) }),
            bodies: bodies === "true",
          })
        : arrivedSince(traffic, filter, since, limit);
    return reply(context, { rows: rows.map(listed), more: next !== null, next: placeText(next), last, looked_at });
  });
  api.openapi(countRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at logs");
    return reply(context, {
      rows: traffic.count(filterOf(context.req.valid("query"), parts.store.control, parts.now())),
    });
  });
  api.openapi(showRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at logs");
    const found = showLog(traffic, context.req.valid("param").id);
    return reply(context, { ...found, created_at: iso(found.created_at) });
  });
  api.openapi(replayRoute, async (context) => {
    const principal = context.get("principal");
    need(principal, "editor", "Replaying");
    const given = context.req.header("content-length") === "0" ? undefined : context.req.valid("json");
    const { id } = context.req.valid("param");
    if (given?.messages !== undefined && given.body !== undefined)
      throw new OperatorError("usage", "either messages or a whole body is sent instead, not both", { field: "body" });
    const edit = given?.messages ?? given?.body ?? null;
    const result = await replayLogged(parts, { id, edit, force: given?.force ?? false, actor: principal.name });
    return reply(context, result);
  });
}
