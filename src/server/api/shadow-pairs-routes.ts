import { createRoute, z } from "@hono/zod-openapi";
import { listShadowPairs, showShadowPair, type ShadowPair } from "../../actions/shadow-runs/shadow-pairs.ts";
import { checkedWindow, DEFAULT_LENGTH_MS, parseDuration, parseInstant, windowBounds } from "../../actions/window.ts";
import type { ShadowFilter } from "../../store/shadow.ts";
import { need } from "./access.ts";
import { iso, type ControlRoutesParts } from "./control-parts.ts";
import { errors, reply, type Api } from "./openapi-app.ts";
import { VERDICTS } from "./shadow-body.ts";
import { contractCount, shadowRun, shownShadowRun } from "./shadow-routes.ts";

const PATH = "/api/shadow-pairs";

const json = <T extends z.ZodType>(schema: T) => ({ "application/json": { schema } });

const window = {
  last: z
    .string()
    .optional()
    .openapi({ example: "7d", description: "30m, 24h, 7d or 2w back from now; 7d unless given" }),
  from: z.string().optional().openapi({ format: "date-time", description: "ISO 8601" }),
  to: z.string().optional().openapi({ format: "date-time", description: "ISO 8601" }),
};

const pair = z
  .object({
    id: z.string().openapi({ description: "shp_..." }),
    primary: z.string(),
    candidate: z.string(),
    project: z.string().nullable(),
    endpoint: z.string().nullable(),
    runs: z.number().openapi({ description: "in the window" }),
    last_run: z.string(),
    last_at: z.iso.datetime(),
    truncated: z.boolean().openapi({ description: "the summary is of the newest 10,000 pairs" }),
    summary: z.looseObject({ verdict: z.enum(VERDICTS), confidence_label: z.string(), guidance: z.string() }),
  })
  .openapi("ShadowPair");

const listRoute = createRoute({
  method: "get",
  path: PATH,
  summary: "Primaries and shadows of a window, each judged over all pairs of its runs",
  request: {
    query: z.strictObject({
      ...window,
      verdict: z.enum(VERDICTS).optional(),
      project: z.string().optional(),
      endpoint: z.string().optional(),
      primary: z.string().optional(),
      candidate: z.string().optional(),
      origin: z.enum(["cli", "mirror"]).optional(),
    }),
  },
  responses: {
    200: {
      description: "What ran last first. `verdicts` counts all, whichever was asked for.",
      content: json(z.object({ pairs: z.array(pair), verdicts: z.record(z.enum(VERDICTS), z.number()) })),
    },
    ...errors,
  },
});

const showRoute = createRoute({
  method: "get",
  path: `${PATH}/{id}`,
  summary: "One of them: its contracts and its runs",
  request: {
    params: z.object({ id: z.string().openapi({ description: "shp_..." }) }),
    query: z.strictObject({ ...window, origin: z.enum(["cli", "mirror"]).optional() }),
  },
  responses: {
    200: {
      description: "Runs newest first, 100 at most.",
      content: json(
        z.object({
          pair,
          contracts: z.array(contractCount),
          runs: z.array(shadowRun),
        }),
      ),
    },
    ...errors,
  },
});

interface AskedWindow {
  readonly last?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
}

/** Throws `window_invalid`. */
function windowOf({ last, from, to }: AskedWindow, now: number): Pick<ShadowFilter, "from" | "to"> {
  const asked = checkedWindow({
    ...(last === undefined ? {} : { last: parseDuration(last, "last") }),
    ...(from === undefined ? {} : { from: parseInstant(from, "from") }),
    ...(to === undefined ? {} : { to: parseInstant(to, "to") }),
  });
  const given = last === undefined && from === undefined && to === undefined ? { last: DEFAULT_LENGTH_MS } : asked;
  return windowBounds(given, now, null);
}

function shown({ last_at: at, ...rest }: ShadowPair): object {
  return { ...rest, last_at: iso(at) };
}

/** The overview of shadow runs: what to do about each pair of targets. */
export function shadowPairsRoutes(api: Api, { store, now, hash }: ControlRoutesParts): void {
  const parts = { control: store.control, hash };
  api.openapi(listRoute, async (context) => {
    need(context.get("principal"), "viewer", "Looking at shadow runs");
    const { last, from, to, verdict, ...equal } = context.req.valid("query");
    const filter = { ...equal, ...windowOf({ last, from, to }, now()) };
    const { pairs, verdicts } = await listShadowPairs(parts, filter, verdict ?? null);
    return reply(context, { pairs: pairs.map(shown), verdicts });
  });
  api.openapi(showRoute, (context) => {
    need(context.get("principal"), "viewer", "Looking at shadow runs");
    const { origin, ...asked } = context.req.valid("query");
    const filter = { origin, ...windowOf(asked, now()) };
    const found = showShadowPair(parts, context.req.valid("param").id, filter);
    return reply(context, { ...found, pair: shown(found.pair), runs: found.runs.map(shownShadowRun) });
  });
}
