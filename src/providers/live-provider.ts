import * as z from "zod";
import type { Dialect as DialectName } from "../core/exchange.ts";
import type { Capabilities } from "../core/facts.ts";
import type { Runtime } from "../core/send.ts";
import type { Target } from "../core/target.ts";
import type { Usage } from "../core/usage.ts";
import type { Dialect } from "../dialects/dialect.ts";
import type { ModelMaker } from "./translated/models.ts";

/** A model API that live calls go to. Adding one is one file and one line in `live.ts`. */
export interface LiveProvider {
  readonly name: string;
  readonly summary: string;
  /** Null where the operator has to give one. */
  readonly base_url: string | null;
  /** Environment variable of its key; null where it needs none. */
  readonly key_env: string | null;
  /** Dialects it speaks itself, with the path below its base URL. */
  readonly speaks: Partial<Readonly<Record<DialectName, string>>>;
  /** Takes it the calls of clients that speak none of these, translated. */
  readonly models: ModelMaker;
  /** What none of its models can do. */
  readonly lacks?: Partial<Capabilities>;
  /** Headers that carry the key. */
  readonly headers: (key: string | null) => Readonly<Record<string, string>>;
}

const timeouts = z.strictObject({
  /** ms from the call to the last byte. */
  total: z.int().positive().default(600_000),
  /** ms to the first content of a stream; keep-alive comments do not count. */
  first_token: z.int().positive().default(60_000),
  /** ms between two pieces of a stream. */
  idle: z.int().positive().default(60_000),
});

const modelName = z.string().min(1);

/** A model that a provider serves: its name, or its name with what it can do; what is left out is not known, and taken as covered. */
const servedModel = z.union(
  [
    modelName.transform((name) => ({ name })),
    z.strictObject({
      name: modelName,
      tools: z.boolean().optional(),
      images: z.boolean().optional(),
      json_schema: z.boolean().optional(),
      logprobs: z.boolean().optional(),
      /** Input and output tokens together. */
      context_window: z.int().positive().optional(),
      max_output: z.int().positive().optional(),
    }),
  ],
  {
    error:
      "expected a model's name, or an object of name, tools, images, json_schema, logprobs, context_window, max_output",
  },
);

/** A provider as `understudy.yaml` names it, under the name that targets end with. */
export const providerConfig = z.strictObject({
  /** One of the known providers; the name itself unless said. */
  kind: z.string().min(1).optional(),
  base_url: z.string().min(1).optional(),
  key_env: z.string().min(1).optional(),
  /** The provider stands on this machine or on a private network. */
  allow_private: z.boolean().default(false),
  timeouts_ms: timeouts.prefault({}),
  /** What it serves; without a list, what the price library says it serves. */
  models: z.array(servedModel).optional(),
  /** The folder of exported rows that a `recorded` provider answers from; without one, the log. */
  recordings: z.string().min(1).optional(),
});

export type ProviderConfig = z.infer<typeof providerConfig>;
export type Timeouts = z.infer<typeof timeouts>;

/** What live calls are made with. */
export interface LiveSetup {
  readonly runtime: Runtime;
  /** ms since the epoch, for prices. */
  readonly now: () => number;
  /** USD of a call; null where no price is known. */
  readonly cost: (target: Target, usage: Usage, at: number) => number | null;
  readonly dialects: ReadonlyMap<DialectName, Dialect>;
  readonly maxAnswerBytes: number;
}
