import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Promotion } from "../../src/actions/promote/promotion.ts";
import { until } from "../gateway/playing.ts";
import { rollout, type Rollout } from "./rollout.ts";

const MINI = { strategy: "single", model: "gpt-4o-mini:openai" };

let shop: Rollout;
let id: string;

beforeAll(async () => {
  shop = await rollout(["gpt-4o", "gpt-4o-mini"]);
  await shop.json("endpoints", "set", "support", shop.file("support.json", { policy: "gpt-4o:openai" }));
  const models = ["endpoint/support", "gpt-4o", "gpt-4o", "gpt-4o-mini"];
  await Promise.all(Array.from({ length: 20 }, (_, at) => shop.ask(`u${at}`, models[at % 4])));
  await until("the rows", async () => {
    const { body } = await shop.gateway.api("GET", "/api/logs");
    return body.rows.length === 20 ? true : undefined;
  });
  id = await shop.experiment(MINI);
}, 60_000);
afterAll(() => shop.close());

const refused = async (...flags: string[]) => (await shop.run("promote", id, ...flags)).err;

describe("what is promoted to", () => {
  it("is named where the window holds several", async () => {
    const said = await refused();
    expect(said).toContain("project:default (15), endpoint:default/support (5)");
    expect(said).toContain("--to project:default");
  });

  it("needs to be told what control is where requests name several models", async () => {
    const said = await refused("--to", "project:default", "--percent", "10");
    expect(said).toContain("its requests name several models: gpt-4o (10), gpt-4o-mini (5)");
    await shop.json("projects", "create", "empty");
    expect(await refused("--to", "project:empty", "--percent", "10")).toContain("no request of the window is of it");
    const control = ["--control", "single:gpt-4o:openai", "--name", "mini", "--as", "rollout"];
    const promoted = await shop.json<Promotion>(
      "promote",
      id,
      "--to",
      "project:default",
      "--percent",
      "10",
      ...control,
    );
    expect(promoted.after).toMatchObject({
      config: "rollout@1",
      policy: {
        split: [
          { weight: 90, name: "control", policy: { strategy: "single", model: "gpt-4o:openai" } },
          { weight: 10, name: "mini", policy: MINI },
        ],
      },
    });
  });

  it("copies what is in force of an endpoint, and puts another candidate's split under control", async () => {
    const first = await shop.json<Promotion>("promote", id, "--to", "endpoint:support", "--percent", "20");
    expect(first).toMatchObject({
      scope: "endpoint:default/support",
      before: { from: "endpoint", config: null },
      after: { config: `${id}@1`, policy: { split: [{ name: "control", policy: { model: "gpt-4o:openai" } }, {}] } },
    });
    const other = await shop.experiment({
      strategy: "fallback_chain",
      targets: ["gpt-4o-mini:openai", "gpt-4o:openai"],
    });
    const second = await shop.json<Promotion>("promote", other, "--to", "endpoint:support", "--percent", "5");
    const { split, salt } = second.after.policy as { split: { name: string; policy: object }[]; salt: string };
    expect(split[0]).toEqual({ name: "control", weight: 95, policy: first.after.policy });
    expect(salt).not.toBe((first.after.policy as { salt: string }).salt);
    expect(second.after.config).toBe(`${id}@2`);
    // One rollback a promotion.
    expect(await shop.json("rollback", "endpoint:support")).toMatchObject({ config: `${id}@1`, experiment: other });
  });

  it("is for editors; viewers look at watches", async () => {
    const { key } = await shop.json<{ key: string }>("keys", "create", "onlooker", "--role", "viewer");
    const ask = (method: string, path: string, body?: object) =>
      fetch(`${shop.gateway.url}${path}`, {
        method,
        headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }).then(({ status }) => status);
    await until("the key", async () => ((await ask("GET", "/api/watches")) === 200 ? true : undefined));
    expect(await ask("POST", `/api/experiments/${id}/promote`, {})).toBe(403);
    expect(await ask("POST", "/api/watches", { scope: "project:default", for: "1h", max_p95_ms: 5 })).toBe(403);
    expect(await ask("POST", "/api/attachments/rollback", { scope: "project:default" })).toBe(403);
    // They may look: there is nothing to see yet.
    expect(await ask("GET", `/api/experiments/${id}/outcome`)).toBe(404);
  });

  it("works without a gateway, and says that nobody checked the targets", async () => {
    await shop.gateway.stop();
    const { out } = await shop.run("promote", id, "--to", "endpoint:support", "--percent", "30");
    expect(out).toContain("No gateway runs over this folder");
    expect(out).toContain("~ split[1].weight: 20 -> 30");
    // A gateway that is named is meant: nothing is written past it.
    const named = await shop.run("promote", id, "--to", "endpoint:support", "--url", "http://127.0.0.1:9");
    expect(named.err).toContain("a key is needed for the gateway at http://127.0.0.1:9");
  });
});
