import { z } from "@hono/zod-openapi";
import { ORIGINS } from "../../core/exchange.ts";
import { PROTOCOLS } from "../../judging/index.ts";

const text = z.string().min(1);
const instant = z.string().openapi({ format: "date-time", description: "ISO 8601, UTC where no offset stands" });

/** What to measure, on what, for how much at most. */
export const experimentAsked = z
  .strictObject({
    policy: z.unknown().optional().openapi({ description: "a policy, the name of a config, or single:MODEL:PROVIDER" }),
    candidate_endpoint: text.optional().openapi({ description: "NAME or NAME@VERSION" }),
    endpoint: z.looseObject({}).optional().openapi({ description: "an endpoint that is not stored" }),
    window: z
      .strictObject({
        last: text.optional(),
        newest: z.boolean().optional(),
        from: instant.optional(),
        to: instant.optional(),
      })
      .default({}),
    filter: z
      .strictObject({
        project: text.optional(),
        endpoint: text.optional(),
        model: text.optional(),
        provider: text.optional(),
        user: text.optional(),
        tag: text.optional(),
        feature: text.optional(),
        metadata: z.record(z.string(), z.string()).optional(),
        api_key: text.optional(),
        strategy: text.optional(),
        origins: z.array(z.enum(ORIGINS)).optional(),
      })
      .default({}),
    sample: z.union([z.int().positive(), z.literal("all")]).optional(),
    seed: text.optional(),
    max_spend_usd: z.number().min(0).optional().openapi({ description: "hard cap; only a preview goes without" }),
    control: z
      .union([z.number().positive().max(100), z.literal("none")])
      .optional()
      .openapi({ description: "percent" }),
    embeddings: text.optional().openapi({ description: "MODEL:PROVIDER" }),
    thresholds: z.record(z.string(), z.strictObject({ high: z.number(), mild: z.number() })).optional(),
    primary: text.optional(),
    margin: z.number().optional(),
    early_stop: z.boolean().optional(),
    judge: z
      .strictObject({
        judge: text.openapi({ description: "MODEL:PROVIDER" }),
        criterion: text.optional().openapi({ description: "one sentence: what makes an answer good" }),
        protocol: z.enum(PROTOCOLS).optional().openapi({ description: "pairwise unless given" }),
      })
      .optional()
      .openapi({ description: "judges the pairs once they are there, for what the cap has left" }),
    outliers: z.int().positive().optional(),
    concurrency: z.int().min(1).max(64).default(16),
    force: z.boolean().optional(),
    preview: z.boolean().default(false).openapi({ description: "say what would be sent, and send nothing" }),
  })
  .openapi("ExperimentRequest");

type ExperimentAsked = z.infer<typeof experimentAsked>;

function flag(name: string, value: unknown): readonly string[] {
  if (value === undefined || value === false) return [];
  return value === true
    ? [`--${name}`]
    : [`--${name}=${typeof value === "object" ? JSON.stringify(value) : String(value)}`];
}

/** The command line that asks for an experiment as a request of the API does. */
export function experimentWords(asked: Omit<ExperimentAsked, "preview" | "concurrency">): readonly string[] {
  const { window, filter, thresholds = {}, ...own } = asked;
  const { user, api_key: key, metadata = {}, origins = [], ...filters } = filter;
  return [
    "experiment",
    ...flag("policy", own.policy),
    ...flag("candidate-endpoint", own.candidate_endpoint),
    ...flag("endpoint-file", own.endpoint),
    ...Object.entries({ ...window, ...filters, user, "api-key": key }).flatMap(([name, value]) => flag(name, value)),
    ...Object.entries(metadata).flatMap(([name, value]) => flag("meta", `${name}=${value}`)),
    ...origins.flatMap((origin) => flag("origin", origin)),
    ...flag("sample", own.sample),
    ...flag("seed", own.seed),
    ...flag("max-spend", own.max_spend_usd),
    ...flag("control", own.control),
    ...flag("embeddings", own.embeddings),
    ...Object.entries(thresholds).flatMap(([measure, { high, mild }]) =>
      flag("threshold", `${measure}=${high},${mild}`),
    ),
    ...flag("primary", own.primary),
    ...flag("margin", own.margin),
    ...flag("early-stop", own.early_stop),
    ...Object.entries(own.judge ?? {}).flatMap(([name, value]) => flag(name, value)),
    ...flag("outliers", own.outliers),
    ...flag("force", own.force),
  ];
}
