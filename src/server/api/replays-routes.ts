import { createRoute, z } from "@hono/zod-openapi";
import type { Target } from "../../core/target.ts";
import { BARE_STRATEGIES } from "../../actions/replays/bare-strategy.ts";
import { compareStrategies } from "../../actions/replays/compare-strategies.ts";
import { listDecisions } from "../../actions/replays/decisions.ts";
import { simulateStrategy } from "../../actions/replays/simulate-strategy.ts";
import type { PriceBook } from "../../prices/price-book.ts";
import type { Store } from "../../store/control.ts";
import type { Principal } from "./access.ts";
import { errors, reply, type Api } from "./openapi-app.ts";

export interface ReplaysParts {
  readonly store: Store;
  readonly prices: PriceBook;
  /** Targets in the order of configuration. */
  readonly configured: readonly Target[];
  readonly now: () => number;
  readonly newId: () => string;
}

const DAY_MS = 86_400_000;
const instant = z.iso.datetime({ offset: true });
const nullable = z.number().nullable();

const decisionsRoute = createRoute({
  method: "get",
  path: "/v1/replays/decisions",
  summary: "List recorded routing decisions",
  request: {
    query: z.object({
      limit: z.coerce.number().int().min(1).max(1_000).default(100),
      since: instant.optional().openapi({ description: "ISO 8601; the last 24 hours unless given" }),
    }),
  },
  responses: {
    200: {
      description: "Newest first.",
      content: {
        "application/json": {
          schema: z.object({
            decisions: z.array(
              z.object({
                requestId: z.string(),
                timestamp: z.string(),
                model: z.string().nullable(),
                provider: z.string().nullable(),
                endpointId: z.string().nullable(),
                strategy: z.string(),
                inputTokens: nullable,
                outputTokens: nullable,
                latencyMs: nullable,
                costUsd: nullable,
              }),
            ),
            count: z.number(),
          }),
        },
      },
    },
    ...errors,
  },
});

const simulateRoute = createRoute({
  method: "post",
  path: "/v1/replays/simulate",
  summary: "Simulate alternative routing",
  request: {
    body: {
      required: true,
      content: {
        "application/json": {
          schema: z.strictObject({
            strategy: z.enum(BARE_STRATEGIES),
            since: instant.optional(),
            until: instant.optional(),
          }),
        },
      },
    },
  },
  responses: {
    200: {
      description: "What the period cost, and what it would have cost.",
      content: {
        "application/json": {
          schema: z.looseObject({ period: z.looseObject({}), actual: z.looseObject({}), simulated: z.looseObject({}) }),
        },
      },
    },
    ...errors,
  },
});

const compareRoute = createRoute({
  method: "get",
  path: "/v1/replays/compare",
  summary: "Compare the strategies used during a period",
  request: { query: z.object({ since: instant.optional() }) },
  responses: {
    200: {
      description: "By strategy, with what confounds a comparison.",
      content: {
        "application/json": {
          schema: z.looseObject({
            since: z.string(),
            strategies: z.array(z.looseObject({})),
            warnings: z.array(z.string()),
          }),
        },
      },
    },
    ...errors,
  },
});

/** Client keys see their own project; others see all. */
function projectOf({ role, project }: Principal): string | null {
  return role === "client" ? project : null;
}

/** The replays API: decisions, simulate, compare. */
export function replaysRoutes(api: Api, { store, prices, configured, now, newId }: ReplaysParts): void {
  api.openapi(decisionsRoute, (context) => {
    const { limit, since } = context.req.valid("query");
    const from = since === undefined ? now() - DAY_MS : Date.parse(since);
    const { decisions, count } = listDecisions(store.traffic, {
      since: from,
      limit,
      project: projectOf(context.get("principal")),
    });
    return reply(context, { decisions, count });
  });
  api.openapi(simulateRoute, (context) => {
    const { strategy, since, until } = context.req.valid("json");
    const to = until === undefined ? now() : Date.parse(until);
    const from = since === undefined ? to - 7 * DAY_MS : Date.parse(since);
    const project = projectOf(context.get("principal"));
    const result = simulateStrategy(store, prices, {
      strategy,
      since: from,
      until: to,
      project,
      configured,
      newId: newId(),
    });
    return reply(context, result);
  });
  api.openapi(compareRoute, (context) => {
    const { since } = context.req.valid("query");
    const from = since === undefined ? now() - 7 * DAY_MS : Date.parse(since);
    return reply(context, compareStrategies(store.traffic, from, projectOf(context.get("principal"))));
  });
}
