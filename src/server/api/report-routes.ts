import { createRoute, z } from "@hono/zod-openapi";
import { REPORT_HEADERS, reportExperiment, type ReportParts } from "../../actions/report.ts";
import { need } from "./access.ts";
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

/** Reports of experiments. Viewers look. */
export function reportRoutes(api: Api, parts: ReportParts): void {
  api.openapi(reportRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at experiments");
    const { id } = context.req.valid("param");
    const document = reportExperiment(parts, id);
    return new Response(document, { headers: REPORT_HEADERS }) as never;
  });
}
