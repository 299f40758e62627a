import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { wilson } from "../../src/stats/index.ts";
import { until } from "../gateway/playing.ts";
import type { Promotion } from "../../src/actions/promote/promotion.ts";
import { rollout, type Answered, type Rollout } from "./rollout.ts";

const CANDIDATE = { strategy: "single", model: "gpt-4o-mini:openai" };
const USERS = 400;

let shop: Rollout;
let id: string;

beforeAll(async () => {
  shop = await rollout(["gpt-4o", "gpt-4o-mini"]);
  await Promise.all(Array.from({ length: 20 }, (_, user) => shop.ask(`u${user}`)));
  await until("the rows", async () => {
    const { body } = await shop.gateway.api("GET", "/api/logs");
    return body.rows.length === 20 ? true : undefined;
  });
  id = await shop.experiment(CANDIDATE);
}, 60_000);
afterAll(() => shop.close());

/** Audit entries, oldest first, of what was changed since a promotion was first asked for. */
async function audited(): Promise<readonly { readonly action: string; readonly details: object }[]> {
  const { body } = await shop.gateway.api("GET", "/api/audit?limit=100");
  return (body.entries as never as { action: string; details: object }[]).toReversed();
}

/** The answers of requests sent once a change was in force, and the users that the candidate answered. */
async function settled(flow: ReturnType<Rollout["flow"]>, config: string) {
  const changed = Date.now();
  const served = (): Answered | undefined => flow.answered.find((one) => one.at >= changed && one.config === config);
  await until(`${config} in force`, served, 10_000);
  // The rest of those under way when it came into force.
  await new Promise((done) => setTimeout(done, 250));
  const since = Date.now();
  const wanted = flow.answered.length + 2 * USERS + 50;
  await until("two rounds of every user", () => (flow.answered.length >= wanted ? true : undefined), 30_000);
  const answers = flow.answered.filter((one) => one.at >= since);
  expect(new Set(answers.map((one) => one.config))).toEqual(new Set([config]));
  return { answers, moved: candidateUsers(answers) };
}

function candidateUsers(answers: readonly Answered[]): ReadonlySet<string> {
  const targets = new Map<string, Set<string>>();
  for (const { user, target } of answers) targets.set(user, (targets.get(user) ?? new Set()).add(target));
  expect(targets.size).toBe(USERS);
  for (const met of targets.values()) expect(met.size, "a user stays on an arm").toBe(1);
  return new Set([...targets].filter(([, met]) => met.has(CANDIDATE.model)).map(([user]) => user));
}

describe("from an experiment to production, while requests flow", () => {
  it("shows first what would change, and changes nothing", async () => {
    const { out } = await shop.run("promote", id, "--percent", "10", "--dry-run");
    expect(out).toContain("Would serve project:default");
    expect(out).toContain("nothing is known of how good the candidate's answers are");
    expect(out).toMatch(/cost -\d+\.\d% \(assumed\)/u);
    expect(out).toContain('+       "weight": 90,\n  +       "name": "control",');
    expect(out).toContain("Nothing was changed: this was a dry run.");
    const { body } = await shop.gateway.api("GET", "/api/attachments");
    expect(body).toEqual({ attachments: [] });
    expect((await audited()).map(({ action }) => action)).not.toContain("experiment.promote");
  });

  it("promotes a tenth, then half, then rolls back: no request fails, users move only to the candidate", async () => {
    const flow = shop.flow(USERS);
    const first = await shop.json<Promotion>("promote", id, "--percent", "10");
    expect(first).toMatchObject({
      scope: "project:default",
      arm: `${id}_candidate`,
      percent: 10,
      before: { from: "default", config: null, policy: null },
      after: {
        config: `${id}@1`,
        policy: {
          salt: expect.any(String) as string,
          strategy: "ab_test",
          split: [
            { weight: 90, name: "control", policy: { strategy: "single", model: "gpt-4o" } },
            { weight: 10, name: `${id}_candidate`, policy: CANDIDATE },
          ],
        },
      },
      changed: true,
    });
    const tenth = await settled(flow, `${id}@1`);
    const half = await shop.json<Promotion>("promote", id, "--percent", "50");
    expect(half.diff.map(({ path }) => path)).toEqual(["split[0].weight", "split[1].weight"]);
    expect(half.after.policy).toMatchObject({ salt: (first.after.policy as { salt: string }).salt });
    const fifty = await settled(flow, `${id}@2`);
    const back = await shop.run("rollback", "project:default");
    expect(back.out).toContain(`The promotion of ${id} is undone. ${id}@1 serves project:default (before: ${id}@2)`);
    const again = await settled(flow, `${id}@1`);
    await flow.stop();

    expect(flow.answered.filter(({ status }) => status !== 200)).toEqual([]);
    const share = (users: ReadonlySet<string>) => wilson(users.size, USERS, 4);
    expect(share(tenth.moved)).toSatisfy(
      ({ lower, upper }: { lower: number; upper: number }) => lower < 0.1 && 0.1 < upper,
    );
    expect(share(fifty.moved)).toSatisfy(
      ({ lower, upper }: { lower: number; upper: number }) => lower < 0.5 && 0.5 < upper,
    );
    for (const user of tenth.moved) expect(fifty.moved).toContain(user);
    expect(again.moved).toEqual(tenth.moved);

    const changes = (await audited()).filter(({ action }) => /^(?:config|experiment)\./u.test(action));
    expect(changes.map(({ action, details }) => [action, (details as { experiment?: string }).experiment])).toEqual([
      ["config.add", undefined],
      ["config.attach", id],
      ["experiment.promote", id],
      ["config.add", undefined],
      ["config.attach", id],
      ["experiment.promote", id],
      ["config.rollback", id],
    ]);
  }, 120_000);

  it("promotes to all of it, and a rollback restores the split", async () => {
    const whole = await shop.json<Promotion>("promote", id, "--percent", "100");
    expect(whole).toMatchObject({ arm: null, percent: 100, after: { config: `${id}@3`, policy: CANDIDATE } });
    expect((await shop.run("promote", id)).out).toContain("project:default is served so already: nothing was changed.");
    const refused = await shop.run("promote", id, "--percent", "20");
    expect(refused.err).toContain(`the candidate of ${id} serves all of project:default already`);
    const { body } = await shop.gateway.api("POST", "/api/attachments/rollback", { scope: "project:default" });
    expect(body).toMatchObject({ config: `${id}@1`, before: `${id}@3`, experiment: id });
  });

  it("refuses what the gateway cannot serve, and what it does not know", async () => {
    const other = await shop.experiment({ strategy: "single", model: "claude-haiku-4-5:anthropic" });
    const unserved = await shop.run("promote", other, "--percent", "10");
    expect(unserved.err).toContain("no configured provider serves");
    expect(unserved.code).toBe(2);
    expect((await shop.run("promote", "sim_nothing")).err).toContain('there is no experiment "sim_nothing"');
    expect((await shop.run("promote", id, "--percent", "0")).err).toContain("0 % is no share");
    expect((await shop.run("promote", id, "--to", "endpoint:nothing")).err).toContain("there is no endpoint nothing");
  });
});
