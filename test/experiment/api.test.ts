import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { until } from "../gateway/playing.ts";
import { remove, start, upstream, type Running, type Upstream } from "../gateway/running.ts";
import { understudy } from "../understudy.ts";
import { writeMadeUpLog } from "../made-up-log.ts";
import { completion, logged, numberOf } from "./asked-again.ts";

const ROWS = 60;
const MANY = 150;
const CANDIDATE = {
  policy: { strategy: "single", model: "gpt-4o-mini:openai" },
  control: "none",
  window: { last: "7d" },
};

let provider: Upstream;
let gateway: Running;
let slow = 0;
const deployment = (): object => ({
  providers: { openai: { base_url: provider.url, allow_private: true, key_env: "UPSTREAM_KEY" } },
});
const folder = mkdtempSync(join(tmpdir(), "understudy-api-"));

beforeAll(async () => {
  provider = await upstream((_, response, body) => {
    setTimeout(() => {
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(completion(`answer ${numberOf(body)}`)));
    }, slow);
  });
  const log = join(folder, "log.jsonl");
  writeMadeUpLog(
    log,
    Array.from({ length: ROWS }, (_, at) => logged(at)),
  );
  const imported = await understudy(["import", log, "--data", folder]);
  if (imported.code !== 0) throw new Error(imported.err);
  gateway = await start(deployment(), folder);
}, 60_000);
afterAll(async () => {
  await gateway.stop();
  await provider.close();
  remove(folder);
});

interface Told {
  readonly event: string;
  readonly data: { readonly state: string; readonly finished: number };
}

/** All events of an experiment, to the end of the stream. */
async function events(id: string): Promise<readonly Told[]> {
  const response = await fetch(`${gateway.url}/api/experiments/${id}/events`, {
    headers: { authorization: `Bearer ${gateway.key}` },
  });
  expect(response.headers.get("content-type")).toContain("text/event-stream");
  return (await response.text())
    .split("\n\n")
    .filter((block) => block.startsWith("event: "))
    .map((block) => {
      const [event = "", data = ""] = block.split("\n").map((line) => line.replace(/^\w+: /u, ""));
      return { event, data: JSON.parse(data) as Told["data"] };
    });
}

async function api<T = Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: T }> {
  return (await gateway.api(method, path, body)) as never;
}

describe("experiments over HTTP", () => {
  let id: string;

  it("says first what would be sent", async () => {
    const { status, body } = await api("POST", "/api/experiments", { ...CANDIDATE, preview: true });
    expect(status).toBe(200);
    expect(body).toMatchObject({ started: false, preview: { calls: { candidate: ROWS, control: 0 }, cap_usd: null } });
    expect(provider.requests).toHaveLength(0);
  });

  it("begins, tells how far it is, and ends", async () => {
    slow = 150;
    const { status, body } = await api<{ id: string }>("POST", "/api/experiments", {
      ...CANDIDATE,
      max_spend_usd: 1,
      concurrency: 8,
    });
    expect([status, body.id.startsWith("sim_")]).toEqual([201, true]);
    ({ id } = body);
    const told = await events(id);
    expect(told.length).toBeGreaterThan(3);
    expect(told.slice(0, -1).every(({ event }) => event === "progress")).toBe(true);
    expect(told.at(-1)).toMatchObject({ event: "ended", data: { state: "completed", finished: ROWS, units: ROWS } });
    const finished = told.map(({ data }) => data.finished);
    expect(finished).toEqual(finished.toSorted((a, b) => a - b));
    expect(provider.requests).toHaveLength(ROWS);
  }, 30_000);

  it("tells late joiners the same, and shows result and pairs", async () => {
    expect((await events(id)).map(({ event }) => event)).toEqual(["progress", "ended"]);
    const { body } = await api("GET", `/api/experiments/${id}`);
    expect(body).toMatchObject({
      mode: "with_responses",
      request: { cap_usd: 1 },
      progress: { state: "completed" },
      result: { requests: ROWS, candidate: { evidence: "measured" } },
    });
    const { body: seen } = await api<{ pairs: readonly object[] }>(
      "GET",
      `/api/experiments/${id}/pairs?limit=3&lowest=true`,
    );
    expect(seen.pairs).toHaveLength(3);
    const { body: list } = await api<{ experiments: readonly object[] }>("GET", "/api/experiments");
    expect(list.experiments).toMatchObject([
      { id, mode: "with_responses", requests: ROWS, progress: { state: "completed" } },
    ]);
    const { body: audit } = await api<{ entries: readonly object[] }>("GET", "/api/audit?action=experiment.create");
    expect(audit.entries).toMatchObject([{ actor: "admin", details: { experiment: id } }]);
  });

  it("is cancelled, and gone on with where it stands: no row is asked twice", async () => {
    slow = 200;
    const before = provider.requests.length;
    const { body } = await api<{ id: string }>("POST", "/api/experiments", {
      ...CANDIDATE,
      max_spend_usd: 1,
      concurrency: 4,
    });
    await until("some calls", () => (provider.requests.length > before + 8 ? true : undefined), 10_000);
    await api("POST", `/api/experiments/${body.id}/cancel`);
    const told = await events(body.id);
    expect(told.at(-1)).toMatchObject({ event: "ended", data: { state: "cancelled" } });
    const sent = provider.requests.length - before;
    expect(sent).toBeLessThan(ROWS);
    slow = 0;
    expect((await api("POST", `/api/experiments/${body.id}/resume`, {})).status).toBe(200);
    expect((await events(body.id)).at(-1)).toMatchObject({ data: { state: "completed", finished: ROWS } });
    expect(
      provider.requests
        .slice(before)
        .map(numberOf)
        .toSorted((a, b) => a - b),
    ).toEqual(Array.from({ length: ROWS }, (_, at) => at));
  }, 40_000);

  it("ends with the gateway, and goes on in the next one", async () => {
    slow = 200;
    const before = provider.requests.length;
    const { body } = await api<{ id: string }>("POST", "/api/experiments", {
      ...CANDIDATE,
      max_spend_usd: 1,
      concurrency: 4,
    });
    await until("some calls", () => (provider.requests.length > before + 8 ? true : undefined), 10_000);
    expect(await gateway.stop()).toBe(0);
    slow = 0;
    gateway = await start(deployment(), folder, gateway.key);
    const { body: left } = await api<{ progress: { state: string; finished: number } }>(
      "GET",
      `/api/experiments/${body.id}`,
    );
    expect(left.progress.state).toBe("cancelled");
    expect(left.progress.finished).toBeGreaterThan(4);
    await api("POST", `/api/experiments/${body.id}/resume`, {});
    expect((await events(body.id)).at(-1)).toMatchObject({ data: { state: "completed", finished: ROWS } });
    expect(provider.requests.length - before).toBe(ROWS);
  }, 60_000);

  it("names what is wrong, and reads no file of the machine", async () => {
    const wrong = async (body: object): Promise<unknown> => {
      const { status, body: said } = await api<{ error?: { code: string } }>("POST", "/api/experiments", body);
      return [status, said.error?.code];
    };
    expect(await wrong({ ...CANDIDATE, max_spend_usd: 0 })).toEqual([400, "cap_invalid"]);
    expect(await wrong({ ...CANDIDATE })).toEqual([400, "cap_invalid"]);
    expect(await wrong({ ...CANDIDATE, max_spend_usd: -1 })).toEqual([400, "invalid_request"]);
    expect(await wrong({ ...CANDIDATE, policy: join(folder, "understudy.yaml"), max_spend_usd: 1 })).toEqual([
      404,
      "config_unknown",
    ]);
    expect(await wrong({ ...CANDIDATE, policy: "single:gpt-9:nobody", max_spend_usd: 1 })).toEqual([
      400,
      "target_unknown",
    ]);
    expect((await api("GET", "/api/experiments/sim_none")).status).toBe(404);
    expect((await api("GET", "/api/experiments/sim_none/events")).status).toBe(404);
  });

  it("goes through many pairs in a process of its own", async () => {
    const extra = join(folder, "more.jsonl");
    writeMadeUpLog(
      extra,
      Array.from({ length: MANY }, (_, at) => {
        const call = logged(at, { id: `more${at}` });
        return { ...call, columns: { ...call.columns, tags: ["many"] } };
      }),
    );
    expect((await understudy(["import", extra, "--data", folder])).code).toBe(0);
    slow = 100;
    const asked = { ...CANDIDATE, filter: { tag: "many" }, max_spend_usd: 1, concurrency: 16 };
    const { body } = await api<{ id: string }>("POST", "/api/experiments", asked);
    const { body: early } = await api<{ result: { mode: string } }>("GET", `/api/experiments/${body.id}`);
    expect(early.result.mode).toBe("with_responses");
    await events(body.id);
    const { body: done } = await api<{ result: { requests: number } }>("GET", `/api/experiments/${body.id}`);
    expect(done.result.requests).toBe(MANY);
    const path = `/api/experiments/${body.id}/pairs?lowest=true&bucket=high&limit=3`;
    const { body: seen } = await api<{ pairs: readonly object[] }>("GET", path);
    expect(seen.pairs).toHaveLength(3);
  }, 40_000);
});
