import { createHash } from "node:crypto";
import * as fc from "fast-check";
import type { Exchange, Origin, Status } from "../core/exchange.ts";
import { FAILURE_CLASSES } from "../core/outcome.ts";
import { splitTarget, type Target } from "../core/target.ts";
import { sampleExchange } from "../store/exchange.fixtures.ts";
import { signalsArbitrary } from "../testing/arbitraries.ts";

/** Monday 2026-04-13, 08:30 UTC. */
const LOG_START = Date.UTC(2026, 3, 13, 8, 30);
const DAY_MS = 86_400_000;

function orNull<T>(values: fc.Arbitrary<T>, weight = 3): fc.Arbitrary<T | null> {
  return fc.option(values, { nil: null, freq: weight });
}

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

const milliseconds = fc.integer({ min: 1, max: 9_000 * 64 }).map((steps) => steps / 64);
const tokens = fc.oneof(fc.integer({ min: 0, max: 700 }), fc.integer({ min: 700, max: 12_000 }));

/** One kind of request and how it fared, once or many times over. */
function happeningArbitrary(targets: readonly Target[]) {
  return fc.record({
    day: fc.nat({ max: 9 }),
    second: fc.nat({ max: 1_500 }),
    times: fc.oneof(
      { weight: 5, arbitrary: fc.constant(1) },
      { weight: 1, arbitrary: fc.integer({ min: 2, max: 30 }) },
      { weight: 1, arbitrary: fc.constant(80) },
    ),
    /** Of many times over, every so many-th fares otherwise: ok where the first failed, failed where it was ok. */
    otherwise: fc.constantFrom(2, 3, 10, 1_000),
    target: orNull(fc.constantFrom(...targets), 30),
    requested: fc.constantFrom("gpt-4o", "gpt-4o-mini", "claude-haiku-4-5"),
    request: fc.nat({ max: 9 }),
    status: fc.constantFrom<Status>(
      "ok",
      "ok",
      "ok",
      "ok",
      "ok",
      "ok",
      "failed",
      "failed",
      "failed",
      "cancelled",
      "blocked",
    ),
    failure: fc.constantFrom(...FAILURE_CLASSES.filter((name) => name !== "cancelled")),
    origin: fc.constantFrom<Origin>("live", "import", "import", "import", "import", "replay", "experiment", "shadow"),
    cache_hit: fc.integer({ min: 0, max: 19 }).map((roll) => roll === 0),
    usage: orNull(
      fc.record({
        input_uncached: tokens,
        cache_read: fc.constantFrom(0, 0, 300),
        cache_write: fc.constantFrom(0, 0, 200),
        output: tokens,
        reasoning: fc.constantFrom(0, 0, 64),
      }),
      12,
    ),
    latency_ms: orNull(milliseconds, 12),
    ttft: orNull(fc.constantFrom(1 / 8, 1 / 2), 2),
    cost_logged: orNull(fc.integer({ min: 0, max: 100_000 }).map((steps) => steps / 2 ** 20)),
    signals: signalsArbitrary(),
    answer: orNull(fc.constantFrom("a", "b", "c"), 6),
    project: fc.constantFrom("shop", "search"),
    endpoint: orNull(fc.constantFrom("triage", "summarise")),
    api_key: orNull(fc.constantFrom("key-1", "key-2")),
    end_user: orNull(fc.constantFrom("ada", "ben", "cleo", "dan"), 6),
    session: orNull(fc.constantFrom("session-1", "session-2"), 1),
    tags: fc.uniqueArray(fc.constantFrom("batch", "vip", "feature:triage"), { maxLength: 3 }),
    metadata: fc.constantFrom<Readonly<Record<string, unknown>>>(
      {},
      { plan: "pro" },
      { plan: "free", team: { size: 5 } },
      { feature: "triage" },
    ),
    stream: fc.boolean(),
    needs: fc.record({ tools: fc.boolean(), images: fc.boolean(), json_schema: fc.boolean() }),
    planned_input_tokens: orNull(tokens, 1),
  });
}

/**
 * A log of some ten days over these targets: bursts and lone requests, failures, cancelled and blocked rows, every
 * origin, the same requests asked of several targets, and anything that may be unknown unknown here and there.
 */
export function logArbitrary(targets: readonly Target[]): fc.Arbitrary<readonly Exchange[]> {
  return fc.array(happeningArbitrary(targets), { minLength: 1, maxLength: 30 }).map((happenings) => {
    const log: Exchange[] = [];
    for (const happening of happenings) {
      const { times, otherwise, answer, latency_ms, ttft, request, target, ...said } = happening;
      const { model, provider } = (target === null ? null : splitTarget(target)) ?? { model: null, provider: null };
      for (let time = 0; time < times; time++) {
        const status = (time + 1) % otherwise === 0 ? (said.status === "ok" ? "failed" : "ok") : said.status;
        const asked = time < 2 ? String(request) : `${request} of ${log.length}`;
        log.push(
          sampleExchange(log.length, {
            created_at: LOG_START + said.day * DAY_MS + (said.second + time * 3) * 1_000,
            origin: said.origin,
            project: said.project,
            endpoint: said.endpoint,
            api_key: said.api_key,
            end_user: said.end_user,
            session: said.session,
            tags: said.tags,
            metadata: said.metadata,
            stream: said.stream,
            needs: said.needs,
            planned_input_tokens: said.planned_input_tokens,
            model_requested: said.requested,
            model,
            provider,
            status,
            failure: status === "failed" ? { class: said.failure, code: null, message: "made to fail" } : null,
            usage: said.usage === null ? null : { ...said.usage, output: said.usage.output + (time % 7) },
            latency_ms: latency_ms === null ? null : latency_ms + time / 64,
            ttft_ms: latency_ms === null || ttft === null ? null : latency_ms * ttft,
            cost_logged: said.cost_logged,
            gateway_cache_hit: said.cache_hit,
            signals: said.signals,
            prompt_hash: hashOf(`prompt ${asked.split(" ")[0]}`),
            request_hash: hashOf(`request ${asked}`),
            answer_hash: answer === null ? null : hashOf(answer),
          }),
        );
      }
    }
    return log;
  });
}
