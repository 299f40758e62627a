import { createRoute, z } from "@hono/zod-openapi";
import { bodyLimit } from "hono/body-limit";
import { audit } from "../../actions/audited.ts";
import { keepShadowRun } from "../../actions/shadow-runs/keep-shadow-run.ts";
import { contractsOfRun, findShadowRun, removeShadowRun } from "../../actions/shadow-runs/shadow-runs.ts";
import { parseInstant } from "../../actions/window.ts";
import { OperatorError } from "../../core/errors.ts";
import { PAIR_RESULTS } from "../../shadow/comparison.ts";
import type { StoredShadowRun } from "../../store/shadow.ts";
import { need, type Principal } from "./access.ts";
import { actingAs, iso, type ControlRoutesParts } from "./control-parts.ts";
import { errors, problem, reply, type Api } from "./openapi-app.ts";
import { pushedShadowRun } from "./shadow-body.ts";

const PATH = "/api/shadow-runs";
const MOST_BODY_MB = 32;

const params = z.object({ id: z.string().openapi({ description: "shr_..." }) });
const json = <T extends z.ZodType>(schema: T) => ({ "application/json": { schema } });
const flag = z.enum(["true", "false"]).optional();
const moment = z.string().optional().openapi({ format: "date-time", description: "ISO 8601" });

/** A run as this API answers it. */
export const shadowRun = z.looseObject({
  id: z.string(),
  origin: z.enum(["cli", "mirror"]),
  created_at: z.iso.datetime(),
  finished_at: z.iso.datetime().nullable(),
  project: z.string().nullable(),
  primary: z.string(),
  candidate: z.string(),
  summary: z.looseObject({ verdict: z.string() }),
});

/** Pairs of one contract, in sum. */
export const contractCount = z.looseObject({
  contract: z.string(),
  critical: z.boolean(),
  comparable_n: z.number(),
  incomparable_n: z.number(),
  both_pass: z.number(),
  both_fail: z.number(),
  losses: z.number(),
  gains: z.number(),
  flaky: z.number(),
  differs: z.number(),
});

const pushRoute = createRoute({
  method: "post",
  path: PATH,
  summary: "Store a shadow run that was made elsewhere",
  description:
    "Editors and admins, and client keys for their own project. Sent again with the same id, it is kept once.",
  request: { body: { required: true, content: json(pushedShadowRun) } },
  responses: {
    200: { description: "It was there already.", content: json(z.object({ id: z.string(), stored: z.boolean() })) },
    201: { description: "It is stored.", content: json(z.object({ id: z.string(), stored: z.boolean() })) },
    ...errors,
  },
});

const listRoute = createRoute({
  method: "get",
  path: PATH,
  summary: "Shadow runs, newest first",
  request: {
    query: z.strictObject({
      from: moment,
      to: moment,
      project: z.string().optional(),
      endpoint: z.string().optional(),
      primary: z.string().optional(),
      candidate: z.string().optional(),
      origin: z.enum(["cli", "mirror"]).optional(),
      mirror: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(1_000).default(100),
      before: z.string().optional().openapi({ description: "`next` of the page before" }),
    }),
  },
  responses: {
    200: {
      description: "`next` is null on the last page.",
      content: json(z.object({ runs: z.array(shadowRun), next: z.string().nullable() })),
    },
    ...errors,
  },
});

const showRoute = createRoute({
  method: "get",
  path: `${PATH}/{id}`,
  summary: "A shadow run: what came of it, in sum and by contract",
  request: { params },
  responses: {
    200: {
      description: "`contracts` counts its pairs by contract, those with most losses first.",
      content: json(shadowRun.extend({ contracts: z.array(contractCount) })),
    },
    ...errors,
  },
});

const comparisonsRoute = createRoute({
  method: "get",
  path: `${PATH}/{id}/comparisons`,
  summary: "Its pairs, step by step, with their differences field by field",
  request: {
    params,
    query: z.strictObject({
      result: z.enum(PAIR_RESULTS).optional(),
      differs: flag,
      comparable: flag,
      contract: z.string().optional(),
      limit: z.coerce.number().int().min(1).max(1_000).default(100),
      after: z.coerce.number().int().min(0).default(0).openapi({ description: "`next` of the page before" }),
    }),
  },
  responses: {
    200: {
      description: "In their order; `next` is null on the last page.",
      content: json(
        z.object({
          comparisons: z.array(
            z.looseObject({ run: z.string(), number: z.number(), at: z.iso.datetime(), comparable: z.boolean() }),
          ),
          next: z.number().nullable(),
        }),
      ),
    },
    ...errors,
  },
});

const removeRoute = createRoute({
  method: "delete",
  path: `${PATH}/{id}`,
  summary: "Remove a shadow run and its comparisons",
  request: { params },
  responses: { 200: { description: "What it was.", content: json(shadowRun) }, ...errors },
});

/** A run, its times as text. */
export function shownShadowRun({ created_at: at, finished_at: finished, ...rest }: StoredShadowRun): object {
  return { ...rest, created_at: iso(at), finished_at: iso(finished) };
}

/** The project that a pushed run is of. Throws `forbidden`. */
function projectOf(principal: Principal, asked: string | null): string {
  if (principal.role !== "client") need(principal, "editor", "Storing shadow runs");
  else if (asked !== null && asked !== principal.project)
    throw new OperatorError("forbidden", `this key stores shadow runs of project ${principal.project} only`, {
      field: "run.project",
    });
  return asked ?? principal.project;
}

/** Shadow runs. CI pushes them, viewers look, editors remove. */
export function shadowRoutes(api: Api, parts: ControlRoutesParts): void {
  const { shadows } = parts.store.control;
  const look = (principal: Principal): void => need(principal, "viewer", "Looking at shadow runs");

  api.use(
    PATH,
    bodyLimit({
      maxSize: MOST_BODY_MB * 2 ** 20,
      onError: (context) =>
        context.json(
          problem("request_too_large", `The run is larger than ${MOST_BODY_MB} MB.`, {
            hint: "Push fewer contracts or repeats at a time.",
          }),
          413,
        ),
    }),
  );
  api.openapi(pushRoute, (context) => {
    const principal = context.get("principal");
    const { run: pushed, comparisons } = context.req.valid("json");
    const project = projectOf(principal, pushed.project);
    const acting = actingAs(parts, principal);
    const stored = keepShadowRun(acting, { ...pushed, project }, comparisons);
    const { id, primary, candidate } = pushed;
    if (stored) audit(acting, "shadow_run.push", { id, primary, candidate, project, comparisons: comparisons.length });
    return reply(context, { id, stored }, stored ? 201 : 200);
  });
  api.openapi(listRoute, (context) => {
    look(context.get("principal"));
    const { limit, before, from, to, ...equal } = context.req.valid("query");
    const window = {
      from: from === undefined ? undefined : parseInstant(from, "from"),
      to: to === undefined ? undefined : parseInstant(to, "to"),
    };
    const found = shadows.shadowRuns({ ...equal, ...window }, limit + 1, before);
    const runs = found.slice(0, limit);
    return reply(context, {
      runs: runs.map(shownShadowRun),
      next: found.length > limit ? (runs.at(-1)?.id ?? null) : null,
    });
  });
  api.openapi(showRoute, (context) => {
    look(context.get("principal"));
    const { id } = context.req.valid("param");
    const found = findShadowRun(parts.store, id);
    return reply(context, { ...shownShadowRun(found), contracts: contractsOfRun(parts.store, id) });
  });
  api.openapi(comparisonsRoute, (context) => {
    look(context.get("principal"));
    const { id } = findShadowRun(parts.store, context.req.valid("param").id);
    const { limit, after, result, differs, comparable, contract } = context.req.valid("query");
    const told = (text: "true" | "false" | undefined): boolean | undefined =>
      text === undefined ? undefined : text === "true";
    const filter = { result, contract, differs: told(differs), comparable: told(comparable) };
    const found = shadows.shadowComparisons(id, filter, limit + 1, after);
    const comparisons = found.slice(0, limit);
    return reply(context, {
      comparisons: comparisons.map((one) => ({ ...one, at: iso(one.at) })),
      next: found.length > limit ? (comparisons.at(-1)?.number ?? null) : null,
    });
  });
  api.openapi(removeRoute, (context) => {
    const principal = context.get("principal");
    need(principal, "editor", "Removing shadow runs");
    return reply(context, shownShadowRun(removeShadowRun(actingAs(parts, principal), context.req.valid("param").id)));
  });
}
