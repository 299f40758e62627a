import { createRoute, z } from "@hono/zod-openapi";
import type { LookedAtHealth } from "../../actions/target-health.ts";
import { rateAt, type Rate } from "../../core/rates.ts";
import type { Target } from "../../core/target.ts";
import type { PriceBook } from "../../prices/price-book.ts";
import { need } from "./access.ts";
import { iso, isoOrNull } from "./control-parts.ts";
import { errors, reply, type Api } from "./openapi-app.ts";

export interface HealthRoutesParts {
  readonly prices: PriceBook;
  /** Of the last hours before the newest row. */
  readonly targetHealth: (hours: number) => Promise<LookedAtHealth>;
  /** Targets in the order of configuration. */
  readonly configured: readonly Target[];
  readonly now: () => number;
}

const nullable = z.number().nullable();
const figures = z.object({
  requests: z.int(),
  failed: z.int(),
  ttft_ms: nullable.openapi({ description: "median, of streamed answers" }),
  ttft_n: z.int(),
  ms_per_token: nullable.openapi({ description: "median, from the first token on where that is known" }),
  ms_per_token_n: z.int(),
});

const healthRoute = createRoute({
  method: "get",
  path: "/api/health/targets",
  summary: "How targets did over the last hours of the log",
  request: { query: z.strictObject({ hours: z.coerce.number().int().min(1).max(2_160).default(24) }) },
  responses: {
    200: {
      description: "Live and imported requests; most requests first.",
      content: {
        "application/json": {
          schema: z.object({
            from: isoOrNull,
            to: isoOrNull.openapi({ description: "just after the newest row; null: the log is empty" }),
            starts: z.array(z.iso.datetime()).openapi({ description: "where each stretch of `over_time` begins" }),
            targets: z.array(z.object({ target: z.string(), all: figures, over_time: z.array(figures) })),
          }),
        },
      },
    },
    ...errors,
  },
});

const perMillion = z.number().openapi({ description: "USD for a million tokens" });

const pricesRoute = createRoute({
  method: "get",
  path: "/api/prices",
  summary: "Prices in force",
  request: {
    query: z.strictObject({
      targets: z.string().optional().openapi({ description: "with commas between; those configured unless given" }),
    }),
  },
  responses: {
    200: {
      description: "In the order asked for.",
      content: {
        "application/json": {
          schema: z.object({
            version: z.string().openapi({ description: "of the price book, as rows and experiments name it" }),
            prices: z.array(
              z.object({
                target: z.string(),
                source: z.enum(["library", "user"]).nullable().openapi({ description: "null: no price is known" }),
                since: isoOrNull.openapi({ description: "null: since ever, as far as is known" }),
                tiers: z.array(
                  z.object({
                    from_input_tokens: z.number(),
                    input: perMillion,
                    cache_read: perMillion,
                    cache_write: perMillion,
                    output: perMillion,
                  }),
                ),
              }),
            ),
          }),
        },
      },
    },
    ...errors,
  },
});

const MILLION = 1_000_000;

function million({ input, cache_read, cache_write, output }: Rate): object {
  return {
    input: input * MILLION,
    cache_read: cache_read * MILLION,
    cache_write: cache_write * MILLION,
    output: output * MILLION,
  };
}

/** How targets do, and what they cost. Viewers look. */
export function healthRoutes(api: Api, parts: HealthRoutesParts): void {
  api.openapi(healthRoute, async (context) => {
    need(context.get("principal"), "viewer", "Looking at the health of targets");
    const { from, to, starts, targets } = await parts.targetHealth(context.req.valid("query").hours);
    return reply(context, { from: iso(from), to: iso(to), starts: starts.map(iso), targets });
  });
  api.openapi(pricesRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at prices");
    const asked = context.req.valid("query").targets?.split(",") ?? parts.configured;
    const prices = asked.map((target) => {
      const card = parts.prices.card(target);
      const span = card === null ? null : (rateAt(card, parts.now())?.span ?? null);
      return {
        target,
        source: span === null ? null : (card?.source ?? null),
        since: span === null || !Number.isFinite(span.from) ? null : iso(span.from),
        tiers: (span?.tiers ?? []).map((tier) => ({ from_input_tokens: tier.from_input_tokens, ...million(tier) })),
      };
    });
    return reply(context, { version: parts.prices.version, prices });
  });
}
