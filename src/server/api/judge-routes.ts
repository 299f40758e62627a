import { createRoute, z } from "@hono/zod-openapi";
import { judgedPairsOf, judgeResult, judgeRun } from "../../actions/judge/judge-result.ts";
import { judgeRunsOf } from "../../actions/judge/judge-runs.ts";
import { cancelJudging } from "../../actions/judge/run-judging.ts";
import { measuredRun } from "../../actions/measure/experiment-result.ts";
import { BUCKETS } from "../../compare/index.ts";
import { isObject } from "../../core/json.ts";
import { crossCheck, ORDER_MODES, PROTOCOLS, VERDICTS } from "../../judging/index.ts";
import { need } from "./access.ts";
import { actingAs, iso } from "./control-parts.ts";
import type { ExperimentsParts } from "./experiments-routes.ts";
import { errors, reply, type Api } from "./openapi-app.ts";
import { runEvents } from "./run-events.ts";
import { runStanding } from "./run-standing.ts";

const ofRun = z.object({ id: z.string().openapi({ description: "jdg_..." }) });
const ofExperiment = z.object({ id: z.string().openapi({ description: "sim_..." }) });
const document = (description: string, schema: z.ZodType = z.looseObject({})) => ({
  description,
  content: { "application/json": { schema } },
});

const asked = z
  .strictObject({
    judge: z.string().min(1).openapi({ description: "MODEL:PROVIDER" }),
    criterion: z.string().min(1).optional().openapi({ description: "one sentence: what makes an answer good" }),
    protocol: z.enum(PROTOCOLS).optional(),
    n: z.int().positive().optional().openapi({ description: "pairs; what the cap admits unless given" }),
    max_spend_usd: z.number().min(0).optional().openapi({ description: "2 unless given" }),
    bucket: z.enum(BUCKETS).optional(),
    order: z.enum(ORDER_MODES).optional(),
    margin: z.number().optional(),
    force: z
      .boolean()
      .default(false)
      .openapi({ description: "a judge that is a side of the experiment, or has no known price" }),
    concurrency: z.int().min(1).max(64).default(16),
    preview: z.boolean().default(false).openapi({ description: "say what would be asked, and ask nothing" }),
  })
  .openapi("JudgeRequest");

const beginRoute = createRoute({
  method: "post",
  path: "/api/experiments/{id}/judge-runs",
  summary: "Have a model judge the pairs of an experiment, under a hard cap",
  request: { params: ofExperiment, body: { required: true, content: { "application/json": { schema: asked } } } },
  responses: {
    200: document("What would be asked, and what it costs: with `preview`."),
    201: document("It is stored and has begun.", z.looseObject({ id: z.string() })),
    ...errors,
  },
});

const listRoute = createRoute({
  method: "get",
  path: "/api/experiments/{id}/judge-runs",
  summary: "Judge runs of an experiment, newest first",
  request: { params: ofExperiment },
  responses: {
    200: document("Runs.", z.object({ judge_runs: z.array(z.looseObject({ id: z.string(), state: z.string() })) })),
    ...errors,
  },
});

const showRoute = createRoute({
  method: "get",
  path: "/api/judge-runs/{id}",
  summary: "The result of a judge run so far",
  request: { params: ofRun },
  responses: {
    200: document("Shares, intervals and the decision.", z.looseObject({ id: z.string(), judged_count: z.number() })),
    ...errors,
  },
});

const verdictsRoute = createRoute({
  method: "get",
  path: "/api/judge-runs/{id}/verdicts",
  summary: "What the judge said of single pairs",
  request: {
    params: ofRun,
    query: z.strictObject({
      bucket: z.enum(BUCKETS).optional(),
      verdict: z.enum([...VERDICTS, "unjudged"]).optional(),
      request_id: z.string().optional(),
      lowest: z
        .enum(["true", "false"])
        .default("false")
        .openapi({ description: "lowest score, or worst verdict, first" }),
      limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
    }),
  },
  responses: {
    200: document("Pairs.", z.object({ pairs: z.array(z.looseObject({ request_id: z.string() })) })),
    ...errors,
  },
});

const compareRoute = createRoute({
  method: "get",
  path: "/api/judge-runs/{id}/compare",
  summary: "Two judge runs on the same pairs held against each other",
  request: {
    params: ofRun,
    query: z.strictObject({ other: z.string().openapi({ description: "of another run: jdg_..." }) }),
  },
  responses: {
    200: document("Agreement, kappa and who said what.", z.looseObject({ pairs: z.number() })),
    ...errors,
  },
});

const eventsRoute = createRoute({
  method: "get",
  path: "/api/judge-runs/{id}/events",
  summary: "Progress as server-sent events: `progress`, then `ended`",
  request: { params: ofRun },
  responses: { 200: { description: "Events.", content: { "text/event-stream": { schema: z.string() } } }, ...errors },
});

const cancelRoute = createRoute({
  method: "post",
  path: "/api/judge-runs/{id}/cancel",
  summary: "Stop a judge run; calls under way are waited for",
  request: { params: ofRun },
  responses: { 200: document("How it stands."), ...errors },
});

const resumeRoute = createRoute({
  method: "post",
  path: "/api/judge-runs/{id}/resume",
  summary: "Go on with a judge run where it stands",
  request: { params: ofRun },
  responses: { 200: document("How it stands."), ...errors },
});

/** Judge runs. Viewers look, editors spend. */
export function judgeRoutes(api: Api, parts: ExperimentsParts): void {
  const { store, runs, now } = parts;
  const resumeWords = (id: string, name: string, concurrency: number): readonly string[] => [
    "judge",
    "resume",
    id,
    `--concurrency=${concurrency}`,
    `--actor=${name}`,
  ];

  api.openapi(beginRoute, async (context) => {
    const { name, ...principal } = context.get("principal");
    need({ name, ...principal }, "editor", "Judging");
    const { preview, concurrency, force, max_spend_usd: cap, ...own } = context.req.valid("json");
    const { id: experiment } = context.req.valid("param");
    measuredRun(store, experiment);
    const given = Object.entries({ ...own, "max-spend": cap }).flatMap(([flag, value]) =>
      value === undefined ? [] : [`--${flag}=${value}`],
    );
    const words = ["judge", experiment, ...given, ...(force ? ["--force"] : []), `--actor=${name}`];
    if (preview) return reply(context, await runs.answer([...words, "--dry-run"]));
    const made = await runs.answer([...words, "--later"]);
    const id = isObject(made) ? String(made["id"]) : "";
    runs.work(id, resumeWords(id, name, concurrency));
    return reply(context, { ...(made as object), started: true }, 201);
  });
  api.openapi(listRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at judge runs");
    const { id } = context.req.valid("param");
    measuredRun(store, id);
    const lines = judgeRunsOf(store, id, now());
    return reply(context, {
      judge_runs: lines.map((line) => ({
        ...line,
        created_at: iso(line.created_at),
        state: runStanding(store, runs, line.id, now()).state,
      })),
    });
  });
  api.openapi(showRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at judge runs");
    return reply(context, judgeResult(store, context.req.valid("param").id, now()));
  });
  api.openapi(verdictsRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at judge runs");
    const { limit, lowest, ...asked } = context.req.valid("query");
    const wanted = { ...asked, lowest: lowest === "true" };
    const pairs = judgedPairsOf(store, context.req.valid("param").id, wanted).slice(0, limit);
    return reply(context, { pairs });
  });
  api.openapi(compareRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at judge runs");
    const [one, other] = [context.req.valid("param").id, context.req.valid("query").other];
    return reply(context, crossCheck(judgedPairsOf(store, one), judgedPairsOf(store, other)));
  });
  api.openapi(eventsRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at judge runs");
    const { id } = context.req.valid("param");
    judgeRun(store, id);
    return runEvents(context, {
      state: () => runStanding(store, runs, id, now()),
      working: () => runs.working(id),
      stopping: runs.stopping,
    }) as never;
  });
  api.openapi(cancelRoute, (context) => {
    const principal = context.get("principal");
    need(principal, "editor", "Cancelling");
    return reply(context, cancelJudging({ ...actingAs(parts, principal), store }, context.req.valid("param").id));
  });
  api.openapi(resumeRoute, (context) => {
    const { name, ...principal } = context.get("principal");
    need({ name, ...principal }, "editor", "Judging");
    const { id } = context.req.valid("param");
    judgeRun(store, id);
    runs.work(id, resumeWords(id, name, 16));
    return reply(context, runStanding(store, runs, id, now()));
  });
}
