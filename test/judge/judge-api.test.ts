import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { ENVIRONMENT } from "../experiment/asked-again.ts";
import type { JudgeResult } from "../../src/judging/index.ts";
import { until } from "../gateway/playing.ts";
import { start, type Running } from "../gateway/running.ts";
import { fair, judgedShop, ROWS, verdict, type JudgedShop } from "./judged-shop.ts";

const MAIN = join(import.meta.dirname, "../../src/main.ts");
let shop: JudgedShop;
let gateway: Running;

beforeAll(async () => {
  shop = await judgedShop({ "gpt-4.1": (shown) => ({ text: verdict(fair(shown)), ms: 40 }) });
  const openai = { base_url: shop.provider.url, allow_private: true, key_env: "UPSTREAM_KEY" };
  gateway = await start({ providers: { openai } }, shop.data);
}, 60_000);
afterAll(async () => {
  await gateway.stop();
  await shop[Symbol.asyncDispose]();
});

async function api<T = Record<string, unknown>>(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: T }> {
  return (await gateway.api(method, path, body)) as never;
}

const judgeCalls = (): number => shop.asked.filter(({ model }) => model === "gpt-4.1").length;

describe("judge runs over HTTP", () => {
  let id: string;
  const runs = (): string => `/api/experiments/${shop.experiment}/judge-runs`;

  it("say first what would be asked", async () => {
    const { status, body } = await api("POST", runs(), { judge: "gpt-4.1:openai", preview: true });
    expect([status, body]).toMatchObject([200, { started: false, preview: { n: ROWS, cap_usd: 2 } }]);
    expect(judgeCalls()).toBe(0);
  });

  it("begin, tell how far they are, and end", async () => {
    const asked = { judge: "gpt-4.1:openai", criterion: "--Is it whole?", n: 40, max_spend_usd: 1, concurrency: 4 };
    const { status, body } = await api<{ id: string }>("POST", runs(), asked);
    expect([status, body.id.startsWith("jdg_")]).toEqual([201, true]);
    ({ id } = body);
    const response = await fetch(`${gateway.url}/api/judge-runs/${id}/events`, {
      headers: { authorization: `Bearer ${gateway.key}` },
    });
    expect(response.headers.get("content-type")).toContain("text/event-stream");
    const told = (await response.text()).split("\n\n").filter((block) => block.startsWith("event: "));
    expect(told.length).toBeGreaterThan(2);
    expect(told.at(-1)).toContain("event: ended");
    expect(told.at(-1)).toContain('"state":"completed"');
  }, 30_000);

  it("are shown, listed, and looked into", async () => {
    const { body: result } = await api<JudgeResult>("GET", `/api/judge-runs/${id}`);
    expect(result).toMatchObject({ id, judged_count: 40, definition: { rubric: { criterion: "--Is it whole?" } } });
    const { body: list } = await api<{ judge_runs: readonly object[] }>("GET", runs());
    expect(list.judge_runs).toMatchObject([{ id, state: "completed", judge: "gpt-4.1:openai" }]);
    const { body: seen } = await api<{ pairs: readonly { verdict: string }[] }>(
      "GET",
      `/api/judge-runs/${id}/verdicts?verdict=worse`,
    );
    expect(seen.pairs.length).toBeGreaterThan(0);
    expect(seen.pairs.every((pair) => pair.verdict === "worse")).toBe(true);
    const { body: cancelled } = await api("POST", `/api/judge-runs/${id}/cancel`);
    expect(cancelled).toMatchObject({ state: "completed" });
  });

  it.each([
    [
      "an experiment that is not there",
      "POST",
      "/api/experiments/sim_x/judge-runs",
      { judge: "gpt-4.1:openai" },
      404,
      "experiment_unknown",
    ],
    ["a run that is not there", "GET", "/api/judge-runs/jdg_x", undefined, 404, "judge_run_unknown"],
    ["a side as its judge", "POST", null, { judge: "gpt-4o-mini:openai" }, 409, "judge_refused"],
    ["a word that is no bucket", "POST", null, { judge: "gpt-4.1:openai", bucket: "low" }, 400, "invalid_request"],
  ])("refuse %s", async (_, method, path, asked, status, code) => {
    const answer = await api(method, path ?? runs(), asked);
    expect([answer.status, answer.body]).toMatchObject([status, { error: { code } }]);
  });

  it("need an editor", async () => {
    const { body } = await api<{ key: string }>("POST", "/api/keys", { name: "looker", role: "viewer" });
    const headers = { authorization: `Bearer ${body.key}`, "content-type": "application/json" };
    // A gateway knows a new key within a second.
    await vi.waitFor(
      async () => {
        const asked = { method: "POST", headers, body: '{"judge": "gpt-4.1:openai"}' };
        const response = await fetch(`${gateway.url}${runs()}`, asked);
        expect([response.status, await response.json()]).toMatchObject([403, { error: { code: "forbidden" } }]);
      },
      { timeout: 5_000, interval: 100 },
    );
  });
});

describe("a process that is killed while it judges", () => {
  it("is gone on with: what was judged stays, and nothing is asked twice", async () => {
    const words = [
      "judge",
      shop.experiment,
      "--config",
      shop.config,
      "--data",
      shop.data,
      "--judge",
      "gpt-4.1:openai",
      "--concurrency",
      "4",
      "--yes",
      "--json",
    ];
    const before = judgeCalls();
    const child = spawn(process.execPath, [MAIN, ...words], {
      env: { PATH: process.env["PATH"], ...ENVIRONMENT },
      stdio: "ignore",
    });
    await until("some verdicts", () => (judgeCalls() - before >= 40 ? true : undefined), 20_000);
    child.kill("SIGKILL");
    await new Promise((done) => child.once("close", done));
    const { judge_runs: runs } = await shop.json<{ judge_runs: readonly { id: string; state: string }[] }>(
      "judge",
      "list",
      shop.experiment,
    );
    const [killed] = runs;
    const result = await shop.json<Extract<JudgeResult, { protocol: "pairwise" }>>(
      "judge",
      "resume",
      killed?.id ?? "",
      "--config",
      shop.config,
    );
    expect(result).toMatchObject({ id: killed?.id, run: { state: "completed" }, frame: { reached: ROWS } });
    // At most what was under way when it was killed is unjudged; it is not paid twice.
    expect(result.unjudged.count).toBeLessThanOrEqual(4);
    expect(result.unjudged.reasons.interrupted).toBe(result.unjudged.count);
    expect(judgeCalls() - before).toBeLessThanOrEqual(2 * (ROWS - 11) + 10);
  }, 60_000);
});

describe("labels over HTTP", () => {
  const labels = (): string => `/api/experiments/${shop.experiment}/labels`;

  it("pairs are handed out blind, and what is said of A and B counts for the replay", async () => {
    const { body: list } = await api<{ judge_runs: readonly { id: string }[] }>(
      "GET",
      `/api/experiments/${shop.experiment}/judge-runs`,
    );
    const run = list.judge_runs.at(-1)?.id ?? "";
    const { body: drawn } = await api<{
      pairs: readonly { request_id: string; a: { text: string | null }; b: { text: string | null } }[];
    }>("GET", `/api/judge-runs/${run}/to-label?n=20`);
    expect(drawn.pairs).toHaveLength(20);
    expect(JSON.stringify(drawn)).not.toMatch(/gpt-4o|original|replay/u);
    const pair = drawn.pairs.find(({ a, b }) => [a, b].some(({ text }) => text?.startsWith("Please write") === true));
    const bad = pair?.a.text?.startsWith("Please write") === true ? "A" : "B";
    const asked = { request_id: pair?.request_id, verdict: bad === "A" ? "B" : "A" };
    expect(await api("POST", labels(), asked)).toMatchObject({ status: 200, body: { verdict: "worse" } });
    // The last of one person counts.
    await api("POST", labels(), { ...asked, verdict: "tie" });
    const { body } = await api<{ labels: readonly object[] }>("GET", labels());
    expect(body.labels).toEqual([{ request_id: pair?.request_id, verdict: "equivalent", who: "admin" }]);
    const { body: result } = await api<JudgeResult>("GET", `/api/judge-runs/${run}`);
    expect(result.human).toMatchObject({ labels: 1, people: 1, withheld: expect.stringContaining("50 at least") });
  });

  it("verdicts come the worst first, and of one request alone", async () => {
    const { body: list } = await api<{ judge_runs: readonly { id: string }[] }>(
      "GET",
      `/api/experiments/${shop.experiment}/judge-runs`,
    );
    const path = `/api/judge-runs/${list.judge_runs.at(-1)?.id}/verdicts`;
    const { body } = await api<{ pairs: readonly { verdict: string; request_id: string }[] }>(
      "GET",
      `${path}?lowest=true`,
    );
    const said = body.pairs.map(({ verdict: one }) => one);
    expect(said).toEqual(said.toSorted((a, b) => "web".indexOf(a[0] ?? "") - "web".indexOf(b[0] ?? "")));
    const [first] = body.pairs;
    const { body: one } = await api<{ pairs: readonly object[] }>("GET", `${path}?request_id=${first?.request_id}`);
    expect(one.pairs).toEqual([first]);
  });

  it.each([
    ["an experiment that is not there", "/api/experiments/sim_x/labels", { request_id: "r1", verdict: "better" }, 404],
    ["a request that is not there", null, { request_id: "nobody", verdict: "better" }, 404],
    ["a word that is no verdict", null, { request_id: "r1", verdict: "nice" }, 400],
  ])("refuse %s", async (_, path, asked, status) => {
    expect((await api("POST", path ?? labels(), asked)).status).toBe(status);
  });
});
