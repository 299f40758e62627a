import { expect, it } from "vitest";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";
import { standIn, type Asked, type StandInAnswer } from "./standing-in.ts";

interface Pulled {
  readonly rows_in: number;
  readonly replayability: Readonly<Record<string, number>>;
  readonly pull: { readonly complete: boolean; readonly pages: number; readonly requests: number };
}

const HELICONE = { HELICONE_API_KEY: "sk-helicone-hidden" };
const LITELLM = { LITELLM_API_KEY: "sk-litellm-hidden" };

it("pulls Helicone's requests by offset, each with the bodies behind its own address, which is asked without the key", async () => {
  using folder = temporaryFolder();
  await using storage = await standIn(({ path }) =>
    path === "/2" ? { status: 403, body: "<Error>expired</Error>" } : { body: heliconeBodies(Number(path.slice(1))) },
  );
  const all = Array.from({ length: 5 }, (_, index) => heliconeRow(index, `${storage.url}/${index}?signature=abc`));
  await using service = await standIn(({ body }) => {
    const { offset, limit } = body as { readonly offset: number; readonly limit: number };
    return { body: { data: all.slice(offset, offset + limit), error: null } };
  });
  const words = ["pull", "helicone", "--url", service.url, "--page-size", "2", "--from", "2026-10-01"];
  const pulled = await understudyJson<Pulled>(words, { cwd: folder.path, env: HELICONE });
  expect(pulled).toMatchObject({ rows_in: 5, replayability: { exact: 4 }, pull: { complete: true } });
  expect(service.asked[0]).toMatchObject({
    path: "/v1/request/query-clickhouse",
    headers: { authorization: "Bearer sk-helicone-hidden" },
    body: {
      filter: {
        left: { request_response_rmt: { request_created_at: { gte: "2026-10-01T00:00:00.000Z" } } },
        operator: "and",
        right: { request_response_rmt: { request_created_at: { lt: expect.any(String) as string } } },
      },
      sort: { created_at: "desc" },
    },
  });
  expect(storage.asked).toHaveLength(5);
  for (const asked of storage.asked) expect(asked.headers.authorization).toBeUndefined();
});

it("tells what Helicone says in an answer that is none", async () => {
  using folder = temporaryFolder();
  await using service = await standIn(() => ({ body: { data: null, error: "organization not found" } }));
  const run = await understudy(["pull", "helicone", "--url", service.url], { cwd: folder.path, env: HELICONE });
  expect(run.code).toBe(3);
  expect(run.out + run.err).toContain("organization not found");
});

it("does not turn in a circle where an offset is ignored, and takes a body that is no JSON for missing", async () => {
  using folder = temporaryFolder();
  await using storage = await standIn(() => ({ body: "<html>Sign in</html>" }));
  await using service = await standIn((_, count) => ({
    body: { data: [heliconeRow(1, `${storage.url}/1?signature=hidden-${count}`)], error: null },
  }));
  const run = await understudy(["pull", "helicone", "--url", service.url, "--json"], {
    cwd: folder.path,
    env: HELICONE,
  });
  expect(JSON.parse(run.out)).toMatchObject({ rows_in: 1, error: { code: "pull_unreadable" } });
  expect(run.out + run.err).not.toContain("hidden");
  expect(service.asked).toHaveLength(2);
});

it("pulls LiteLLM's spend logs by page, past the ten thousand at which it stops to count", async () => {
  using folder = temporaryFolder();
  const all = Array.from({ length: 7 }, (_, index) => spendLog(index, true));
  await using service = await standIn((asked) => spendPage(asked, all, 2));
  const words = ["pull", "litellm", "--page-size", "3", "--from", "2026-10-01T12:00:00.5Z", "--to", "2026-10-03"];
  const env = { ...LITELLM, LITELLM_URL: service.url };
  const pulled = await understudyJson<Pulled>(words, { cwd: folder.path, env });
  expect(pulled).toMatchObject({ rows_in: 7, replayability: { exact: 7 }, pull: { complete: true, requests: 3 } });
  expect(Object.fromEntries(service.asked[0]?.query ?? [])).toMatchObject({
    start_date: "2026-10-01 12:00:00",
    end_date: "2026-10-03 00:00:00",
    page: "1",
    page_size: "3",
  });
  expect(service.asked[0]?.headers.authorization).toBe("Bearer sk-litellm-hidden");
});

it("asks an older LiteLLM where it has them, and for bodies that the list leaves out", async () => {
  using folder = temporaryFolder();
  const all = Array.from({ length: 8 }, (_, index) => spendLog(index, true));
  await using service = await standIn((asked) => {
    if (asked.path === "/spend/logs/v2") return { status: 404, body: { detail: "Not Found" } };
    const id = /^\/spend\/logs\/ui\/(?<id>.+)$/u.exec(asked.path)?.groups?.["id"];
    if (id !== undefined) return { body: all.find((row) => row["request_id"] === id) ?? null };
    return spendPage(
      asked,
      all.map((row) => ({ ...row, proxy_server_request: undefined, response: undefined })),
    );
  });
  const pulled = await understudyJson<Pulled>(["pull", "litellm", "--url", service.url], {
    cwd: folder.path,
    env: LITELLM,
  });
  expect(pulled).toMatchObject({ rows_in: 8, replayability: { exact: 8 }, pull: { requests: 10 } });
});

it("takes bodies that a LiteLLM keeps in a callback's storage, with the parameters beside them", async () => {
  using folder = temporaryFolder();
  const all = Array.from({ length: 3 }, (_, index) => spendLog(index, false));
  const kept = { messages: [{ role: "user", content: "Hello?" }], model_parameters: { temperature: 0 }, response: {} };
  await using service = await standIn((asked) =>
    asked.path.startsWith("/spend/logs/ui/") ? { body: kept } : spendPage(asked, all),
  );
  const pulled = await understudyJson<Pulled>(["pull", "litellm", "--url", service.url], {
    cwd: folder.path,
    env: LITELLM,
  });
  expect(pulled).toMatchObject({ rows_in: 3, replayability: { exact: 3 } });
});

it("gives up looking for bodies that a LiteLLM does not keep", async () => {
  using folder = temporaryFolder();
  const all = Array.from({ length: 20 }, (_, index) => spendLog(index, false));
  await using service = await standIn((asked) =>
    asked.path.startsWith("/spend/logs/ui/") ? { body: "null" } : spendPage(asked, all),
  );
  const pulled = await understudyJson<Pulled>(["pull", "litellm", "--url", service.url], {
    cwd: folder.path,
    env: LITELLM,
  });
  expect(pulled).toMatchObject({ rows_in: 20, pull: { requests: 6 } });
  expect(pulled.replayability["exact"]).toBeUndefined();
});

it("wants to know where a LiteLLM is", async () => {
  using folder = temporaryFolder();
  const run = await understudy(["pull", "litellm"], { cwd: folder.path, env: LITELLM });
  expect(run).toMatchObject({ code: 2, err: expect.stringContaining("LITELLM_URL") as string });
});

function heliconeRow(index: number, signed_body_url: string): object {
  const at = Date.UTC(2026, 9, 2) - index * 60_000;
  return {
    request_id: `h-${index}`,
    request_created_at: new Date(at).toISOString(),
    response_id: `r-${index}`,
    response_created_at: new Date(at + 800).toISOString(),
    response_status: 200,
    provider: "OPENAI",
    request_path: "/v1/chat/completions",
    target_url: "https://api.openai.com/v1/chat/completions",
    request_model: "gpt-4o-mini-2024-07-18",
    request_user_id: "undefined",
    prompt_tokens: 12,
    completion_tokens: 4,
    delay_ms: 800,
    cost: 0.00001,
    properties: {},
    request_body: { helicone_message: "request body is in storage" },
    signed_body_url,
  };
}

function heliconeBodies(index: number): object {
  const messages = [{ role: "user", content: `Is parcel ${index} late?` }];
  return { request: { model: "gpt-4o-mini", messages }, response: chatAnswer(index) };
}

function spendLog(index: number, bodies: boolean): Readonly<Record<string, unknown>> {
  const at = Date.UTC(2026, 9, 2) - index * 60_000;
  return {
    request_id: `chatcmpl-${index}`,
    call_type: "acompletion",
    api_key: "88dc28aa",
    spend: 0.0001,
    prompt_tokens: 12,
    completion_tokens: 4,
    total_tokens: 16,
    startTime: new Date(at).toISOString(),
    endTime: new Date(at + 700).toISOString(),
    model: "gpt-4o-mini",
    model_group: "fast",
    custom_llm_provider: "openai",
    cache_hit: "False",
    request_tags: [],
    status: "success",
    metadata: {},
    messages: {},
    proxy_server_request: bodies
      ? JSON.stringify({ model: "fast", messages: [{ role: "user", content: `Is parcel ${index} late?` }] })
      : "{}",
    response: bodies ? JSON.stringify(chatAnswer(index)) : "{}",
  };
}

function chatAnswer(index: number): object {
  return {
    id: `chatcmpl-${index}`,
    object: "chat.completion",
    model: "gpt-4o-mini-2024-07-18",
    choices: [{ index: 0, finish_reason: "stop", message: { role: "assistant", content: "It is on its way." } }],
    usage: { prompt_tokens: 12, completion_tokens: 4, total_tokens: 16 },
  };
}

/** @param counted pages that the proxy says there are, where it does not count to the end */
function spendPage({ query }: Asked, all: readonly object[], counted?: number): StandInAnswer {
  const [page, page_size] = [Number(query.get("page")), Number(query.get("page_size"))];
  const total_pages = counted ?? Math.ceil(all.length / page_size);
  const data = all.slice((page - 1) * page_size, page * page_size);
  return { body: { data, total: all.length, page, page_size, total_pages, total_is_capped: counted !== undefined } };
}
