import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExperimentOutcome } from "../../src/actions/promote/experiment-outcome.ts";
import { COMPLETION, until } from "../gateway/playing.ts";
import { rollout, type Rollout } from "./rollout.ts";

const SERVING = "gpt-4o";
const CANDIDATE = { strategy: "single", model: "gpt-4o-mini:openai" };

let shop: Rollout;
let id: string;

/** What each model's answers use: the same for every request, so that costs are known to the cent. */
const usage = (prompt_tokens: number, completion_tokens: number): string =>
  JSON.stringify({
    ...(JSON.parse(COMPLETION) as object),
    usage: { prompt_tokens, completion_tokens, total_tokens: prompt_tokens + completion_tokens },
  });
const play = (model: string, completion: number): void =>
  shop.play(
    model,
    (response) => void response.writeHead(200, { "content-type": "application/json" }).end(usage(1_000, completion)),
  );

beforeAll(async () => {
  shop = await rollout(["gpt-4o", "gpt-4o-mini"]);
  play("gpt-4o", 100);
  play("gpt-4o-mini", 100);
  for (const model of [SERVING, "gpt-4o-mini"])
    await Promise.all(Array.from({ length: 100 }, (_, user) => shop.ask(`u${user}`, model)));
  await until("the rows", async () => {
    const { body } = await shop.gateway.api("GET", "/api/logs?limit=1000");
    return body.rows.length === 200 ? true : undefined;
  });
  id = await shop.experiment(CANDIDATE, "--model", "gpt-4o");
}, 60_000);
afterAll(() => shop.close());

describe("the outcome of an experiment", () => {
  it("is asked for in vain before the candidate has served", async () => {
    const never = await shop.run("experiment", "outcome", id);
    expect(never).toMatchObject({ code: 1 });
    expect(never.err).toContain(`the candidate of ${id} was never promoted`);
    expect((await shop.run("experiment", "outcome", "sim_0")).err).toContain('there is no experiment "sim_0"');
  });

  it("holds what was projected against what the candidate's arm really did", async () => {
    await shop.json("promote", id, "--percent", "50");
    // Its answers are half as long again as those the projection knew: 1,000 in and 150 out instead of 100.
    play("gpt-4o-mini", 150);
    const flow = shop.flow(100);
    await until("enough requests", () => (flow.answered.length > 600 ? true : undefined), 30_000);
    await flow.stop();
    await shop.json("rollback", "project:default");
    const served = flow.answered.filter((one) => one.config === `${id}@1`);
    const mini = served.filter(({ target }) => target === CANDIDATE.model);
    await until("all rows", async () => {
      const { body } = await shop.gateway.api("GET", "/api/logs?limit=1000&model=gpt-4o-mini");
      return body.rows.length >= mini.length + 100 ? true : undefined;
    });

    const outcome = await shop.json<ExperimentOutcome>("experiment", "outcome", id);
    expect(outcome).toMatchObject({ scopes: ["project:default"], requests: mini.length });
    expect(outcome.projection).toMatchObject({ requests: 100, evidence: "projected" });
    // gpt-4o-mini: 0.15 and 0.60 USD per million tokens.
    const projected = (1_000 * 0.15 + 100 * 0.6) / 1e6;
    const actual = (1_000 * 0.15 + 150 * 0.6) / 1e6;
    const { cost_usd: cost } = outcome;
    expect(cost.projected).toBeCloseTo(mini.length * projected, 9);
    expect(cost.actual).toBeCloseTo(mini.length * actual, 9);
    expect(cost.off_pct).toBeCloseTo(100 * (actual / projected - 1), 6);
    expect(cost.at_frozen_prices_usd, "all of the error is tokens").toBeCloseTo(cost.actual ?? 0, 9);
    expect(cost.request_error.median).toBeCloseTo(1 - projected / actual, 9);
    expect(cost.inside).toBe(false);
    expect(outcome.error_rate).toMatchObject({ projected: 0, actual: 0, inside: true });
    expect(outcome.p50_ms.actual).toBeGreaterThan(0);
    expect(outcome.p50_ms.projected).toBeGreaterThan(0);
    expect(outcome.routes).toEqual({ [CANDIDATE.model]: { projected: 1, actual: 1 } });

    const against = outcome.against_control;
    expect(against?.requests).toEqual({ candidate: mini.length, control: served.length - mini.length });
    // gpt-4o: 2.50 and 10 USD per million.
    const control = (1_000 * 2.5 + 100 * 10) / 1e6;
    expect(against?.cost_pct.estimate).toBeCloseTo(100 * (actual / control - 1), 6);
    const { cost_usd: calibration } = outcome.calibration;
    expect(calibration).toMatchObject({ covered: 0, windows: outcome.windows.each.length });
    expect(outcome.windows.each.reduce((sum, one) => sum + one.requests, 0)).toBeLessThanOrEqual(mini.length);

    const { out } = await shop.run("experiment", "outcome", id);
    expect(out).toMatch(/cost +\$[\d.]+ +\$[\d.]+ to \$[\d.]+ +\$[\d.]+ +outside/u);
    expect(out).toMatch(/cost is off by +\+14\.\d%/u);
    expect(out).toMatch(/calibration +windows \(.*\) inside the 90% band: cost 0\//u);

    const { status, body } = await shop.gateway.api("GET", `/api/experiments/${id}/outcome`);
    expect(status).toBe(200);
    expect(body).toEqual(outcome);
  }, 60_000);
});
