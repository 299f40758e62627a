import { afterAll, beforeAll, expect, it } from "vitest";
import { remove, start, type Running } from "../gateway/running.ts";

interface Page {
  readonly rows: readonly { readonly request_id: string; readonly latency_ms: number }[];
  readonly more: boolean;
  readonly next: string | null;
  readonly last: number;
  readonly looked_at: number;
}

let gateway: Running;

async function ask(content: string): Promise<void> {
  const response = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.key}`, "content-type": "application/json" },
    body: JSON.stringify({ model: "gpt-4o-mini:mock", messages: [{ role: "user", content }] }),
  });
  expect(response.status).toBe(200);
}

async function get<T = Page>(path: string): Promise<T> {
  return (await gateway.api("GET", path)).body as unknown as T;
}

/** Rows are in the store a moment after their clients have their answers. */
async function logged(rows: number): Promise<Page> {
  for (;;) {
    const page = await get("/api/logs?limit=100");
    if (page.rows.length >= rows) return page;
    await new Promise((done) => setTimeout(done, 20));
  }
}

beforeAll(async () => {
  gateway = await start({ providers: { mock: {} } });
  for (const [number, word] of ["qqparcel", "invoice", "qqparcel", "refund", "qqparcel"].entries())
    await ask(`Question ${number} of a "${word}"`);
  await logged(5);
});
afterAll(async () => {
  await gateway.stop();
  remove(gateway.folder);
});

it("hands the log out a page at a time, and says where the next one begins", async () => {
  const all = await get("/api/logs?limit=100");
  expect(all).toMatchObject({ more: false, next: null });
  const ids: string[] = [];
  let next: string | null = null;
  do {
    const page: Page = await get(`/api/logs?limit=2${next === null ? "" : `&before=${next}`}`);
    expect(page.more).toBe(page.next !== null);
    ids.push(...page.rows.map(({ request_id: id }) => id));
    next = page.next;
  } while (next !== null);
  expect(ids).toEqual(all.rows.map(({ request_id: id }) => id));
  const wrong = await gateway.api("GET", "/api/logs?before=yesterday");
  expect(wrong).toMatchObject({ status: 400, body: { error: { code: "usage", field: "before" } } });
});

it("counts what a filter matches, and finds words in bodies where it is asked to", async () => {
  expect(await get("/api/logs/count?model=gpt-4o-mini")).toEqual({ rows: 5 });
  expect(await get("/api/logs/count?status=failed")).toEqual({ rows: 0 });
  expect(await get("/api/logs/count?text=GPT-4o")).toEqual({ rows: 5 });
  expect((await get("/api/logs?text=qqparcel")).rows).toEqual([]);
  const said = await get("/api/logs?text=qqparcel&bodies=true");
  expect(said.rows).toHaveLength(3);
  expect(said.looked_at).toBe(5);
  const slowest = Math.max(...(await logged(5)).rows.map(({ latency_ms: ms }) => ms));
  expect(await get(`/api/logs/count?latency_gte=${slowest}`)).toEqual({ rows: 1 });
  expect(await get("/api/logs/count?cost_lte=1000")).toEqual({ rows: 5 });
  expect((await gateway.api("GET", "/api/logs/count?cost_gte=much")).status).toBe(400);
});

it("tells what came since an answer", async () => {
  const { last } = await logged(5);
  expect((await get(`/api/logs?since=${last}`)).rows).toEqual([]);
  await ask("One more");
  const { rows } = await logged(6);
  const since = await get(`/api/logs?since=${last}`);
  expect(since.rows.map(({ request_id: id }) => id)).toEqual([rows[0]?.request_id]);
  expect(since.last).toBe(last + 1);
});
