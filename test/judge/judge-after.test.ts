import { afterAll, beforeAll, expect, it } from "vitest";
import type { JudgeResult } from "../../src/judging/index.ts";
import { until } from "../gateway/playing.ts";
import { start, type Running } from "../gateway/running.ts";
import { fair, judgedShop, ROWS, verdict, type JudgedShop } from "./judged-shop.ts";

let shop: JudgedShop;
let gateway: Running;

beforeAll(async () => {
  shop = await judgedShop({
    "gpt-4.1": (shown) => ({ text: verdict(fair(shown)), ms: 5 }),
  });
  const openai = { base_url: shop.provider.url, allow_private: true, key_env: "UPSTREAM_KEY" };
  gateway = await start({ providers: { openai } }, shop.data);
}, 180_000);
afterAll(async () => {
  await gateway.stop();
  await shop[Symbol.asyncDispose]();
});

const ASKED = {
  policy: { strategy: "single", model: "gpt-4o-mini:openai" },
  window: { last: "7d" },
  sample: "all",
  control: "none",
  max_spend_usd: 1,
};
const JUDGE = { judge: "gpt-4.1:openai", criterion: "Is it whole?" };
const judgeCalls = (): number => shop.asked.filter(({ model }) => model === "gpt-4.1").length;

interface JudgeLine {
  readonly id: string;
  readonly state: string;
  readonly cap_usd: number;
  readonly spent_usd: number;
}

async function api<T>(
  method: string,
  path: string,
  body?: unknown,
): Promise<{ readonly status: number; readonly body: T }> {
  return (await gateway.api(method, path, body)) as never;
}

async function linesOf(id: string): Promise<readonly JudgeLine[]> {
  const { body } = await api<{ judge_runs: readonly JudgeLine[] }>("GET", `/api/experiments/${id}/judge-runs`);
  return body.judge_runs;
}

it("the price of a judge stands beside that of the run, before anything is sent", async () => {
  const before = shop.asked.length;
  const { body } = await api<{ preview: Record<string, never> }>("POST", "/api/experiments", {
    ...ASKED,
    judge: JUDGE,
    preview: true,
  });
  const { judge, worst_usd: worst } = body.preview as unknown as {
    judge: { expected_usd: number; worst_usd: number; pairs: number; calls: number };
    worst_usd: number;
  };
  expect(judge).toMatchObject({ judge: "gpt-4.1:openai", protocol: "pairwise", pairs: ROWS });
  expect(judge.calls).toBeGreaterThanOrEqual(2 * ROWS);
  expect(judge.worst_usd).toBeGreaterThan(judge.expected_usd);
  const { body: without } = await api<{ preview: { worst_usd: number } }>("POST", "/api/experiments", {
    ...ASKED,
    preview: true,
  });
  expect(without.preview.worst_usd).toBe(worst);
  expect(without.preview).not.toHaveProperty("judge");
  expect(shop.asked.length).toBe(before);
}, 60_000);

it("begins by itself when the run is done, under one cap for both, and costs no more than was said", async () => {
  const { status, body } = await api<{ id: string; preview: { judge: { worst_usd: number } } }>(
    "POST",
    "/api/experiments",
    { ...ASKED, judge: JUDGE },
  );
  expect(status).toBe(201);
  await until(
    "the judge to be done",
    async () => ((await linesOf(body.id))[0]?.state === "completed" ? true : undefined),
    120_000,
  );
  const [line, ...others] = await linesOf(body.id);
  expect(others).toEqual([]);
  const { body: shown } = await api<{
    result: { spend: { spent_usd: number } };
    request: { judge: object };
  }>("GET", `/api/experiments/${body.id}`);
  expect(shown.request.judge).toEqual({ ...JUDGE, protocol: "pairwise" });
  expect((line?.cap_usd ?? 0) + shown.result.spend.spent_usd).toBeCloseTo(1, 6);
  expect(line?.spent_usd).toBeLessThanOrEqual(body.preview.judge.worst_usd);
  const { body: result } = await api<JudgeResult>("GET", `/api/judge-runs/${line?.id ?? ""}`);
  expect(result).toMatchObject({ judged_count: ROWS, definition: { rubric: { criterion: "Is it whole?" } } });

  // Going on with what is done asks nobody again.
  const before = judgeCalls();
  const again = await shop.json<{ judge: JudgeResult; judge_missing: null }>(
    "experiment",
    "resume",
    body.id,
    "--config",
    shop.config,
  );
  expect([again.judge.id, again.judge_missing]).toEqual([line?.id, null]);
  expect(judgeCalls()).toBe(before);
}, 180_000);

it("what would keep the judge from its work is said before a cent is spent", async () => {
  const before = shop.asked.length;
  for (const [judge, code] of [
    [{ judge: "gpt-4o-mini:openai" }, "judge_refused"],
    [{ judge: "gpt-4o:openai" }, "judge_refused"],
    [{ judge: "gpt-4.1:nobody" }, "provider_unknown"],
    [{ judge: "gpt-4.1" }, "usage"],
    [{ ...JUDGE, criterion: "Two\nlines" }, "judge_invalid"],
  ] as const) {
    const { body } = await api<{ error: { code: string } }>("POST", "/api/experiments", { ...ASKED, judge });
    expect([judge, body.error.code]).toEqual([judge, code]);
  }
  expect(
    (await shop.run("experiment", "--policy", "single:a:b", "--max-spend", "1", "--criterion", "x")).err,
  ).toContain("a criterion is for a judge, and none is named");
  expect(shop.asked.length).toBe(before);
}, 180_000);

it("a cap that the run uses up leaves the judge what is left of it, and no more", async () => {
  const flags = "--last 7d --policy single:gpt-4o-mini:openai --sample all --control none --max-spend 0.0005";
  const words = ["experiment", "--config", shop.config, ...flags.split(" "), "--judge", "gpt-4.1:openai"];
  const found = await shop.json<{
    stopping: { state: string };
    spend: { spent_usd: number; reserved_usd: number };
    judge: JudgeResult | null;
    judge_missing: string | null;
  }>(...words);
  expect(found.stopping.state).toBe("cap_reached");
  const judged = found.judge?.run.spend.spent_usd ?? 0;
  expect(found.spend.spent_usd + judged).toBeLessThanOrEqual(0.0005);
  expect(found.judge === null ? found.judge_missing : found.judge.run.state).toBe("cap_reached");
}, 180_000);
