import { hash } from "node:crypto";
import { requestAsk } from "../../core/ask.ts";
import { compilePolicy } from "../../core/compile.ts";
import { deriveColumns } from "../../core/derived-columns.ts";
import type { Exchange } from "../../core/exchange.ts";
import { UNKNOWN_CAPABILITIES, type Facts } from "../../core/facts.ts";
import { isObject } from "../../core/json.ts";
import { OK } from "../../core/outcome.ts";
import { parsePolicy } from "../../core/policy.ts";
import { run } from "../../core/run.ts";
import type { Send } from "../../core/send.ts";
import { splitTarget, type Target, type TargetParts } from "../../core/target.ts";
import type { PriceBook } from "../../prices/price-book.ts";
import { liveRuntime } from "../../sends/runtime.ts";
import { priceExchange } from "../price-exchange.ts";
import { chanceOf, type Chance } from "./chance.ts";
import { busyInstants } from "./hours.ts";
import { people, type Person } from "./people.ts";
import { FEATURES, type Feature } from "./requests.ts";

export interface SampleWeek {
  /** ms since the epoch: the rows fill the 7 days before it. */
  readonly now: number;
  readonly seed: string;
  /** Answers the requests: the mock provider's. */
  readonly send: Send<Readonly<Record<string, unknown>>>;
  readonly priceBook: PriceBook;
  /** 6,000 where not said. */
  readonly rows?: number;
}

/** Project of every sample row. */
export const SAMPLE_PROJECT = "sample";

/** What serves the sample product, and the cheaper targets it has tried on a few requests. */
const SERVED: readonly { readonly target: Target; readonly share: number }[] = [
  { target: "gpt-4o:openai", share: 0.88 },
  { target: "gpt-4o-mini:openai", share: 0.08 },
  { target: "claude-haiku-4-5:anthropic", share: 0.04 },
];

const NO_FACTS: Facts = { facts_id: "sample", cut_at: 0, targets: new Map(), spendPercentile: () => null };

interface Asked {
  readonly at: number;
  readonly feature: Feature;
  readonly person: Person;
  readonly target: Target;
  readonly body: Readonly<Record<string, unknown>>;
  readonly request_id: string;
}

/** A UUIDv7 of this instant. */
function sampleId(at: number, chance: Chance): string {
  const time = at.toString(16).padStart(12, "0");
  const a = chance.hex8();
  const b = chance.hex8();
  const variant = "89ab"[Number.parseInt(b.slice(0, 1), 16) & 3] as string;
  const tail = `${b.slice(4)}${chance.hex8()}`;
  return `${time.slice(0, 8)}-${time.slice(8)}-7${a.slice(0, 3)}-${variant}${b.slice(1, 4)}-${tail}`;
}

function ask(at: number, chance: Chance, someone: () => Person): Asked {
  const feature = FEATURES[chance.weighted(FEATURES.map(({ share }) => share))] as Feature;
  const served = SERVED[chance.weighted(SERVED.map(({ share }) => share))] as (typeof SERVED)[number];
  const person = someone();
  const { model } = splitTarget(served.target) as TargetParts;
  const body = { model, ...feature.body(chance), user: person.name };
  return { at, feature, person, target: served.target, body, request_id: sampleId(at, chance) };
}

function tagsOf({ person, at }: Asked): readonly string[] {
  const night = new Date(at).getUTCHours() < 5;
  return [`plan:${person.plan}`, ...(night ? ["batch"] : [])];
}

/** The body as a provider would have sent it then. */
function answeredAt(response: unknown, at: number): unknown {
  return isObject(response) && "created" in response ? { ...response, created: Math.floor(at / 1_000) } : response;
}

async function exchangeOf(asked: Asked, week: SampleWeek): Promise<Exchange> {
  const { at, feature, person, target, body, request_id } = asked;
  const { model, provider } = splitTarget(target) as TargetParts;
  const needs = { tools: "tools" in body, images: false, json_schema: "response_format" in body };
  const day = new Date(at).toISOString().slice(0, 10);
  const row = {
    request_id,
    created_at: at,
    project: SAMPLE_PROJECT,
    endpoint: feature.name,
    api_key: "sample-key",
    end_user: person.name,
    session: `${person.name} ${day}`,
    tags: tagsOf(asked),
    metadata: { feature: feature.name, plan: person.plan, region: person.region },
    stream: body["stream"] === true,
  };
  const compiled = compilePolicy(parsePolicy({ strategy: "single", model: target }), {
    resolve: (text) => text,
    known: [],
    capabilities: () => UNKNOWN_CAPABILITIES,
    config: () => null,
  });
  const plan = compiled.plan(requestAsk({ ...row, model, input_tokens: null, needs }, NO_FACTS));
  const result = await run(plan, body, { send: week.send, runtime: liveRuntime(() => at) });
  const answer = result.answer;
  const response = answeredAt(answer?.response ?? null, at);
  const usage = answer?.usage ?? null;
  const derived = deriveColumns(
    { dialect: "openai-chat", request: body, response, request_flaw: null, response_flawed: false, usage },
    (text) => hash("sha256", text, "hex"),
  );
  const unpriced: Exchange = {
    ...row,
    ...derived,
    parent_request_id: null,
    source: "sample",
    source_id: request_id,
    origin: "import",
    dialect: "openai-chat",
    model_requested: model,
    model,
    provider,
    strategy: "unknown",
    config: null,
    facts_id: null,
    planned_input_tokens: null,
    status: result.code === OK ? "ok" : "failed",
    failure: answer?.failure ?? null,
    usage,
    usage_raw: (response as { readonly usage?: unknown } | null)?.usage ?? null,
    latency_ms: answer?.latency_ms ?? null,
    ttft_ms: answer?.ttft_ms ?? null,
    cost_logged: null,
    cost_list: null,
    price_version: null,
    gateway_cache_hit: false,
    request_body: JSON.stringify(body),
    response_body: response === null ? null : JSON.stringify(response),
    trace: null,
  };
  const { exchange } = priceExchange(unpriced, week.priceBook);
  return { ...exchange, cost_logged: exchange.cost_list ?? result.cost_usd };
}

/**
 * A week of made-up traffic of a small product, in order of time, really planned and run through `send`: a support desk's triage, summaries
 * and extraction by 120 end users. The same seed and `now` make the same rows. Origin `import`, so that no retention prunes them.
 */
export async function sampleWeek(week: SampleWeek): Promise<readonly Exchange[]> {
  const chance = chanceOf(`sample week ${week.seed}`);
  const { someone } = people(chance);
  const exchanges: Exchange[] = [];
  for (const at of busyInstants(week.rows ?? 6_000, week.now, chance)) {
    exchanges.push(await exchangeOf(ask(at, chance, someone), week));
  }
  return exchanges;
}
