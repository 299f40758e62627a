import { createRoute, z } from "@hono/zod-openapi";
import type { ExperimentOutcome } from "../../actions/promote/experiment-outcome.ts";
import { promote } from "../../actions/promote/promote.ts";
import { askedWatch } from "../../actions/promote/watch/asked-watch.ts";
import { listWatches, SHOWN_STATES, shownWatch } from "../../actions/promote/watch/list-watches.ts";
import { watchScope } from "../../actions/promote/watch/start-watch.ts";
import { parsePolicy } from "../../core/policy.ts";
import { need } from "./access.ts";
import { actingAs, type ControlRoutesParts } from "./control-parts.ts";
import { errors, reply, type Api } from "./openapi-app.ts";

const policy = z.unknown().openapi({ description: 'a policy, such as {"strategy":"single","model":"gpt-4o:openai"}' });

export interface PromoteRoutesParts extends ControlRoutesParts {
  /** Holds an experiment against the live log, in a thread of its own. */
  readonly outcome: (experiment: string) => Promise<ExperimentOutcome>;
}

const limit = z.number().nullable().default(null);
const watchBody = z.strictObject({
  for: z.string().openapi({ description: "30m, 24h, 7d" }),
  max_error_rate: limit.openapi({ description: "share of requests, such as 0.05" }),
  max_p95_ms: limit,
  max_cost_per_request_usd: limit,
  auto_rollback: z.boolean().default(false),
  min_requests: z.int().positive().nullable().default(null).openapi({ description: "30 unless given" }),
});

const watch = z
  .object({
    id: z.string(),
    experiment: z.string(),
    scope: z.string(),
    state: z.enum(SHOWN_STATES),
    created_at: z.iso.datetime(),
    ends_at: z.iso.datetime(),
    actor: z.string(),
    limits: z.looseObject({}),
    auto_rollback: z.boolean(),
    min_requests: z.int(),
    seen: z.looseObject({ requests: z.int(), failed: z.int() }),
    figures: z.array(
      z.object({
        limit: z.string(),
        value: z.number(),
        n: z.int(),
        estimate: z.number().nullable(),
        lower: z.number().openapi({ description: "95 % bound, valid however often one looks" }),
        above: z.number().openapi({ description: "what the bound must exceed" }),
        exceeded: z.boolean(),
      }),
    ),
    events: z.array(z.looseObject({ at: z.iso.datetime(), state: z.string() })),
  })
  .openapi("Watch");

const promotion = z
  .object({
    experiment: z.string(),
    kind: z
      .enum(["policy", "endpoint"])
      .openapi({ description: "endpoint: it gets a version; else a config is attached" }),
    scope: z.string().openapi({ description: "project:NAME or endpoint:PROJECT/NAME" }),
    arm: z.string().nullable().openapi({ description: "null: the candidate serves alone" }),
    percent: z.number(),
    before: z.object({
      from: z.enum(["attachment", "endpoint", "project", "default"]),
      config: z.string().nullable(),
      policy: z.unknown(),
    }),
    after: z.object({ config: z.string(), policy: z.unknown() }),
    diff: z.array(z.looseObject({ path: z.string(), kind: z.enum(["added", "removed", "changed"]) })),
    promised: z.looseObject({ mode: z.string(), requests: z.number(), evidence: z.string() }).nullable(),
    warnings: z.array(z.string()),
    dry_run: z.boolean(),
    changed: z.boolean(),
    promotion: z.string().nullable(),
    watch: watch.nullable(),
  })
  .openapi("Promotion");

const promoteRoute = createRoute({
  method: "post",
  path: "/api/experiments/{id}/promote",
  summary: "Let the candidate of an experiment serve live traffic",
  request: {
    params: z.object({ id: z.string() }),
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.strictObject({
            to: z.string().nullable().default(null).openapi({
              description: "project:NAME or endpoint:PROJECT/NAME; the only one in the window unless given",
            }),
            percent: z.number().nullable().default(null).openapi({ description: "of the requests; all unless given" }),
            arm: z.string().min(1).nullable().default(null).openapi({ description: "name of the candidate's arm" }),
            as: z.string().nullable().default(null).openapi({ description: "name of the config" }),
            control: policy.optional().openapi({ description: "the other arm where nothing is attached" }),
            watch: watchBody.nullable().default(null),
            force: z.boolean().default(false),
            replaces: z.string().nullable().optional().openapi({
              description: "the `before.config` that was seen: refused where something else serves by now",
            }),
            dry_run: z.boolean().default(false),
          }),
        },
      },
    },
  },
  responses: {
    200: {
      description: "What changes, or would change.",
      content: { "application/json": { schema: promotion } },
    },
    ...errors,
  },
});

const watchesRoute = createRoute({
  method: "get",
  path: "/api/watches",
  summary: "What promoted candidates are watched for, what was seen, and what became of it",
  request: { query: z.strictObject({ limit: z.coerce.number().int().min(1).max(1_000).default(100) }) },
  responses: {
    200: {
      description: "Newest first.",
      content: { "application/json": { schema: z.object({ watches: z.array(watch) }) } },
    },
    ...errors,
  },
});

const startWatchRoute = createRoute({
  method: "post",
  path: "/api/watches",
  summary: "Watch the promoted candidate that serves a scope, in place of any other watch on it",
  request: {
    body: {
      required: true,
      content: {
        "application/json": {
          schema: watchBody.extend({ scope: z.string().openapi({ description: "project:NAME or endpoint:NAME" }) }),
        },
      },
    },
  },
  responses: { 201: { description: "The watch.", content: { "application/json": { schema: watch } } }, ...errors },
});

const beside = z.looseObject({
  projected: z.number().nullable(),
  actual: z.number().nullable(),
  n: z.int(),
  inside: z.boolean().nullable().openapi({ description: "whether what happened lies in the projection's band" }),
});

const outcomeRoute = createRoute({
  method: "get",
  path: "/api/experiments/{id}/outcome",
  summary: "What an experiment said of its candidate beside what the promoted candidate really did",
  request: { params: z.object({ id: z.string() }) },
  responses: {
    200: {
      description: "Of every request that the candidate served.",
      content: {
        "application/json": {
          schema: z.looseObject({
            experiment: z.string(),
            requests: z.int(),
            cost_usd: beside,
            p50_ms: beside,
            p95_ms: beside,
            error_rate: beside,
            calibration: z.looseObject({}),
            notes: z.array(z.string()),
          }),
        },
      },
    },
    ...errors,
  },
});

/** From an experiment to live traffic. Editors promote. */
export function promoteRoutes(api: Api, parts: PromoteRoutesParts): void {
  api.openapi(promoteRoute, (context) => {
    const principal = context.get("principal");
    need(principal, "editor", "Promoting");
    const { control, dry_run: dryRun, watch: body, ...asked } = context.req.valid("json");
    const { id: experiment } = context.req.valid("param");
    const given = control === undefined || control === null ? null : parsePolicy(control);
    return reply(
      context,
      promote(
        { ...actingAs(parts, principal), store: parts.store, checkServed: parts.checkServed },
        { ...asked, experiment, control: given, dryRun, watch: body === null ? null : askedWatch(body) },
      ),
    );
  });
  api.openapi(outcomeRoute, async (context) => {
    need(context.get("principal"), "viewer", "Looking at an outcome");
    return reply(context, await parts.outcome(context.req.valid("param").id));
  });
  api.openapi(watchesRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at watches");
    return reply(context, { watches: listWatches(parts.store.control, context.req.valid("query").limit) });
  });
  api.openapi(startWatchRoute, (context) => {
    const principal = context.get("principal");
    need(principal, "editor", "Watching");
    const { scope, ...body } = context.req.valid("json");
    const acting = actingAs(parts, principal);
    return reply(context, shownWatch(acting.control, watchScope(acting, scope, askedWatch(body))), 201);
  });
}
