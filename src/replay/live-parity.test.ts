import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { requestAsk } from "../core/ask.ts";
import { compilePolicy } from "../core/compile.ts";
import type { Exchange } from "../core/exchange.ts";
import type { Features } from "../core/features.ts";
import { firstTarget, targetsOf, type Plan, type PlanNode } from "../core/plan.ts";
import { parsePolicy } from "../core/policy.ts";
import type { OutcomeTable } from "../core/project.ts";
import type { Result } from "../core/result.ts";
import { run } from "../core/run.ts";
import { splitTarget, type Target } from "../core/target.ts";
import { sampleExchange } from "../store/exchange.fixtures.ts";
import { featuresArbitrary, outcomeTableArbitrary, policyArbitrary } from "../testing/arbitraries.ts";
import { virtualRuntime } from "../testing/virtual-runtime.ts";
import { byColumns } from "./column-rows.fixtures.ts";
import { frameOf } from "./log-frame.fixtures.ts";
import { makeKnowledge, type Surroundings } from "./knowledge/index.ts";
import { makeWorkbench } from "./replay-policy.ts";
import { surroundingsArbitrary } from "./surroundings.fixtures.ts";
import { chooseWindow } from "./window.ts";

const TARGETS = ["a:one", "a:two", "b:one", "c:three"];
const FIRST_DAY = Date.UTC(2026, 3, 15);
const DAY_MS = 86_400_000;

function hashOf(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

interface Request {
  readonly features: Features;
  /** What asking each target about it gives. */
  readonly table: OutcomeTable;
}

/** Requests in bursts over some days, in order of arrival. */
const requestsArbitrary: fc.Arbitrary<readonly Request[]> = fc
  .array(
    fc.record({
      features: featuresArbitrary().filter(({ input_tokens }) => input_tokens !== null),
      table: outcomeTableArbitrary(TARGETS),
      day: fc.nat({ max: 3 }),
      second: fc.integer({ min: 36_000, max: 36_900 }),
      times: fc.constantFrom(1, 1, 1, 25),
    }),
    { minLength: 1, maxLength: 8 },
  )
  .map((bursts) =>
    bursts
      .flatMap(({ features, table, day, second, times }, burst) =>
        Array.from({ length: times }, (_, time) => ({
          table,
          features: {
            ...features,
            request_id: `${features.request_id} ${burst} ${time}`,
            created_at: FIRST_DAY + day * DAY_MS + (second + time * 5) * 1_000 + burst,
          },
        })),
      )
      .toSorted((a, b) => a.features.created_at - b.features.created_at),
  );

/** A row as a gateway would write it, or as an experiment that asked one target. */
function exchangeOf({ features, table }: Request, target: Target | null, said: Partial<Exchange>): Exchange {
  const outcome = target === null ? null : table(target, 0);
  const { input_tokens, ...told } = features;
  const none = { finish_reason: null, refusal: null, tool_calls: null, tool_calls_valid: null, json_schema: null };
  const signals = outcome?.signals ?? { ...none, output_tokens: null, mean_logprob: null };
  return sampleExchange(0, {
    ...told,
    source_id: null,
    model_requested: features.model,
    ...((target === null ? null : splitTarget(target)) ?? { model: null, provider: null }),
    planned_input_tokens: input_tokens,
    usage:
      signals.output_tokens === null
        ? null
        : { input_uncached: 7, cache_read: 0, cache_write: 0, output: signals.output_tokens, reasoning: 0 },
    status: outcome?.ok === true ? "ok" : "failed",
    failure: outcome?.failure ?? null,
    latency_ms: outcome?.latency_ms ?? null,
    cost_logged: outcome?.cost_usd ?? null,
    signals,
    answer_hash: outcome?.answer_hash == null ? null : hashOf(outcome.answer_hash),
    prompt_hash: hashOf(features.request_id),
    request_hash: hashOf(features.request_id),
    ...said,
  });
}

/** Serves requests one by one: each is planned with what the log so far tells, run, and written down. */
async function serve(requests: readonly Request[], policy: unknown, surroundings: Surroundings) {
  const compiled = compilePolicy(parsePolicy(policy), {
    known: TARGETS,
    resolve: (text) => text,
    capabilities: surroundings.capabilities,
    config: () => null,
  });
  const log: Exchange[] = [];
  const served: { readonly request: Request; readonly plan: Plan; readonly result: Result }[] = [];
  for (const request of requests) {
    const { features, table } = request;
    const ended = log.filter(({ created_at, latency_ms }) => created_at + (latency_ms ?? 0) <= features.created_at);
    const facts = makeKnowledge(frameOf(ended), surroundings).factsAt(TARGETS, features.created_at);
    const plan = compiled.plan(requestAsk(features, facts));
    const runtime = virtualRuntime();
    const send = async (
      _: null,
      call: { target: Target; try: number },
      signal: Parameters<typeof runtime.sleep>[1],
    ) => {
      const outcome = table(call.target, call.try);
      await runtime.sleep(outcome.latency_ms ?? 0, signal);
      return outcome;
    };
    const result = await runtime.drive(run(plan, null, { send, runtime }));
    const target = result.answer?.target ?? null;
    log.push(
      exchangeOf(request, target, {
        origin: "live",
        request_id: features.request_id,
        status: result.code === 0 ? "ok" : "failed",
        latency_ms: result.latency_ms,
        cost_logged: result.cost_usd,
      }),
    );
    served.push({ request, plan, result });
  }
  return { compiled, log, served };
}

/** Nothing in the plan depends on how long things take, and no try is repeated: recorded answers then tell all of it. */
function untimed(node: PlanNode): boolean {
  if (node.node === "attempt") return node.retries === 0;
  if (node.node === "refuse") return true;
  if (node.node === "fallback" && node.budget_ms !== null) return false;
  if (node.node === "ensemble" && node.combine === "first_valid") return false;
  return node.children.every(untimed);
}

describe("rows replayed under the policy that decided them", () => {
  it("get the same plan, from facts of the whole log or of no more than was known then", async () => {
    let compared = 0;
    let answered = 0;
    let unwell = 0;
    const property = fc.asyncProperty(
      requestsArbitrary,
      policyArbitrary(TARGETS),
      surroundingsArbitrary(TARGETS).map((surroundings) => ({ ...surroundings, inSampleTiers: false })),
      async (requests, policy, surroundings) => {
        const { compiled, log, served } = await serve(requests, policy, surroundings);
        const asked = served.flatMap(({ request, plan }) =>
          targetsOf(plan.node).map((target, index) =>
            exchangeOf(request, target, {
              origin: "experiment",
              request_id: `${request.features.request_id} asked of ${index}`,
            }),
          ),
        );
        const frame = frameOf([...log, ...asked], 40);
        const bench = makeWorkbench(makeKnowledge(frame, surroundings));
        const window = chooseWindow(frame, { origins: ["live"] }, { rows: Number.POSITIVE_INFINITY, seed: "" });
        const rows = byColumns(compiled, window, bench, { pricesAt: null, unknownAccept: "escalate" });
        expect(rows).toHaveLength(served.length);
        for (const [index, { plan, result }] of served.entries()) {
          const replayed = rows[index]!;
          expect(replayed.plan).toEqual(plan);
          expect(firstTarget(replayed.plan.node)).toBe(firstTarget(plan.node));
          compared++;
          unwell += plan.candidates.filter(({ reason }) => reason.includes("failing")).length;
          if (!untimed(plan.node)) continue;
          expect(replayed.target).toBe(result.answer?.target ?? null);
          expect(replayed.code).toBe(result.code);
          answered++;
        }
      },
    );
    await fc.assert(property, { numRuns: 40 });
    // The same cases each time, so that what they must have touched can be said.
    await fc.assert(property, { numRuns: 40, seed: 8 });
    expect(compared).toBeGreaterThan(300);
    expect(answered).toBeGreaterThan(100);
    expect(unwell).toBeGreaterThan(0);
  }, 60_000);
});
