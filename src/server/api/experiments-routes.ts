import { createRoute, z } from "@hono/zod-openapi";
import { showConfig } from "../../actions/configs.ts";
import { cancelExperiment } from "../../actions/measure/cancel-experiment.ts";
import { experimentPairs } from "../../actions/measure/experiment-pairs.ts";
import { experimentResult, measuredRun, wholeResult } from "../../actions/measure/experiment-result.ts";
import { OperatorError } from "../../core/errors.ts";
import { isObject } from "../../core/json.ts";
import { BUCKETS } from "../../experiments/index.ts";
import type { Store } from "../../store/control.ts";
import { need } from "./access.ts";
import type { BackgroundRuns } from "./background-runs.ts";
import { actingAs, iso, type ControlRoutesParts } from "./control-parts.ts";
import { experimentLine } from "./experiment-line.ts";
import { experimentAsked, experimentWords } from "./experiment-asked.ts";
import { errors, reply, type Api } from "./openapi-app.ts";
import { runEvents } from "./run-events.ts";
import { runStanding } from "./run-standing.ts";

export interface ExperimentsParts extends ControlRoutesParts {
  readonly store: Store;
  readonly runs: BackgroundRuns;
}

/** Pairs that are compared inside the gateway, some tens of ms. */
const MOST_PAIRS_HERE = 100;

const params = z.object({ id: z.string().openapi({ description: "sim_..." }) });
const document = (description: string, schema: z.ZodType = z.looseObject({})) => ({
  description,
  content: { "application/json": { schema } },
});

const beginRoute = createRoute({
  method: "post",
  path: "/api/experiments",
  summary: "Ask a candidate for real, on a sample of the log, under a hard cap",
  request: { body: { required: true, content: { "application/json": { schema: experimentAsked } } } },
  responses: {
    200: document("What would be sent, and what it may cost: with `preview`."),
    201: document("It is stored and has begun.", z.looseObject({ id: z.string() })),
    ...errors,
  },
});

const listRoute = createRoute({
  method: "get",
  path: "/api/experiments",
  summary: "Experiments, newest first",
  request: { query: z.strictObject({ limit: z.coerce.number().int().min(1).max(1_000).default(100) }) },
  responses: {
    200: document(
      "With responses and routing only.",
      z.object({
        experiments: z.array(
          z.object({
            id: z.string(),
            created_at: z.iso.datetime(),
            mode: z.enum(["routing_only", "with_responses"]),
            policy: z.string(),
            requests: z.number(),
            window: z.object({ start: z.string(), end: z.string() }).nullable(),
            saving: z
              .object({
                estimate: z.number().nullable(),
                ci_95: z.object({ lower: z.number().nullable(), upper: z.number().nullable() }),
                n: z.number(),
                evidence: z.string(),
              })
              .nullable()
              .openapi({ description: "as a share of the baseline's cost, by what has come so far" }),
            progress: z.looseObject({ state: z.string() }).nullable(),
          }),
        ),
      }),
    ),
    ...errors,
  },
});

const showRoute = createRoute({
  method: "get",
  path: "/api/experiments/{id}",
  summary: "An experiment, its progress and its result",
  request: { params },
  responses: { 200: document("The result is that of the pairs so far."), ...errors },
});

const pairsRoute = createRoute({
  method: "get",
  path: "/api/experiments/{id}/pairs",
  summary: "Original and replay side by side",
  request: {
    params,
    query: z.strictObject({
      bucket: z.enum(BUCKETS).optional(),
      lowest: z.enum(["true", "false"]).default("false").openapi({ description: "the least alike first" }),
      request_id: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(1_000).default(100),
    }),
  },
  responses: { 200: document("Pairs.", z.object({ pairs: z.array(z.looseObject({})) })), ...errors },
});

const cancelRoute = createRoute({
  method: "post",
  path: "/api/experiments/{id}/cancel",
  summary: "Stop an experiment; calls under way are waited for",
  request: { params },
  responses: { 200: document("How it stands."), ...errors },
});

const resumeRoute = createRoute({
  method: "post",
  path: "/api/experiments/{id}/resume",
  summary: "Go on with an experiment where it stands",
  request: {
    params,
    body: {
      required: false,
      content: {
        "application/json": {
          schema: z.strictObject({
            concurrency: z.int().min(1).max(64).default(16),
            again: z.boolean().default(false),
          }),
        },
      },
    },
  },
  responses: { 200: document("How it stands."), ...errors },
});

const eventsRoute = createRoute({
  method: "get",
  path: "/api/experiments/{id}/events",
  summary: "Progress as server-sent events: `progress`, then `ended`",
  request: { params },
  responses: { 200: { description: "Events.", content: { "text/event-stream": { schema: z.string() } } }, ...errors },
});

/** Experiments. Viewers look, editors spend. */
export function experimentsRoutes(api: Api, parts: ExperimentsParts): void {
  const { store, runs, now } = parts;
  const { control } = store;
  const progressOf = (id: string): ReturnType<typeof runStanding> | null =>
    control.runs.run(id) === null ? null : runStanding(store, runs, id, now());

  /** A config by name, or `single:...`; files of this machine are none of the API's business. */
  function named(reference: string): string {
    if (reference.startsWith("single:")) return reference;
    const { name, version } = showConfig(control, reference);
    return `${name}@${version}`;
  }

  api.openapi(beginRoute, async (context) => {
    const principal = context.get("principal");
    need(principal, "editor", "Experimenting");
    const { preview, concurrency, ...rest } = context.req.valid("json");
    const policy = typeof rest.policy === "string" ? named(rest.policy) : rest.policy;
    const words = [...experimentWords({ ...rest, policy }), "--actor", principal.name];
    if (preview) return reply(context, await runs.answer([...words, "--dry-run"]));
    const made = await runs.answer([...words, "--later"]);
    const id = isObject(made) ? String(made["id"]) : "";
    runs.work(id, ["experiment", "resume", id, "--concurrency", String(concurrency), "--actor", principal.name]);
    return reply(context, { ...(made as object), started: true }, 201);
  });
  api.openapi(listRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at experiments");
    const experiments = control.experiments(context.req.valid("query").limit).map((one) => {
      const { id, created_at: at } = one;
      return { id, created_at: iso(at), ...experimentLine(one), progress: progressOf(id) };
    });
    return reply(context, { experiments });
  });
  /** Many pairs are gone through in a process of their own: requests do not wait for it. */
  const many = (id: string): boolean => measuredRun(store, id).run.units > MOST_PAIRS_HERE;
  const resultOf = async (id: string): Promise<unknown> =>
    wholeResult(store, id, now()) ??
    (many(id) ? runs.answer(["experiment", "show", id]) : experimentResult(store, id, now()));

  api.openapi(showRoute, async (context) => {
    need(context.get("principal"), "viewer", "Looking at experiments");
    const { id } = context.req.valid("param");
    const stored = control.experiment(id);
    if (stored === null) throw new OperatorError("experiment_unknown", `there is no experiment ${JSON.stringify(id)}`);
    const { mode, created_at: at, request } = stored;
    const result = mode === "with_responses" ? await resultOf(id) : stored.result;
    return reply(context, { id, created_at: iso(at), mode, request, progress: progressOf(id), result });
  });
  api.openapi(pairsRoute, async (context) => {
    need(context.get("principal"), "viewer", "Looking at experiments");
    const { bucket, lowest, request_id: request, limit } = context.req.valid("query");
    const { id } = context.req.valid("param");
    const ordered = lowest === "true";
    if (many(id)) {
      const words = ["experiment", "pairs", id, `--limit=${limit}`, ...(ordered ? ["--lowest"] : [])];
      const filters = [
        ...(bucket === undefined ? [] : [`--bucket=${bucket}`]),
        ...(request === undefined ? [] : [`--request=${request}`]),
      ];
      return reply(context, await runs.answer([...words, ...filters]));
    }
    const wanted = { bucket: bucket ?? null, lowest: ordered, request_id: request ?? null, limit };
    return reply(context, { pairs: experimentPairs(store, id, wanted, now()) });
  });
  api.openapi(cancelRoute, (context) => {
    const principal = context.get("principal");
    need(principal, "editor", "Cancelling");
    return reply(context, cancelExperiment({ ...actingAs(parts, principal), store }, context.req.valid("param").id));
  });
  api.openapi(resumeRoute, async (context) => {
    const principal = context.get("principal");
    need(principal, "editor", "Experimenting");
    const { id } = context.req.valid("param");
    measuredRun(store, id);
    const { concurrency = 16, again = false } = (await context.req.json().catch(() => ({}))) as {
      readonly concurrency?: number;
      readonly again?: boolean;
    };
    const words = ["experiment", "resume", id, "--concurrency", String(concurrency), "--actor", principal.name];
    runs.work(id, [...words, ...(again ? ["--again"] : [])]);
    return reply(context, runStanding(store, runs, id, now()));
  });
  api.openapi(eventsRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at experiments");
    const { id } = context.req.valid("param");
    measuredRun(store, id);
    return runEvents(context, {
      state: () => runStanding(store, runs, id, now()),
      working: () => runs.working(id),
      stopping: runs.stopping,
    }) as never;
  });
}
