import { createRoute, z } from "@hono/zod-openapi";
import type { ExplainAsked, Explanation } from "../../actions/explain.ts";
import { givenRequest } from "../../actions/given-request.ts";
import { namedConfig } from "../../actions/policy-reference.ts";
import { OperatorError } from "../../core/errors.ts";
import { parsePolicy } from "../../core/policy.ts";
import type { Store } from "../../store/control.ts";
import { need } from "./access.ts";
import { errors, reply, type Api } from "./openapi-app.ts";

export interface ExplainParts {
  readonly store: Store;
  /** Rejects with what `explained` throws. */
  readonly explain: (asked: ExplainAsked) => Promise<Explanation>;
  readonly now: () => number;
}

const body = z.strictObject({
  policy: z.unknown().openapi({
    description:
      'a config (NAME or NAME@VERSION), single:MODEL:PROVIDER, or a policy such as {"strategy":"single","model":"gpt-4o:openai"}',
  }),
  request_id: z
    .string()
    .optional()
    .openapi({ description: "a logged request, by its id or the id its source gave it" }),
  request: z.looseObject({}).optional().openapi({
    description:
      "a request that was not logged: a provider's request body, or {request, project, end_user, tags, metadata, input_tokens, ...}",
  }),
});

const explainRoute = createRoute({
  method: "post",
  path: "/api/explain",
  summary: "What a policy decides for one request, and why, before anything runs",
  request: { body: { required: true, content: { "application/json": { schema: body } } } },
  responses: {
    200: {
      description: "The decision trace; of a logged request also what the log or a projection gives for each attempt.",
      content: {
        "application/json": {
          schema: z.looseObject({
            policy_name: z.string(),
            selected: z.string().nullable(),
            selection_reason: z.string(),
            plan: z.looseObject({ node: z.string() }).openapi({ description: "what is asked, in which order" }),
            logged: z
              .object({
                target: z.string().nullable(),
                cost_usd: z.number().nullable(),
                latency_ms: z.number().nullable(),
                status: z.string(),
              })
              .nullable()
              .openapi({ description: "what the log says of it; null: it was not logged" }),
          }),
        },
      },
    },
    ...errors,
  },
});

/** Why a request goes where it goes. Viewers ask: nothing is sent, and nothing stored. */
export function explainRoutes(api: Api, parts: ExplainParts): void {
  api.openapi(explainRoute, async (context) => {
    need(context.get("principal"), "viewer", "Explaining a policy");
    const { policy, request_id: id, request } = context.req.valid("json");
    if ((id === undefined) === (request === undefined))
      throw new OperatorError("usage", "explaining takes either `request_id` or `request`", { field: "request" });
    const candidate =
      typeof policy === "string"
        ? namedConfig(policy, parts.store.control)
        : { policy: parsePolicy(policy), name: "policy", version: null, file: null };
    const subject =
      id === undefined ? { features: givenRequest(request, "the body", parts.now()) } : { request_id: id };
    const { trace, plan, logged } = await parts.explain({ candidate, subject });
    return reply(context, { ...trace, plan: plan.node, logged });
  });
}
