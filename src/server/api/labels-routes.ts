import { createRoute, z } from "@hono/zod-openapi";
import { labelPair, labelsOf } from "../../actions/judge/human-labels.ts";
import { pairsToLabel } from "../../actions/judge/pairs-to-label.ts";
import { measuredRun } from "../../actions/measure/experiment-result.ts";
import { VERDICTS } from "../../judging/index.ts";
import { need } from "./access.ts";
import { actingAs } from "./control-parts.ts";
import type { ExperimentsParts } from "./experiments-routes.ts";
import { errors, reply, type Api } from "./openapi-app.ts";

const ofExperiment = z.object({ id: z.string().openapi({ description: "sim_..." }) });
const ofRun = z.object({ id: z.string().openapi({ description: "jdg_..." }) });
const label = z.object({
  request_id: z.string(),
  verdict: z.enum(VERDICTS).openapi({ description: "of the replay" }),
  who: z.string(),
});
const asked = z
  .strictObject({
    request_id: z.string().min(1),
    verdict: z
      .enum([...VERDICTS, "A", "B", "tie"])
      .openapi({ description: "of the replay; or A, B or tie, of the answers as a pair to label shows them" }),
  })
  .openapi("Label");

const listRoute = createRoute({
  method: "get",
  path: "/api/experiments/{id}/labels",
  summary: "What people say of the pairs of an experiment",
  request: { params: ofExperiment },
  responses: {
    200: {
      description: "The last of each person on each pair.",
      content: { "application/json": { schema: z.object({ labels: z.array(label) }) } },
    },
    ...errors,
  },
});

const labelRoute = createRoute({
  method: "post",
  path: "/api/experiments/{id}/labels",
  summary: "Say which answer of a pair is better, or that they are equally good",
  request: {
    params: ofExperiment,
    body: { required: true, content: { "application/json": { schema: asked } } },
  },
  responses: {
    200: { description: "As it counts.", content: { "application/json": { schema: label } } },
    ...errors,
  },
});

const toLabelRoute = createRoute({
  method: "get",
  path: "/api/judge-runs/{id}/to-label",
  summary: "Judged pairs for people to label: blind, drawn with known probability",
  request: {
    params: ofRun,
    query: z.strictObject({ n: z.coerce.number().int().min(1).max(1_000).default(60) }),
  },
  responses: {
    200: {
      description: "The same pairs at every time, each with its answers as A and B.",
      content: {
        "application/json": {
          schema: z.object({
            pairs: z.array(z.looseObject({ request_id: z.string(), bucket: z.string(), inclusion_prob: z.number() })),
          }),
        },
      },
    },
    ...errors,
  },
});

/** Labels of people, by which judges are held. Viewers look, editors label; a label is of whose key it is sent with. */
export function labelsRoutes(api: Api, parts: ExperimentsParts): void {
  const { store } = parts;
  api.openapi(listRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at labels");
    const { id } = context.req.valid("param");
    measuredRun(store, id);
    return reply(context, { labels: labelsOf(store.traffic, id) });
  });
  api.openapi(labelRoute, (context) => {
    const principal = context.get("principal");
    need(principal, "editor", "Labelling");
    const { id: experiment } = context.req.valid("param");
    return reply(
      context,
      labelPair({ ...actingAs(parts, principal), store }, { experiment, ...context.req.valid("json") }),
    );
  });
  api.openapi(toLabelRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at pairs to label");
    return reply(context, { pairs: pairsToLabel(store, context.req.valid("param").id, context.req.valid("query").n) });
  });
}
