import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Promotion } from "../../src/actions/promote/promotion.ts";
import type { ShownWatch } from "../../src/actions/promote/watch/list-watches.ts";
import { until, type Play } from "../gateway/playing.ts";
import { rollout, type Rollout } from "./rollout.ts";

const CANDIDATE = { strategy: "single", model: "gpt-4o-mini:openai" };
const SCOPE = "project:default";
const broken: Play = (response) =>
  void response.writeHead(500, { "content-type": "application/json" }).end('{"error":{"message":"overloaded"}}');

let shop: Rollout;
let id: string;

beforeEach(async () => {
  shop = await rollout(["gpt-4o", "gpt-4o-mini"]);
  await Promise.all(Array.from({ length: 10 }, (_, user) => shop.ask(`u${user}`)));
  await until("the rows", async () => {
    const { body } = await shop.gateway.api("GET", "/api/logs");
    return body.rows.length === 10 ? true : undefined;
  });
  id = await shop.experiment(CANDIDATE);
}, 60_000);
afterEach(() => shop.close());

async function watches(): Promise<readonly ShownWatch[]> {
  return (await shop.json<{ watches: readonly ShownWatch[] }>("watches")).watches;
}

/** The only watch, once it is as wanted. */
function watched(what: string, wanted: (watch: ShownWatch) => boolean): Promise<ShownWatch> {
  return until(
    what,
    async () => {
      const { body } = await shop.gateway.api("GET", "/api/watches");
      const [watch] = (body as never as { watches: readonly ShownWatch[] }).watches;
      return watch !== undefined && wanted(watch) ? watch : undefined;
    },
    20_000,
  );
}

async function audited(): Promise<readonly { readonly action: string; readonly details: object }[]> {
  const { body } = await shop.gateway.api("GET", "/api/audit?limit=100");
  return (body.entries as never as { action: string; details: object }[]).toReversed();
}

describe("a watch", () => {
  it("rolls back by itself when the candidate's provider begins to fail, and drops nothing else", async () => {
    const flow = shop.flow(50);
    const limits = ["--watch", "24h", "--max-error-rate", "0.05", "--max-p95", "5000", "--auto-rollback"];
    const promoted = await shop.json<Promotion>("promote", id, "--percent", "50", ...limits);
    expect(promoted.watch).toMatchObject({
      experiment: id,
      scope: SCOPE,
      state: "watching",
      limits: { max_error_rate: 0.05, max_p95_ms: 5_000, max_cost_per_request_usd: null },
      auto_rollback: true,
    });
    const well = await watched("30 good requests", ({ seen }) => seen.requests >= 30);
    expect(well).toMatchObject({ state: "watching", seen: { failed: 0 } });

    shop.play("gpt-4o-mini", broken);
    const over = await watched("the rollback", ({ state }) => state === "rolled_back");
    const at = Date.parse(over.events.find(({ state }) => state === "rolled_back")?.at ?? "");
    await new Promise((done) => setTimeout(done, 1_500));
    await flow.stop();

    expect(over.events.map(({ state }) => state)).toEqual(["alarm", "rolled_back", "ended"]);
    const [errors] = over.figures;
    expect(errors).toMatchObject({ limit: "max_error_rate", exceeded: true });
    expect(errors?.lower).toBeGreaterThan(0.05);
    // Only requests that the broken candidate served have failed, and none since.
    const failed = flow.answered.filter(({ status }) => status !== 200);
    expect(failed.length).toBeGreaterThan(0);
    expect(new Set(failed.map(({ config }) => config))).toEqual(new Set([promoted.after.config]));
    expect(failed.filter((one) => one.at > at + 1_000)).toEqual([]);
    expect(flow.answered.filter((one) => one.at > at + 1_000).length).toBeGreaterThan(0);

    const told = (await audited()).filter(({ action }) => /^(?:watch\.|config\.rollback)/u.test(action));
    expect(told.map(({ action }) => action)).toEqual(["watch.start", "config.rollback", "watch.alarm"]);
    for (const { details } of told) expect(details).toMatchObject({ experiment: id, scope: SCOPE });
    expect(shop.gateway.lines()).toContainEqual(
      expect.objectContaining({
        level: "warn",
        message: "what was promoted exceeds a limit",
        experiment: id,
        limit: "max_error_rate",
        rolled_back: true,
      }),
    );
    expect((await shop.run("watches")).out).toMatch(/project:default +sim_.* rolled back +[\d,]+ +!errors \d/u);
    const { body } = await shop.gateway.api("GET", "/api/attachments");
    expect(body).toEqual({ attachments: [] });
  }, 60_000);

  it("goes on over a restart and a larger share, alarms without a rollback, and ends when another config serves", async () => {
    await shop.json("promote", id, "--percent", "50");
    const started = await shop.gateway.api("POST", "/api/watches", { scope: SCOPE, for: "1h", max_error_rate: 0.1 });
    expect(started).toMatchObject({ status: 201, body: { experiment: id, min_requests: 30, state: "watching" } });
    const flow = shop.flow(50);
    const before = await watched("20 requests", ({ seen }) => seen.requests >= 20);
    await flow.stop();
    await shop.restart("SIGKILL");
    const again = shop.flow(50);
    const after = await watched("more requests", ({ seen }) => seen.requests > before.seen.requests + 20);
    expect(after).toMatchObject({ id: before.id, state: "watching", seen: { failed: 0 } });
    await shop.json("promote", id, "--percent", "90");
    shop.play("gpt-4o-mini", broken);
    const alarmed = await watched("the alarm", ({ state }) => state === "alarm");
    expect(alarmed.events).toHaveLength(1);
    const { body } = await shop.gateway.api("GET", "/api/attachments");
    expect(body).toMatchObject({ attachments: [{ config: `${id}@2` }] });
    await shop.json("configs", "detach", SCOPE);
    const ended = await watched("its end", ({ state }) => state === "ended");
    expect(ended.events.at(-1)).toMatchObject({ details: { reason: "another config serves" } });
    await again.stop();
    expect(await watches()).toHaveLength(1);
  }, 60_000);

  it("says what cannot be watched", async () => {
    const refused = async (...flags: string[]) => (await shop.run("promote", id, "--percent", "10", ...flags)).err;
    expect(await refused("--watch", "24h")).toContain("a watch needs a limit");
    expect(await refused("--max-p95", "5")).toContain("a limit is watched only with --watch");
    expect(await refused("--watch", "soon", "--max-p95", "5")).toContain('"soon" is not a length of time');
    expect(await refused("--watch", "1h", "--max-error-rate", "5")).toContain("5 is no share of requests");
    const nothing = await shop.gateway.api("POST", "/api/watches", { scope: SCOPE, for: "1h", max_p95_ms: 5 });
    expect(nothing).toMatchObject({ status: 409, body: { error: { code: "watch_refused" } } });
    expect(await watches()).toEqual([]);
  });
});
