import { createRoute, z } from "@hono/zod-openapi";
import { OperatorError } from "../../core/errors.ts";
import type { Target } from "../../core/target.ts";
import { BARE_STRATEGIES } from "../../actions/replays/bare-strategy.ts";
import { compareStrategies } from "../../actions/replays/compare-strategies.ts";
import { listDecisions } from "../../actions/replays/decisions.ts";
import type { SimulateStrategyRequest, StrategySimulation } from "../../actions/replays/simulate-strategy.ts";
import { parseInstant } from "../../actions/window.ts";
import type { PriceBook } from "../../prices/price-book.ts";
import type { Store } from "../../store/control.ts";
import type { Principal } from "./access.ts";
import { errors, reply, type Api } from "./openapi-app.ts";

export interface ReplaysParts {
  readonly store: Store;
  readonly prices: PriceBook;
  /** Replays a period of the log. Rejects with `window_empty` and what a policy throws. */
  readonly simulate: (request: SimulateStrategyRequest) => Promise<StrategySimulation>;
  /** Targets in the order of configuration. */
  readonly configured: readonly Target[];
  readonly now: () => number;
  readonly newId: () => string;
}

const DAY_MS = 86_400_000;
const instant = z.string().openapi({ format: "date-time", description: "ISO 8601, UTC where no offset stands" });
const nullable = z.number().nullable();

const decisionsRoute = createRoute({
  method: "get",
  path: "/v1/replays/decisions",
  summary: "List recorded routing decisions",
  request: {
    query: z.strictObject({
      limit: z.coerce.number().int().min(1).max(1_000).default(100),
      since: instant.optional().openapi({ description: "ISO 8601; 24 hours ago unless given" }),
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
            since: instant.optional().openapi({ description: "ISO 8601; 7 days before `until` unless given" }),
            until: instant.optional().openapi({ description: "ISO 8601; now unless given" }),
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
          schema: z.object({
            period: z.object({ since: z.string(), until: z.string() }),
            actual: z.object({ total_requests: z.number(), total_cost_usd: nullable, avg_latency_ms: nullable }),
            simulated: z.looseObject({
              strategy: z.string(),
              total_requests: z.number(),
              total_cost_usd: nullable,
              avg_latency_ms: nullable,
              cost_savings_vs_actual: nullable,
              cost_savings_pct: nullable,
            }),
            window_requests: z.number(),
            warnings: z.array(z.string()),
          }),
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
  request: {
    query: z.strictObject({ since: instant.optional().openapi({ description: "ISO 8601; 7 days ago unless given" }) }),
  },
  responses: {
    200: {
      description: "By strategy, with what confounds a comparison.",
      content: {
        "application/json": {
          schema: z.looseObject({
            since: z.string(),
            strategies: z.array(
              z.object({
                strategy: z.string(),
                request_count: z.number(),
                total_cost_usd: nullable,
                avg_cost_per_request: nullable,
                avg_latency_ms: nullable,
                p95_latency_ms: nullable,
                total_output_tokens: z.number(),
                error_count: z.number(),
                unpriced: z.number(),
              }),
            ),
            warnings: z.array(z.string()),
          }),
        },
      },
    },
    ...errors,
  },
});

/** The instant of a parameter, ms. Throws `window_invalid`. */
function instantOf(text: string | undefined, field: string, otherwise: number): number {
  return text === undefined ? otherwise : parseInstant(text, field);
}

/** Client keys see their own project; others see all. */
function projectOf({ role, project }: Principal): string | null {
  return role === "client" ? project : null;
}

/** The replays API: decisions, simulate, compare. */
export function replaysRoutes(api: Api, { store, prices, simulate, configured, now, newId }: ReplaysParts): void {
  api.openapi(decisionsRoute, (context) => {
    const { limit, since } = context.req.valid("query");
    const from = instantOf(since, "since", now() - DAY_MS);
    const { decisions, count } = listDecisions(store.traffic, {
      since: from,
      limit,
      project: projectOf(context.get("principal")),
    });
    return reply(context, { decisions, count });
  });
  api.openapi(simulateRoute, async (context) => {
    const { strategy, since, until } = context.req.valid("json");
    const to = instantOf(until, "until", now());
    const from = instantOf(since, "since", to - 7 * DAY_MS);
    if (from >= to)
      throw new OperatorError("window_invalid", "the period ends before it begins", {
        field: "since",
        hint: "`since` is its first instant, `until` the one after its last; now unless given.",
      });
    const project = projectOf(context.get("principal"));
    const result = await simulate({
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
    const from = instantOf(since, "since", now() - 7 * DAY_MS);
    return reply(
      context,
      compareStrategies(store.traffic, prices, { since: from, project: projectOf(context.get("principal")) }),
    );
  });
}
