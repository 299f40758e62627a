import { createRoute, z } from "@hono/zod-openapi";
import { DEFAULT_SAMPLE } from "../../actions/open-replay.ts";
import { namedConfig, type NamedPolicy } from "../../actions/policy-reference.ts";
import { keepSimulation, type Simulated, type SimulateRequest } from "../../actions/simulate.ts";
import { parsePolicy } from "../../core/policy.ts";
import type { Store } from "../../store/control.ts";
import { need } from "./access.ts";
import type { BackgroundRuns } from "./background-runs.ts";
import { errors, reply, type Api } from "./openapi-app.ts";
import { filterBody, filterOfBody, windowBody, windowOfBody } from "./window-body.ts";

export interface SimulationsParts {
  readonly store: Store;
  /** Replays a policy; stores nothing. Rejects with what `simulated` throws. */
  readonly simulatePolicy: (request: Omit<SimulateRequest, "quality">) => Promise<Simulated>;
  readonly runs: BackgroundRuns;
  readonly now: () => number;
  readonly newId: () => string;
}

const simulation = z.strictObject({
  policy: z.unknown().openapi({
    description:
      'a config (NAME or NAME@VERSION), single:MODEL:PROVIDER, or a policy such as {"strategy":"single","model":"gpt-4o:openai"}',
  }),
  window: windowBody.default({}),
  filter: filterBody.default({}),
  sample: z.union([z.int().positive(), z.literal("all")]).default(DEFAULT_SAMPLE),
  seed: z.string().nullable().default(null),
  prices: z.enum(["row", "now"]).default("row").openapi({ description: "of each row's date, or as of now" }),
  tiers: z.enum(["trailing", "in-sample"]).default("trailing"),
  outliers: z.int().positive().default(10),
  pilot: z
    .strictObject({
      calls: z.int().positive(),
      max_spend_usd: z.number().nonnegative(),
      concurrency: z.int().min(1).max(64).default(16),
    })
    .nullable()
    .default(null)
    .openapi({ description: "real calls, paid for, at most so many and for so much" }),
});

const simulateRoute = createRoute({
  method: "post",
  path: "/api/simulations",
  summary: "Replay a policy over a window of the log, with or without a pilot's calls",
  request: { body: { required: true, content: { "application/json": { schema: simulation } } } },
  responses: {
    200: {
      description: "What `understudy simulate --json` prints: see docs/reference/simulate.md.",
      content: {
        "application/json": {
          schema: z.looseObject({
            id: z.string(),
            requests: z.number(),
            candidate: z.looseObject({ cost_usd: z.number().nullable(), evidence: z.string() }),
            pilot: z.looseObject({ run: z.string(), state: z.string(), spent_usd: z.number() }).nullable(),
          }),
        },
      },
    },
    ...errors,
  },
});

/** A policy as a body names it: files of the server's are not among them. */
function policyOf(given: unknown, store: Store): NamedPolicy {
  if (typeof given === "string") return namedConfig(given, store.control);
  return { policy: parsePolicy(given), name: "policy", version: null, file: null };
}

type Asked = z.infer<typeof simulation>;

function flag(name: string, value: unknown): readonly string[] {
  return value === undefined || value === null || value === false
    ? []
    : [value === true ? `--${name}` : `--${name}=${typeof value === "object" ? JSON.stringify(value) : String(value)}`];
}

/** The command line that asks for a simulation with a pilot as a request of the API does. */
function pilotWords({ window, filter, ...own }: Asked, pilot: NonNullable<Asked["pilot"]>): readonly string[] {
  const { user, api_key: key, metadata = {}, origins = [], ...filters } = filter;
  return [
    "simulate",
    ...flag("policy", own.policy),
    ...Object.entries({ ...window, ...filters, user, "api-key": key }).flatMap(([name, value]) => flag(name, value)),
    ...Object.entries(metadata).flatMap(([name, value]) => flag("meta", `${name}=${value}`)),
    ...origins.flatMap((origin) => flag("origin", origin)),
    ...flag("sample", own.sample),
    ...flag("seed", own.seed),
    ...(own.prices === "now" ? ["--prices=now"] : []),
    ...flag("tiers", own.tiers),
    ...flag("outliers", own.outliers),
    ...flag("pilot", pilot.calls),
    ...flag("max-spend", pilot.max_spend_usd),
    ...flag("concurrency", pilot.concurrency),
    "--yes",
  ];
}

/** Simulations. Editors make them; without a pilot nothing is called. */
export function simulationsRoutes(api: Api, { store, simulatePolicy, runs, now, newId }: SimulationsParts): void {
  api.openapi(simulateRoute, async (context) => {
    const principal = context.get("principal");
    need(principal, "editor", "Simulating");
    const asked = context.req.valid("json");
    const request = {
      candidate: policyOf(asked.policy, store),
      window: windowOfBody(asked.window),
      filter: filterOfBody(asked.filter, store.control),
      sample: asked.sample === "all" ? null : asked.sample,
      seed: asked.seed,
      inSampleTiers: asked.tiers === "in-sample",
      pricesNow: asked.prices === "now",
      outliers: asked.outliers,
      now: now(),
      newId: newId(),
    };
    if (asked.pilot !== null)
      return reply(context, await runs.answer([...pilotWords(asked, asked.pilot), `--actor=${principal.name}`]));
    const answer = await simulatePolicy(request);
    keepSimulation(store.control, request, answer);
    return reply(context, answer.result);
  });
}
