import type { Exchange } from "../src/core/exchange.ts";
import type { OutcomeFailure } from "../src/core/outcome.ts";
import { costOf, rateAt } from "../src/core/rates.ts";
import { splitTarget, type Target, type TargetParts } from "../src/core/target.ts";
import type { PriceBook } from "../src/prices/price-book.ts";
import { chanceOf, falling, weighted, type Chance } from "./chance.ts";

/** The week's end; all rows lie in the 7 days before it. */
export const WEEK_END = Date.UTC(2026, 2, 9);
const WEEK_MS = 7 * 86_400_000;

/** What serves the traffic, by share; times are medians in ms. */
const SERVED = [
  { target: "gpt-4o:openai", share: 0.5, ttft: 420, perToken: 11 },
  { target: "gpt-4o-mini:openai", share: 0.2, ttft: 330, perToken: 9 },
  { target: "claude-sonnet-4-5:anthropic", share: 0.12, ttft: 780, perToken: 14 },
  { target: "claude-haiku-4-5:anthropic", share: 0.09, ttft: 390, perToken: 7 },
  { target: "gemini-2.5-flash:google", share: 0.06, ttft: 360, perToken: 5 },
  { target: "gpt-4.1-mini:openai", share: 0.03, ttft: 350, perToken: 8 },
] as const;

const ENDPOINTS = 40;
const END_USERS = 5_000;
const TAG_SETS = 30;
/** Share of rows that ask again what was asked before, for the most part of another target. */
const ASKED_AGAIN = 0.12;
const REMEMBERED = 4_096;

const FAILURES: readonly OutcomeFailure[] = [
  { class: "rate_limit", code: "429", message: "Rate limit reached" },
  { class: "server", code: "503", message: "Overloaded" },
  { class: "timeout", code: null, message: "No answer in time" },
];

interface Served {
  readonly target: Target;
  readonly parts: TargetParts;
  readonly ttft: number;
  readonly perToken: number;
}

interface Place {
  readonly name: string;
  readonly project: string;
  /** Natural logarithms of the median tokens. */
  readonly input: number;
  readonly output: number;
  readonly tools: boolean;
  readonly stream: boolean;
}

interface Asked {
  readonly endpoint: number;
  readonly input: number;
  readonly hash: string;
  readonly served: number;
}

function places(chance: Chance): readonly Place[] {
  return Array.from({ length: ENDPOINTS }, (_, number) => ({
    name: `endpoint-${number}`,
    project: `project-${number % 4}`,
    input: 5.5 + 2 * chance.next(),
    output: 3.5 + 2 * chance.next(),
    tools: number % 3 === 0,
    stream: number % 2 === 0,
  }));
}

/** An instant of the week for a share of it gone by: busy by day, quiet by night, rising throughout. */
function instantOf(share: number): number {
  const turns = 2 * Math.PI * 7;
  return WEEK_END - WEEK_MS + Math.floor(WEEK_MS * (share - (0.7 * Math.sin(turns * share)) / turns));
}

function idAt(at: number, chance: Chance): string {
  const time = at.toString(16).padStart(12, "0");
  const rest = chance.hex(24);
  return `${time.slice(0, 8)}-${time.slice(8)}-7${rest.slice(0, 3)}-8${rest.slice(3, 6)}-${rest.slice(6, 18)}`;
}

/**
 * Rows of a made-up week in order of time, metrics only: 6 priced targets, 40 endpoints, 5,000 end users, 30 tag sets,
 * tokens and times log-normal, time to first token on half, 1 % failures, every eighth request asked before.
 */
export function* syntheticTraffic(rows: number, prices: PriceBook): Generator<Exchange> {
  const chance = chanceOf(rows);
  const served: readonly Served[] = SERVED.map(({ target, ttft, perToken }) => {
    return { target, parts: splitTarget(target) as TargetParts, ttft, perToken };
  });
  const cards = served.map(({ target }) => {
    const card = prices.card(target);
    if (card === null) throw new Error(`the benchmark wants a price of ${target}`);
    return card;
  });
  const endpoints = places(chance);
  const tagSets = Array.from({ length: TAG_SETS }, (_, number) => [
    `plan:${["free", "pro", "team"][number % 3]}`,
    `team:${Math.floor(number / 3)}`,
  ]);
  const features = endpoints.map(({ name }, number) => ({ feature: name, region: ["eu", "us", "ap"][number % 3] }));
  const users = Array.from({ length: END_USERS }, (_, number) => `user-${number}`);
  const pickEndpoint = weighted(falling(ENDPOINTS, 0.8));
  const pickUser = weighted(falling(END_USERS, 0.7));
  const pickServed = weighted(SERVED.map(({ share }) => share));
  const asked: Asked[] = [];

  for (let number = 0; number < rows; number++) {
    const at = instantOf((number + chance.next()) / rows);
    const before =
      asked.length > 0 && chance.next() < ASKED_AGAIN ? asked[Math.floor(chance.next() * asked.length)]! : null;
    const endpoint = before?.endpoint ?? pickEndpoint(chance);
    const place = endpoints[endpoint]!;
    const user = pickUser(chance);
    const servedBy =
      before === null || chance.next() < 0.2
        ? pickServed(chance)
        : (before.served + 1 + (chance.bits() % (SERVED.length - 1))) % SERVED.length;
    const { parts, ttft: firstToken, perToken } = served[servedBy]!;
    const input = before?.input ?? Math.min(120_000, 1 + Math.round(Math.exp(place.input + 0.7 * chance.normal())));
    const request_hash = before?.hash ?? chance.hex(64);
    if (before === null) {
      const slot = asked.length < REMEMBERED ? asked.length : chance.bits() % REMEMBERED;
      asked[slot] = { endpoint, input, hash: request_hash, served: servedBy };
    }

    const failure = chance.next() < 0.01 ? FAILURES[chance.bits() % FAILURES.length]! : null;
    const output = Math.min(8_192, 1 + Math.round(Math.exp(place.output + 0.6 * chance.normal())));
    const cached = input >= 1_024 && chance.next() < 0.3 ? Math.floor(input / 256) * 128 : 0;
    const usage = { input_uncached: input - cached, cache_read: cached, cache_write: 0, output, reasoning: 0 };
    const ttft = firstToken * Math.exp(0.4 * chance.normal());
    const latency = ttft + output * perToken * Math.exp(0.25 * chance.normal());
    const rate = rateAt(cards[servedBy]!, at);
    const cost = failure === null && rate !== null ? costOf(rate.span, usage) : null;
    const called = failure === null && place.tools && chance.next() < 0.6;
    const request_id = idAt(at, chance);
    yield {
      request_id,
      parent_request_id: null,
      created_at: at,
      source: "benchmark",
      source_id: request_id,
      origin: "import",
      project: place.project,
      endpoint: place.name,
      api_key: `key-${endpoint % 8}`,
      end_user: users[user]!,
      session: null,
      tags: tagSets[user % TAG_SETS]!,
      metadata: features[endpoint]!,
      dialect: "openai-chat",
      stream: place.stream,
      needs: { tools: place.tools, images: false, json_schema: false },
      model_requested: parts.model,
      model: parts.model,
      provider: parts.provider,
      strategy: "unknown",
      config: null,
      facts_id: null,
      planned_input_tokens: null,
      status: failure === null ? "ok" : "failed",
      failure,
      usage: failure === null ? usage : null,
      usage_raw: null,
      latency_ms: latency,
      ttft_ms: failure === null && place.stream ? ttft : null,
      cost_logged: cost,
      cost_list: cost,
      price_version: prices.version,
      gateway_cache_hit: false,
      signals: {
        finish_reason: failure !== null ? null : called ? "tool_calls" : output === 8_192 ? "length" : "stop",
        output_tokens: failure === null ? output : null,
        refusal: failure === null ? chance.next() < 0.005 : null,
        tool_calls: failure === null ? called : null,
        tool_calls_valid: failure === null ? !called || chance.next() < 0.97 : null,
        json_schema: null,
        mean_logprob: null,
      },
      prompt_hash: request_hash,
      request_hash,
      answer_hash: failure === null ? chance.hex(64) : null,
      replayability: "body_missing",
      request_body: null,
      response_body: null,
      trace: null,
    };
  }
}
