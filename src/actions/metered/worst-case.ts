import type { Capabilities } from "../../core/facts.ts";
import { isObject, objectOf, type JsonObject } from "../../core/json.ts";
import type { LiveRequest } from "../../core/live/live-send.ts";
import { rateAt, type RateSpan } from "../../core/rates.ts";
import type { Call } from "../../core/send.ts";
import { splitTarget, type Target } from "../../core/target.ts";
import type { Bounded } from "../../sends/budget.ts";
import type { TargetAbout } from "../serve/spine.ts";
import { inputBound, tokensOf } from "./input-bound.ts";
import { outputLimit } from "./output-limit.ts";

export interface WorstCaseParts {
  /** Null where the target's provider is not configured. */
  readonly about: (target: Target) => Pick<TargetAbout, "kind" | "rates" | "recorded"> | null;
  readonly capabilities: (target: Target) => Capabilities;
  /** ms since the epoch, for prices. */
  readonly now: () => number;
  /** Calls whose price is not known are made all the same, outside the cap, and counted. */
  readonly force: boolean;
}

/** @param baselineOutput output tokens of the answer in the log; null = not known */
export type CallBound = (request: LiveRequest, call: Call, baselineOutput: number | null) => Bounded;

/** Writing to a cache that lasts an hour costs twice the input's price at Anthropic; the tables know the five minutes' price. */
const HOUR_CACHE = 2;
/** Reasoning that a package adds to the limit given to it, where the model's own limit is not known. */
const LONGEST_REASONING = 128_000;

/**
 * What a call may cost at most: 1.5 x our count of its input at the dearest price that may apply to it, and its output limit, which it is
 * given where it has none, at the dearest price of output. A call without a known price is refused (`price_unknown`) unless forced.
 */
export function callBound({ about, capabilities, now, force }: WorstCaseParts): CallBound {
  return (request, call, baselineOutput) => {
    const known = about(call.target);
    // A provider that is not there says so itself, and a recording is paid for.
    if (known === null || known.recorded) return { worst_usd: 0, call, free: true };
    const { dialect } = request;
    const body: JsonObject = call.patch === null ? request.body : { ...request.body, ...call.patch };
    const can = capabilities(call.target);
    const limit = outputLimit({ body, dialect, kind: known.kind, capabilities: can, baseline_output: baselineOutput });
    const set = limit?.set ?? null;
    const made = limit === null || set === null ? call : { ...call, patch: { ...call.patch, [set]: limit.tokens } };
    const rate = known.rates === null ? null : rateAt(known.rates, now());
    if (rate === null) {
      if (force) return { worst_usd: 0, call: made, unpriced: true };
      const message = `no price is known of ${call.target}: what it may cost cannot be bounded`;
      return { refused: { class: "invalid_request", code: "price_unknown", message } };
    }
    const model = splitTarget(call.target)?.model ?? call.target;
    const input = inputBound(body, request.bytes, dialect, model);
    const output = limit === null ? 0 : limit.tokens * choices(body) + besides(body, dialect, known.kind, can);
    return { worst_usd: dearest(rate.span, input, output, isKeptAnHour(body)), call: made };
  };
}

/** USD of so many tokens at most: of the tiers that so much input can come to, the dearest price of each. */
function dearest(span: RateSpan, input: number, output: number, hour: boolean): number {
  let inputPrice = 0;
  let outputPrice = 0;
  for (const tier of span.tiers) {
    if (tier.from_input_tokens > input) break;
    const kept = hour ? HOUR_CACHE * tier.input : 0;
    inputPrice = Math.max(inputPrice, tier.input, tier.cache_read, tier.cache_write, kept);
    outputPrice = Math.max(outputPrice, tier.output);
  }
  return input * inputPrice + output * outputPrice;
}

function choices(body: JsonObject): number {
  const { n } = body;
  return typeof n === "number" && n > 1 ? n : 1;
}

/** Output beyond the limit: a prediction that was wrong is paid for, and so is reasoning that a translated call adds. */
function besides(body: JsonObject, dialect: string, kind: string, can: Capabilities): number {
  const { prediction } = body;
  const predicted = prediction === undefined ? 0 : tokensOf(JSON.stringify(prediction));
  const effort = body["reasoning_effort"] ?? objectOf(body["reasoning"])["effort"];
  const added = kind === "anthropic" && dialect !== "anthropic-messages" && effort !== undefined && effort !== null;
  return predicted + (added ? (can.max_output ?? LONGEST_REASONING) : 0);
}

function isKeptAnHour(value: unknown): boolean {
  if (Array.isArray(value)) return value.some(isKeptAnHour);
  if (!isObject(value)) return false;
  return objectOf(value["cache_control"])["ttl"] === "1h" || Object.values(value).some(isKeptAnHour);
}
