import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ExperimentOutcome } from "../../src/actions/promote/experiment-outcome.ts";
import type { Promotion } from "../../src/actions/promote/promotion.ts";
import type { ShownWatch } from "../../src/actions/promote/watch/list-watches.ts";
import { good, until, type Play } from "../gateway/playing.ts";
import { rollout, type Rollout } from "./rollout.ts";

const SUPPORT = { policy: "gpt-4o:openai", system_prompt: "Be kind." };
const BRIEF = { ...SUPPORT, system_prompt: "Be brief." };
const SCOPE = "endpoint:default/support";

let shop: Rollout;

beforeAll(async () => {
  shop = await rollout(["gpt-4o", "gpt-4o-mini"]);
  await shop.json("endpoints", "set", "support", shop.file("support.json", SUPPORT));
  await ask(40);
  await rows(40);
}, 60_000);
afterAll(() => shop.close());

async function ask(count: number): Promise<readonly number[]> {
  const users = Array.from({ length: count }, (_, user) => `u${user}`);
  return (await Promise.all(users.map((user) => shop.ask(user, "endpoint/support")))).map(({ status }) => status);
}

const rows = (count: number) =>
  until("the rows", async () => {
    const { body } = await shop.gateway.api("GET", "/api/logs?limit=1000&origin=live");
    return body.rows.length >= count ? true : undefined;
  });

/** The id of an experiment with responses. */
async function measured(...candidate: string[]): Promise<string> {
  const where = ["--endpoint", "support", "--sample", "20", "--max-spend", "1", "--control", "none", "--yes"];
  const deployment = ["--config", join(shop.gateway.folder, "understudy.yaml")];
  return (await shop.json<{ id: string }>("experiment", ...candidate, ...where, ...deployment)).id;
}

/** Null until the log has something that the candidate served. */
async function outcomeOf(id: string): Promise<ExperimentOutcome | null> {
  const { code, out } = await shop.run("experiment", "outcome", id, "--json");
  return code === 0 ? (JSON.parse(out) as ExperimentOutcome) : null;
}

async function version(): Promise<number> {
  return (await shop.json<{ version: number }>("endpoints", "show", "support")).version;
}

const broken: Play = (response) => void response.writeHead(500).end("{}");

describe("promoting what was measured", () => {
  it("makes an endpoint version the newest one, and takes it back", async () => {
    const id = await measured("--endpoint-file", shop.file("brief.json", BRIEF));
    const dry = await shop.run("promote", id, "--dry-run");
    expect(dry.out).toContain('~ system_prompt: "Be kind." -> "Be brief."');
    expect(await version()).toBe(1);
    const share = await shop.run("promote", id, "--percent", "10");
    expect(share.err).toContain("it serves all requests or none");

    const promoted = await shop.json<Promotion>("promote", id, "--watch", "1h", "--max-error-rate", "0.5");
    expect(promoted).toMatchObject({
      kind: "endpoint",
      scope: SCOPE,
      before: { config: "support@1" },
      after: { config: "support@2", policy: BRIEF },
      diff: [{ path: "system_prompt" }],
      promised: { mode: "with_responses", requests: 20, evidence: "measured" },
      watch: { scope: SCOPE, state: "watching" },
    });
    expect((await shop.run("promote", id)).out).toContain("is served so already");
    // What it serves is what the watch counts.
    await until("the watch", async () => {
      await ask(5);
      const { watches } = await shop.json<{ watches: readonly ShownWatch[] }>("watches");
      return (watches[0]?.seen.requests ?? 0) >= 5 ? true : undefined;
    });
    const outcome = await until("rows of the new version", async () => {
      const said = await outcomeOf(id);
      return (said?.requests ?? 0) >= 5 ? (said ?? undefined) : undefined;
    });
    expect(outcome).toMatchObject({
      projection: { requests: 20, evidence: "measured" },
      cost_usd: { inside: true },
      error_rate: { projected: 0, actual: 0 },
      against_control: null,
    });
    expect(outcome.cost_usd.off_pct).toBeCloseTo(0, 6);

    const back = await shop.run("rollback", SCOPE);
    expect(back.out).toContain(`The promotion of ${id} is undone. support@3 says what support@1 said`);
    const again = await shop.json("rollback", SCOPE);
    expect(again).toMatchObject({ endpoint: { name: "support", version: 4, as: 2 } });
    expect(await shop.json("endpoints", "show", "support")).toMatchObject({ version: 4, definition: BRIEF });
    await shop.json("rollback", SCOPE);
    const { body } = await shop.gateway.api("GET", "/api/audit?action=endpoint.rollback");
    expect(body.entries.map(({ details }) => (details as { experiment?: string }).experiment)).toContain(id);
  }, 60_000);

  it("rolls an endpoint version back by itself where it fails", async () => {
    const worse = { ...SUPPORT, policy: "gpt-4o-mini:openai" };
    const id = await measured("--endpoint-file", shop.file("worse.json", worse));
    const before = await version();
    const limits = ["--watch", "1h", "--max-error-rate", "0.1", "--auto-rollback"];
    await shop.json("promote", id, ...limits);
    expect(await version()).toBe(before + 1);
    shop.play("gpt-4o-mini", broken);
    await until(
      "the rollback",
      async () => {
        await ask(10);
        return (await version()) === before + 2 ? true : undefined;
      },
      20_000,
    );
    expect(await shop.json("endpoints", "show", "support")).toMatchObject({ definition: SUPPORT });
    // The gateway follows, and nothing fails any more.
    await until("good answers", async () => ((await ask(5)).every((status) => status === 200) ? true : undefined));
    expect(await ask(10)).toEqual(Array.from({ length: 10 }, () => 200));
    const { watches } = await shop.json<{ watches: readonly ShownWatch[] }>("watches");
    expect(watches[0]).toMatchObject({ experiment: id, state: "rolled_back" });
  }, 60_000);

  it("warns of a policy without a decision, and holds its pairs against what it served", async () => {
    shop.play("gpt-4o-mini", good);
    const id = await measured("--policy", "single:gpt-4o-mini:openai");
    const promoted = await shop.json<Promotion>("promote", id, "--to", "endpoint:support", "--percent", "50");
    expect(promoted.warnings.join(" ")).toContain("No outcome was declared to decide, and no judge has");
    expect(promoted.warnings.join(" ")).toContain("was served by the policy of the endpoint");
    await ask(40);
    const outcome = await until("its rows", async () => {
      const said = await outcomeOf(id);
      return (said?.against_control?.requests.control ?? 0) >= 5 ? (said ?? undefined) : undefined;
    });
    expect(outcome.projection).toMatchObject({ requests: 20, evidence: "measured" });
    expect(outcome.cost_usd.off_pct).toBeCloseTo(0, 6);
  }, 60_000);
});
