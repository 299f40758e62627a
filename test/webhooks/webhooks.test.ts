import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { openSqliteStore } from "../../src/store/index.ts";
import { remove, start, upstream, type Running, type Upstream } from "../gateway/running.ts";
import { understudy, understudyJson } from "../understudy.ts";

interface Line {
  readonly id: string;
  readonly deliveries: readonly { readonly state: string; readonly type: string; readonly attempts: number }[];
}

let receiver: Upstream;
let gateway: Running;
const environment = { HOOK_SECRET: "whsec_c2VjcmV0" };

beforeAll(async () => {
  receiver = await upstream((_, response) => void response.writeHead(200).end());
  gateway = await start({}, undefined, "", environment);
}, 30_000);
afterAll(async () => {
  await gateway.stop();
  await receiver.close();
  remove(gateway.folder);
});

const cli = (...args: string[]) => understudy(["--data", gateway.folder, ...args], { env: environment });
const lines = async (): Promise<readonly Line[]> =>
  (await understudyJson<{ webhooks: Line[] }>(["webhooks", "list", "--data", gateway.folder])).webhooks;
const received = (type: string) =>
  (receiver.requests as unknown as { type: string }[]).filter((one) => one.type === type);

async function until(check: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    if (await check()) return;
    await new Promise((done) => setTimeout(done, 250));
  }
  throw new Error(`not reached: ${JSON.stringify(await lines())}`);
}

describe("understudy webhooks", () => {
  it("adds, tests, lists and removes addresses", async () => {
    const added = await cli(
      "webhooks",
      "add",
      `${receiver.url}/hook`,
      "--on",
      "cap_hit",
      "--secret-env",
      "HOOK_SECRET",
      "--allow-private",
    );
    expect(added).toMatchObject({ code: 0, err: "" });
    const [, id = ""] = /^(whk_\S+) is told of cap_hit by a running gateway\.$/mu.exec(added.out) ?? [];
    expect((await cli("webhooks", "test", id)).out).toBe("Delivered: answered 200.\n");
    expect(received("test")).toHaveLength(1);
    expect(receiver.headers.at(-1)?.["webhook-signature"]).toMatch(/^v1,/u);
    expect((await gateway.api("POST", `/api/webhooks/${id}/test`)).body).toMatchObject({
      delivered: true,
      status: 200,
    });
    expect((await cli("webhooks")).out).toContain(id);
    expect((await cli("webhooks", "remove", id)).out).toBe(`Removed ${id}.\n`);
    expect(await lines()).toEqual([]);
  }, 30_000);

  it.each([
    ["http://example.com/", "is not https"],
    ["https://127.0.0.1/", "leads to a private network"],
    ["https://[::ffff:10.0.0.1]/", "leads to a private network"],
    ["https://2130706433/", "leads to a private network"],
    ["https://metadata.internal/", "leads to a private network"],
    ["https://user:secret@example.com/", "holds credentials"],
    ["ftp://example.com/", "is neither http nor https"],
    ["example.com", "is not a URL"],
  ])("refuses %s", async (url, why) => {
    const answer = await gateway.api("POST", "/api/webhooks", { url, on: ["cap_hit"] });
    expect(answer).toMatchObject({ status: 400, body: { error: { code: "webhook_invalid" } } });
    expect(JSON.stringify(answer.body)).toContain(why);
  });

  it("refuses events there are not", async () => {
    expect(await gateway.api("POST", "/api/webhooks", { url: "https://example.com", on: ["x"] })).toMatchObject({
      status: 400,
      body: { error: { code: "webhook_invalid", field: "on" } },
    });
  });
});

describe("a gateway", () => {
  it("tells of a run that its cap ended and of a schedule that failed, whoever ran them, and keeps what it could not tell", async () => {
    const on = ["cap_hit", "schedule_failed"];
    const made = await gateway.api("POST", "/api/webhooks", { url: receiver.url, on, allow_private: true });
    expect(made.status).toBe(201);
    // Nobody listens there: it stays in the outbox.
    await gateway.api("POST", "/api/webhooks", { url: "http://127.0.0.1:1/", on: ["cap_hit"], allow_private: true });
    await cli("schedule", "add", "--cron", "@yearly", "--name", "broken", "--", "simulate", "--policy", "gone.yaml");
    const store = openSqliteStore(gateway.folder);
    const { runs, schedules } = store.control;
    runs.putRun(
      { id: "sim_1", kind: "experiment", parent: null, created_at: 1, actor: "cli", cap_usd: 0.05, definition: {} },
      [],
    );
    runs.addEvent("sim_1", { at: Date.now(), kind: "ended", details: { state: "cap_reached" } });
    schedules.advance("broken", schedules.schedule("broken")?.next_at ?? 0, Date.now());
    store.close();
    await until(async () => received("cap_hit").length > 0 && received("schedule_failed").length > 0);
    expect(received("cap_hit")).toMatchObject([{ data: { run: "sim_1", kind: "experiment" } }]);
    expect(received("schedule_failed")).toMatchObject([{ data: { schedule: "broken" } }]);
    await until(async () => (await lines())[1]?.deliveries[0]?.attempts === 1);
    expect((await lines()).map(({ deliveries }) => deliveries.map(({ state }) => state))).toEqual([
      ["delivered", "delivered"],
      ["waiting"],
    ]);
  }, 60_000);
});
