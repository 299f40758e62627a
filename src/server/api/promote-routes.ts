import { createRoute, z } from "@hono/zod-openapi";
import { promote } from "../../actions/promote/promote.ts";
import { parsePolicy } from "../../core/policy.ts";
import { need } from "./access.ts";
import { actingAs, type ControlRoutesParts } from "./control-parts.ts";
import { errors, reply, type Api } from "./openapi-app.ts";

const policy = z.unknown().openapi({ description: 'a policy, such as {"strategy":"single","model":"gpt-4o:openai"}' });

const promotion = z
  .object({
    experiment: z.string(),
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
            force: z.boolean().default(false),
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

/** From an experiment to live traffic. Editors promote. */
export function promoteRoutes(api: Api, parts: ControlRoutesParts): void {
  api.openapi(promoteRoute, (context) => {
    const principal = context.get("principal");
    need(principal, "editor", "Promoting");
    const { control, dry_run: dryRun, ...asked } = context.req.valid("json");
    const { id: experiment } = context.req.valid("param");
    const given = control === undefined || control === null ? null : parsePolicy(control);
    return reply(
      context,
      promote(
        { ...actingAs(parts, principal), newSalt: parts.newId, store: parts.store, checkServed: parts.checkServed },
        { ...asked, experiment, control: given, dryRun },
      ),
    );
  });
}
