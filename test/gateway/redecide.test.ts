import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { redecide } from "../../src/actions/redecide.ts";
import type { Exchange } from "../../src/core/exchange.ts";
import { openSqliteStore } from "../../src/store/sqlite/open.ts";
import { understudy } from "../understudy.ts";
import { remove, start, upstream, type Running, type Upstream } from "./running.ts";

const TARGETS = ["fast:one", "slow:one", "flaky:two"];
const DAY_MS = 86_400_000;

const POLICIES = {
  // No `allow`: among what is configured, in its order.
  quick: { strategy: "latency" },
  ordered: { strategy: "priority", targets: ["flaky:two", "fast:one"] },
  split: {
    strategy: "ab_test",
    salt: "s1",
    split: [
      { weight: 1, name: "control", policy: "slow:one" },
      {
        weight: 1,
        name: "candidate",
        policy: {
          strategy: "ab_test",
          salt: "s2",
          split: [
            { weight: 1, name: "a", policy: "fast:one" },
            { weight: 1, name: "b", policy: "slow:one" },
          ],
        },
      },
    ],
  },
  tiers: {
    strategy: "custom_rules",
    rules: [
      { when: { end_user_spend_percentile: { $gte: 0.5 } }, then: "slow:one" },
      { when: { input_tokens: { $gt: 100 } }, then: "flaky:two" },
    ],
    default: "fast:one",
  },
} as const;

describe("live traffic, decided again under the configs and facts its rows name", () => {
  let one: Upstream;
  let two: Upstream;
  let gateway: Running;
  let down = false;

  beforeAll(async () => {
    const completion = (model: unknown) => ({
      id: "c",
      model,
      choices: [{ index: 0, message: { role: "assistant", content: "ok" }, finish_reason: "stop" }],
      usage: { prompt_tokens: 9, completion_tokens: 2 },
    });
    one = await upstream((_, response, body) =>
      setTimeout(() => response.end(JSON.stringify(completion(body.model))), body.model === "slow" ? 12 : 1),
    );
    two = await upstream((_, response, body) =>
      down ? response.writeHead(503).end() : response.end(JSON.stringify(completion(body.model))),
    );
    const compatible = { kind: "openai-compatible", allow_private: true };
    const deployment = {
      providers: {
        one: { ...compatible, base_url: one.url, models: ["fast", "slow"] },
        two: { ...compatible, base_url: two.url, models: ["flaky"] },
      },
    };
    // A first start makes the store; yesterday's usage of two users makes their tiers.
    const first = await start(deployment);
    await first.stop();
    const store = openSqliteStore(first.folder);
    const { sampleExchange } = await import("../../src/store/exchange.fixtures.ts");
    for (const [at, [user, output]] of [
      ["ann", 900],
      ["ben", 30],
      ["cy", 10],
    ].entries()) {
      store.traffic.append([
        sampleExchange(at, {
          request_id: `old ${user}`,
          source_id: null,
          created_at: Date.now() - 2 * DAY_MS,
          origin: "live",
          project: "default",
          end_user: user as string,
          usage: { input_uncached: 10, cache_read: 0, cache_write: 0, output: output as number, reasoning: 0 },
        }),
      ]);
    }
    for (const [name, policy] of Object.entries(POLICIES)) {
      store.control.addConfig({ name, policy, created_at: 1 });
      store.control.addEndpoint({ project: "default", name, definition: {}, created_at: 1, note: null });
      store.control.attach({
        scope: "endpoint",
        scope_id: `default/${name}`,
        config: name,
        version: 1,
        attached_at: 1,
        actor: "test",
      });
    }
    store.close();
    gateway = await start(deployment, first.folder, first.key);
  }, 30_000);
  afterAll(async () => {
    await one.close();
    await two.close();
    remove(gateway.folder);
  });

  it("chooses the same target for every row", async () => {
    const send = async (endpoint: string, user: string, words: number): Promise<void> => {
      const response = await fetch(`${gateway.url}/e/${endpoint}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${gateway.key}`, "x-understudy-user": user },
        body: JSON.stringify({ model: "any", messages: [{ role: "user", content: "word ".repeat(words) }] }),
      });
      await response.text();
    };
    const users = ["ann", "ben", "cy", "new"];
    const started = Date.now();
    // Long enough for facts to be cut twice: health and cooldowns change under way.
    for (let round = 0; Date.now() - started < 21_500; round++) {
      down = Date.now() - started > 3_000;
      const name = Object.keys(POLICIES)[round % 4] as string;
      await Promise.all(
        users.map((user, at) => send(name, `${user}${round % 8 < 4 ? "" : round}`, 5 + ((round + at) % 3) * 40)),
      );
      await new Promise((done) => setTimeout(done, 25));
    }
    await gateway.stop();

    const store = openSqliteStore(gateway.folder);
    const rows = [...store.traffic.export({ origins: ["live"], from: started })];
    const result = redecide(store, { from: started });
    store.close();
    const shown = await understudy(["logs", "--last", "1h", "--redecide", "--data", gateway.folder]);
    expect(shown).toMatchObject({ code: 0, err: "" });
    expect(shown.out).toMatch(/^same target +[\d,]+ \(100\.0%\)$/mu);
    expect(result).toMatchObject({ differing: [], share: 1, undecidable: { facts: 0, config: 0, no_plan: 0 } });
    expect(result.decided).toBe(rows.length);
    expect(rows.length).toBeGreaterThan(500);
    // What the decisions hung on was really there.
    expect(new Set(rows.map(({ facts_id }) => facts_id)).size).toBeGreaterThan(2);
    const chosen = (config: string): ReadonlySet<string> =>
      new Set(
        rows
          .filter((row) => row.config === `${config}@1`)
          .map((row) =>
            String((JSON.parse(row.trace ?? "{}") as { decision: { selected: string } }).decision.selected),
          ),
      );
    expect(chosen("ordered")).toEqual(new Set(["flaky:two", "fast:one"]));
    expect(chosen("split")).toEqual(new Set(["slow:one", "fast:one"]));
    expect(chosen("tiers")).toEqual(new Set(TARGETS));

    // A row that says another target was chosen than its config and facts choose is found.
    const altered = rows.find((row) => row.config === "ordered@1");
    const trace = JSON.parse(altered?.trace ?? "{}") as { decision: { selected: string } };
    trace.decision.selected = "slow:one";
    const again = openSqliteStore(gateway.folder);
    again.traffic.append([{ ...(altered as Exchange), request_id: "altered", trace: JSON.stringify(trace) }]);
    again.close();
    const found = await understudy(["logs", "--last", "1h", "--redecide", "--data", gateway.folder]);
    expect(found).toMatchObject({ code: 1, err: "" });
    expect(found.out).toMatch(/Decided differently\nid +then +now\naltered +slow:one +(?:flaky:two|fast:one)\n/u);
    expect(found.out).toContain("Next: understudy logs altered");
    const other = ["logs", "--redecide", "--project", "nobody", "--data", gateway.folder];
    expect(await understudy(other)).toMatchObject({ code: 1, err: expect.stringContaining("no live row fits") });
  }, 60_000);
});
