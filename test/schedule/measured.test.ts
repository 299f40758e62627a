import { afterAll, beforeAll, expect, it } from "vitest";
import { openSqliteStore } from "../../src/store/index.ts";
import { askedAgain, ENVIRONMENT, logged, numberOf, type AskedAgain } from "../experiment/asked-again.ts";
import { start, upstream, type Running, type Upstream } from "../gateway/running.ts";

let shop: AskedAgain;
let receiver: Upstream;
let gateway: Running;
let worse = false;

beforeAll(async () => {
  shop = await askedAgain(
    Array.from({ length: 40 }, (_, at) => logged(at)),
    (body) => ({ text: worse ? "Something else entirely, whatever was asked." : `answer ${numberOf(body)}` }),
  );
  receiver = await upstream((_, response) => void response.writeHead(200).end());
  const openai = { base_url: shop.provider.url, allow_private: true, key_env: "UPSTREAM_KEY" };
  gateway = await start({ providers: { openai } }, shop.data, "", ENVIRONMENT);
}, 60_000);
afterAll(async () => {
  await gateway.stop();
  await receiver.close();
  await shop[Symbol.asyncDispose]();
});

interface Run {
  readonly state: string;
  readonly result: string;
  readonly decision: string;
}

/** Makes the schedule due, and waits for what comes of it. */
async function onceMore(runs: number): Promise<Run> {
  const store = openSqliteStore(shop.data);
  const { schedules } = store.control;
  schedules.advance("quality", schedules.schedule("quality")?.next_at ?? 0, Date.now());
  store.close();
  for (let tries = 0; tries < 80; tries++) {
    const { body } = await gateway.api("GET", "/api/schedules");
    const [schedule] = (body as never as { schedules: readonly { runs: readonly Run[] }[] }).schedules;
    const [last] = schedule?.runs ?? [];
    if (schedule?.runs.length === runs && last !== undefined && last.state !== "running") return last;
    await new Promise((done) => setTimeout(done, 250));
  }
  throw new Error(JSON.stringify(gateway.lines().slice(-5)));
}

it("runs an experiment by the gateway's own configuration, and tells where its decision changes", async () => {
  const command = ["experiment", "--last", "7d", "--policy", "single:gpt-4o-mini:openai", "--control", "none"];
  const flags = ["--max-spend", "1", "--primary", "agreement", "--margin", "0.2"];
  const body = { name: "quality", cron: "@yearly", command: [...command, ...flags] };
  expect((await gateway.api("POST", "/api/schedules", body)).status).toBe(201);
  const hook = { url: receiver.url, on: ["verdict_change"], allow_private: true };
  expect((await gateway.api("POST", "/api/webhooks", hook)).status).toBe(201);

  const first = await onceMore(1);
  expect(first).toMatchObject({ state: "done", result: expect.stringMatching(/^sim_/u) });
  const again = await onceMore(2);
  expect(again.decision).toBe(first.decision);
  worse = true;
  const last = await onceMore(3);
  expect(last.decision).toBe("harmful");
  for (let tries = 0; tries < 40 && receiver.requests.length === 0; tries++)
    await new Promise((done) => setTimeout(done, 250));
  expect(receiver.requests).toMatchObject([
    {
      type: "verdict_change",
      data: {
        schedule: "quality",
        experiment: last.result,
        decision: "harmful",
        before: { experiment: again.result, decision: first.decision },
      },
    },
  ]);
  const page = await fetch(`${gateway.url}/api/experiments/${last.result}/report`, {
    headers: { authorization: `Bearer ${gateway.key}` },
  });
  expect(page.headers.get("content-type")).toBe("text/html; charset=utf-8");
  expect(await page.text()).toContain("The statistics say: harmful");
}, 90_000);

it("tells of an experiment of the command line that its cap ended", async () => {
  const hook = { url: receiver.url, on: ["cap_hit"], allow_private: true };
  expect((await gateway.api("POST", "/api/webhooks", hook)).status).toBe(201);
  const flags = ["--policy", "single:gpt-4o-mini:openai", "--control", "none", "--max-spend", "0.0005"];
  const ended = await shop.json<{ id: string; stopping: { state: string } }>(
    "experiment",
    "--config",
    shop.config,
    "--last",
    "7d",
    ...flags,
  );
  expect(ended.stopping.state).toBe("cap_reached");
  const hits = (): readonly object[] =>
    (receiver.requests as unknown as { type: string }[]).filter(({ type }) => type === "cap_hit");
  for (let tries = 0; tries < 40 && hits().length === 0; tries++) await new Promise((done) => setTimeout(done, 250));
  expect(hits()).toMatchObject([
    { data: { run: ended.id, kind: "experiment", experiment: ended.id, state: "cap_reached" } },
  ]);
}, 60_000);
