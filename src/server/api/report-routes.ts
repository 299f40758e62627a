import { createRoute, z } from "@hono/zod-openapi";
import { REPORT_HEADERS, reportExperiment, type ReportParts } from "../../actions/report.ts";
import { reportShadowRun } from "../../actions/shadow-runs/report-shadow-run.ts";
import { need } from "./access.ts";
import type { BackgroundRuns } from "./background-runs.ts";
import { errors, type Api } from "./openapi-app.ts";

const reportRoute = createRoute({
  method: "get",
  path: "/api/experiments/{id}/report",
  summary: "An experiment as one HTML page that loads nothing",
  request: { params: z.object({ id: z.string().openapi({ description: "sim_..." }) }) },
  responses: {
    200: { description: "The page.", content: { "text/html": { schema: z.string() } } },
    ...errors,
  },
});

const shadowRoute = createRoute({
  method: "get",
  path: "/api/shadow-runs/{id}/report",
  summary: "A shadow run as one HTML page that loads nothing",
  request: { params: z.object({ id: z.string().openapi({ description: "shr_..." }) }) },
  responses: {
    200: { description: "The page.", content: { "text/html": { schema: z.string() } } },
    ...errors,
  },
});

export interface ReportRoutesParts extends ReportParts {
  readonly runs: Pick<BackgroundRuns, "answer">;
}

/** Reports of experiments and shadow runs. Viewers look. One with responses is made in a process of its own: its pairs are compared again, which takes seconds where they are thousands. */
export function reportRoutes(api: Api, parts: ReportRoutesParts): void {
  const made = async (id: string): Promise<string> => {
    const found = parts.store.control.experiment(id);
    if (found?.mode !== "with_responses") return reportExperiment(parts, id);
    return ((await parts.runs.answer(["report", found.id])) as { readonly html: string }).html;
  };
  api.openapi(reportRoute, async (context) => {
    need(context.get("principal"), "viewer", "Looking at experiments");
    return new Response(await made(context.req.valid("param").id), { headers: REPORT_HEADERS }) as never;
  });
  api.openapi(shadowRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at shadow runs");
    return new Response(reportShadowRun(parts, context.req.valid("param").id), { headers: REPORT_HEADERS }) as never;
  });
}
