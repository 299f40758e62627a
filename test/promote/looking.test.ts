import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { ChoosableScope } from "../../src/actions/promote/choosable-scopes.ts";
import type { PromotedScope } from "../../src/actions/promote/promoted-scopes.ts";
import type { RollbackPreview } from "../../src/actions/promote/roll-back.ts";
import { until } from "../gateway/playing.ts";
import { rollout, type Rollout } from "./rollout.ts";

const CANDIDATE = { strategy: "single", model: "gpt-4o-mini:openai" };
const SCOPE = "project:default";

let shop: Rollout;
let id: string;

beforeAll(async () => {
  shop = await rollout(["gpt-4o", "gpt-4o-mini"]);
  await shop.json("endpoints", "set", "support", shop.file("support.json", { policy: "gpt-4o:openai" }));
  await Promise.all(Array.from({ length: 10 }, (_, user) => shop.ask(`u${user}`)));
  await until("the rows", async () => {
    const { body } = await shop.gateway.api("GET", "/api/logs");
    return body.rows.length === 10 ? true : undefined;
  });
  id = await shop.experiment(CANDIDATE);
}, 60_000);
afterAll(() => shop.close());

async function get<T>(path: string): Promise<T> {
  const { status, body } = await shop.gateway.api("GET", path);
  expect(status, JSON.stringify(body)).toBe(200);
  return body as unknown as T;
}
const promoted = async () => (await get<{ scopes: PromotedScope[] }>(`/api/experiments/${id}/promotions`)).scopes;
const preview = (more = "") => get<RollbackPreview>(`/api/attachments/rollback?scope=${SCOPE}${more}`);

describe("looking before and after a promotion", () => {
  it("says where a candidate may go: what its window holds requests of first", async () => {
    const { scopes } = await get<{ scopes: ChoosableScope[] }>(`/api/experiments/${id}/scopes`);
    expect(scopes).toEqual([
      {
        scope: SCOPE,
        requests: 10,
        models: [{ model: "gpt-4o", requests: 10 }],
        serves: { from: "default", config: null },
      },
      { scope: "endpoint:default/support", requests: 0, models: [], serves: { from: "endpoint", config: null } },
    ]);
    expect(await promoted()).toEqual([]);
    expect((await shop.gateway.api("GET", "/api/experiments/sim_0/promotions")).status).toBe(404);
    expect((await shop.gateway.api("GET", `/api/attachments/rollback?scope=${SCOPE}`)).status).toBe(404);
  });

  it("says what serves since when, and what each rollback would bring back", async () => {
    await shop.json("promote", id, "--percent", "10");
    await shop.json("promote", id, "--percent", "50");
    expect(await promoted()).toMatchObject([
      {
        scope: SCOPE,
        kind: "policy",
        percent: 50,
        arm: `${id}_candidate`,
        other: null,
        history: [
          { serves: `${id}@2`, percent: 50, actor: "cli" },
          { serves: `${id}@1`, percent: 10 },
        ],
      },
    ]);
    expect(await preview()).toMatchObject({
      experiment: id,
      before: { config: `${id}@2` },
      after: { config: `${id}@1` },
      diff: [{ path: "split[0].weight", before: 50, after: 90 }, { path: "split[1].weight" }],
    });
    expect(await preview("&whole=true")).toMatchObject({ after: { from: "default", config: null, policy: null } });
    const dry = await shop.run("rollback", SCOPE, "--dry-run");
    expect(dry.out).toContain(
      `now     ${id}@2 (attached)\nthen    ${id}@1 (attached)\nundoes  the promotion of ${id}\n`,
    );
    expect(dry.out).toContain("~ split[1].weight: 50 -> 10");
    expect((await shop.run("rollback", SCOPE, "--whole", "--dry-run")).out).toContain(
      "then    the model each request names\n",
    );
    expect(await promoted()).toMatchObject([{ percent: 50 }]);
  });

  it("refuses to replace what nobody has seen", async () => {
    const asked = { percent: 60, to: SCOPE, replaces: `${id}@1` };
    const refused = await shop.gateway.api("POST", `/api/experiments/${id}/promote`, asked);
    expect(refused).toMatchObject({
      status: 409,
      body: {
        error: { code: "promote_refused", field: "replaces", message: `${id}@2 serves by now, and not ${id}@1` },
      },
    });
    const seen = { ...asked, replaces: `${id}@2` };
    expect((await shop.gateway.api("POST", `/api/experiments/${id}/promote`, seen)).status).toBe(200);
  });

  it("takes a candidate out whole, whatever its share has become", async () => {
    const { body } = await shop.gateway.api("POST", "/api/attachments/rollback", { scope: SCOPE, whole: true });
    expect(body).toMatchObject({ config: null, before: `${id}@3`, experiment: id });
    expect(await promoted()).toMatchObject([
      {
        percent: 0,
        arm: null,
        history: [{ serves: null, percent: 0 }, { percent: 60 }, { percent: 50 }, { percent: 10 }],
      },
    ]);
    const again = await shop.gateway.api("POST", "/api/attachments/rollback", { scope: SCOPE, whole: true });
    expect(again).toMatchObject({ status: 404, body: { error: { message: `no promoted candidate serves ${SCOPE}` } } });
  });

  it("says whose candidate serves instead", async () => {
    const other = await shop.experiment({ strategy: "single", model: "gpt-4o:openai" });
    await shop.json("promote", other);
    expect(await promoted()).toMatchObject([{ percent: 0, other }]);
  });
});
