import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import OpenAI from "openai";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { openSqliteStore } from "../../src/store/sqlite/open.ts";
import { remove, start, upstream, type LoggedRow, type Running, type Upstream } from "./running.ts";

const TOOLS = [
  {
    type: "function",
    function: {
      name: "track",
      parameters: { type: "object", properties: { order: { type: "integer" } }, required: ["order"] },
    },
  },
] as const;
const USAGE = {
  prompt_tokens: 20,
  completion_tokens: 6,
  total_tokens: 26,
  prompt_tokens_details: { cached_tokens: 8 },
};

function completion(text: string) {
  const message = { role: "assistant", content: text, refusal: null };
  return {
    id: "c1",
    object: "chat.completion",
    created: 1,
    model: "gpt-4o-mini",
    choices: [{ index: 0, message, finish_reason: "stop" }],
    usage: USAGE,
  };
}

const chunk = (delta: object, finish: string | null = null, usage: object | null = null): string =>
  `data: ${JSON.stringify({ id: "c1", object: "chat.completion.chunk", created: 1, model: "gpt-4o-mini", choices: usage === null ? [{ index: 0, delta, finish_reason: finish }] : [], ...(usage === null ? {} : { usage }) })}\n\n`;
const TOOL_STREAM = [
  chunk({ role: "assistant", content: null }),
  chunk({ tool_calls: [{ index: 0, id: "call_1", type: "function", function: { name: "track", arguments: "" } }] }),
  chunk({ tool_calls: [{ index: 0, function: { arguments: '{"ord' } }] }),
  chunk({ tool_calls: [{ index: 0, function: { arguments: 'er":7}' } }] }),
  chunk({}, "tool_calls"),
  chunk({}, null, USAGE),
  "data: [DONE]\n\n",
];

describe("a team points its client's base URL at the gateway", () => {
  let provider: Upstream;
  let gateway: Running;
  let client: OpenAI;
  let asked = 0;

  beforeAll(async () => {
    provider = await upstream((_, response, body) => {
      asked++;
      const words = JSON.stringify(body.messages);
      if (words.includes("break")) {
        response.writeHead(200, { "content-type": "text/event-stream" });
        response.write(chunk({ role: "assistant", content: "Hal" }));
        setTimeout(() => response.destroy(), 20);
      } else if (words.includes("fail once") && asked % 2 === 1)
        response.writeHead(500).end('{"error":{"message":"oops"}}');
      else if (words.includes("bad request"))
        response
          .writeHead(400)
          .end(
            '{"error":{"message":"too long","type":"invalid_request_error","param":"messages","code":"context_length_exceeded"}}',
          );
      else if (words.includes("no credit")) response.writeHead(401).end('{"error":{"message":"wrong upstream key"}}');
      else if (body.stream === true) {
        response.writeHead(200, { "content-type": "text/event-stream" });
        for (const event of TOOL_STREAM) response.write(event);
        response.end();
      } else
        response
          .writeHead(200, { "content-type": "application/json" })
          .end(
            JSON.stringify(completion(words.includes("Be kind") ? "With pleasure: it is on its way." : "On its way.")),
          );
    });
    gateway = await start({
      providers: { openai: { base_url: provider.url, allow_private: true, key_env: "UPSTREAM_KEY" } },
    });
    client = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: gateway.key, maxRetries: 0 });
  }, 30_000);
  afterAll(async () => {
    await gateway.stop();
    await provider.close();
    remove(gateway.folder);
  });

  const ask = (content: string, more: object = {}) =>
    client.chat.completions.create({
      model: "gpt-4o-mini",
      messages: [{ role: "user", content }],
      ...more,
    } as OpenAI.ChatCompletionCreateParamsNonStreaming);
  const rowOf = async (id: string): Promise<LoggedRow> => {
    for (let tried = 0; tried < 100; tried++) {
      const { status, body } = await gateway.api("GET", `/api/logs/${id}`);
      if (status === 200) return body;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`no row of ${id}`);
  };

  const rowWhere = async (filter: string, wanted: (row: LoggedRow) => boolean): Promise<LoggedRow> => {
    for (let tried = 0; tried < 100; tried++) {
      const { body } = await gateway.api("GET", `/api/logs?limit=50${filter}`);
      const row = body.rows.find(wanted);
      if (row !== undefined) return rowOf(row.request_id);
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error("no such row");
  };

  it("the official SDK gets its answers, and every request is a row with usage, cost and trace", async () => {
    const { data, response } = await ask("Where is my order?", { user: "ann", temperature: 0.5 }).withResponse();
    expect(data.choices[0]?.message.content).toBe("On its way.");
    expect(provider.headers.at(-1)).toMatchObject({ authorization: "Bearer upstream-secret" });
    expect(Object.keys(provider.headers.at(-1) ?? {}).filter((name) => name.startsWith("x-"))).toEqual([]);
    expect(response.headers.get("x-understudy-target")).toBe("gpt-4o-mini:openai");
    const row = await rowOf(response.headers.get("x-understudy-request-id") ?? "");
    expect(row).toMatchObject({
      status: "ok",
      origin: "live",
      source: "gateway",
      model: "gpt-4o-mini",
      provider: "openai",
      strategy: "single",
      end_user: "ann",
      usage: { input_uncached: 12, cache_read: 8, cache_write: 0, output: 6, reasoning: 0 },
      replayability: "exact",
      parent_request_id: null,
    });
    expect(row.cost_logged).toBeCloseTo(12 * 0.15e-6 + 8 * 0.075e-6 + 6 * 0.6e-6, 12);
    expect(JSON.parse(row.trace).decision).toMatchObject({ selected: "gpt-4o-mini:openai", facts_id: row.facts_id });
    expect(JSON.parse(row.request_body)).toMatchObject({ user: "ann", temperature: 0.5 });
  });

  it("streams with tools, and the row holds the answer put together again", async () => {
    const stream = await client.chat.completions.create({
      model: "gpt-4o-mini",
      stream: true,
      tools: [...TOOLS],
      messages: [{ role: "user", content: "Track it" }],
    });
    let text = "";
    let usage: unknown = null;
    for await (const part of stream) {
      text += part.choices[0]?.delta.tool_calls?.[0]?.function?.arguments ?? "";
      usage ??= part.usage;
    }
    expect(text).toBe('{"order":7}');
    expect(usage ?? null).toBeNull();
    const row = await rowWhere("", ({ stream }) => stream);
    const [choice] = JSON.parse(row.response_body).choices;
    expect(choice).toMatchObject({
      finish_reason: "tool_calls",
      message: { tool_calls: [{ id: "call_1", function: { name: "track", arguments: '{"order":7}' } }] },
    });
    expect(row).toMatchObject({
      stream: true,
      usage: { output: 6 },
      signals: { tool_calls: true, tool_calls_valid: true },
    });
    expect(row.ttft_ms).toBeGreaterThan(0);
  });

  it("what a stream costs is charged to the budget of its key", async () => {
    const { body } = await gateway.api("POST", "/api/keys", { name: "small", budget_usd_per_day: 1e-9 });
    const { key } = body as unknown as { readonly key: string };
    const stream = (): Promise<number> =>
      fetch(`${gateway.url}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${key}` },
        body: JSON.stringify({ model: "gpt-4o-mini", stream: true, messages: [{ role: "user", content: "Track it" }] }),
      }).then(async (response) => {
        await response.text();
        return response.status;
      });
    await vi.waitFor(async () => expect(await stream()).toBe(200), { timeout: 5_000, interval: 100 });
    expect(await stream()).toBe(429);
  }, 10_000);

  it("a stream that breaks ends loudly for the client, and failed in the log", async () => {
    const stream = await client.chat.completions.create({
      model: "gpt-4o-mini",
      stream: true,
      messages: [{ role: "user", content: "break" }],
    });
    const reading = (async () => {
      for await (const _ of stream);
    })();
    await expect(reading).rejects.toThrow(/broke off/u);
    expect((await rowWhere("&status=failed", () => true)).failure).toMatchObject({ class: "truncated_stream" });
  });

  it("says what is wrong with a request, and whose fault it is", async () => {
    await expect(ask("bad request")).rejects.toMatchObject({
      status: 400,
      code: "context_length_exceeded",
      param: "messages",
    });
    await expect(ask("no credit")).rejects.toMatchObject({ status: 502, code: "provider_auth_failed" });
    await expect(ask("x", { model: "gpt-99" })).rejects.toMatchObject({ status: 404, code: "model_not_found" });
    await expect(ask("x", { messages: [] })).rejects.toMatchObject({ status: 400, param: "messages" });
    const stranger = new OpenAI({ baseURL: `${gateway.url}/v1`, apiKey: "us_c_nobody", maxRetries: 0 });
    await expect(stranger.models.list()).rejects.toMatchObject({ status: 401 });
    const refused = await fetch(`${gateway.url}/v1/chat/completions`, {
      method: "POST",
      headers: { authorization: `Bearer ${gateway.key}` },
      body: "{no",
    });
    expect(await refused.json()).toMatchObject({ error: { code: "invalid_json" } });
  });

  it("replays a logged row through today's endpoint: a new row, its parent, the difference, an audit entry", async () => {
    const { response } = await ask("Where is it now?").withResponse();
    const id = response.headers.get("x-understudy-request-id") ?? "";
    await rowOf(id);
    const store = openSqliteStore(gateway.folder);
    store.control.addEndpoint({
      project: "default",
      name: "support",
      definition: { system_prompt: "Be kind." },
      created_at: Date.now(),
      note: null,
    });
    store.close();
    const plain = await gateway.api("POST", `/api/logs/${id}/replay`, {});
    expect(plain).toMatchObject({ status: 200, body: { status: "ok", difference: { same_answer: true } } });
    const edited = await gateway.api("POST", `/api/logs/${id}/replay`, {
      body: { model: "endpoint/support", messages: [{ role: "user", content: "Where?" }] },
    });
    expect(edited.status).toBe(200);
    // The endpoint has no policy and no attachment, and no model is named.
    expect(edited.body).toMatchObject({
      source_request_id: id,
      status: "failed",
      response: { error: { message: expect.stringContaining("Endpoint support has no policy and no config") } },
    });
    const row = await rowOf(plain.body.new_request_id);
    expect(row).toMatchObject({ parent_request_id: id, origin: "replay", session: null });
    const { body } = await gateway.api("GET", "/api/audit?action=gateway.replay");
    expect(body.entries).toHaveLength(2);
    expect(body.entries[1]?.details).toEqual({
      source_request_id: id,
      new_request_id: plain.body.new_request_id,
      status: "ok",
    });
    expect(await gateway.api("POST", "/api/logs/unknown/replay", {})).toMatchObject({
      status: 404,
      body: { error: { code: "request_unknown" } },
    });

    const database = new DatabaseSync(join(gateway.folder, "traffic.db"), { readOnly: true });
    expect(database.prepare("SELECT * FROM gateway_logs WHERE parent_request_id = ?").all(id)).toHaveLength(2);
    const chain = database
      .prepare("SELECT * FROM gateway_logs WHERE request_id = ? OR parent_request_id = ? ORDER BY created_at")
      .all(id, id);
    expect(chain.map((one) => one["request_id"])[0]).toBe(id);
    database.close();
  });
});

describe("what stands in the way of a start is said", () => {
  it.each([
    [{ provider: {} }, "deployment_invalid"],
    [{ providers: { openai: { base_url: "http://10.0.0.1" } } }, "provider_url_refused"],
    [{ providers: { opanai: {} } }, "provider_unknown"],
    [{ providers: { openai: { key: "sk-secret" } } }, "deployment_invalid"],
  ])("%j", async (deployment, code) => {
    await expect(start(deployment)).rejects.toThrow(code);
  });
});

describe("rows are kept", () => {
  it("through SIGTERM all of them, and through kill -9 all but the last moment's", async () => {
    const provider = await upstream((_, response) => response.end(JSON.stringify(completion("ok"))));
    const deployment = { providers: { openai: { base_url: provider.url, allow_private: true } } };
    const first = await start(deployment);
    const send = (gateway: Running) =>
      fetch(`${gateway.url}/v1/chat/completions`, {
        method: "POST",
        headers: { authorization: `Bearer ${first.key}` },
        body: JSON.stringify({ model: "gpt-4o-mini", messages: [{ role: "user", content: "hi" }] }),
      }).then((response) => response.text());
    for (let round = 0; round < 10; round++) await Promise.all(Array.from({ length: 20 }, () => send(first)));
    expect(await first.stop()).toBe(0);
    const count = (): number => {
      const store = openSqliteStore(first.folder);
      const { rows } = store.traffic.stats();
      store.close();
      return rows;
    };
    expect(count()).toBe(200);
    const second = await start(deployment, first.folder, first.key);
    for (let round = 0; round < 5; round++) await Promise.all(Array.from({ length: 20 }, () => send(second)));
    await new Promise((done) => setTimeout(done, 60));
    await second.stop("SIGKILL");
    const third = await start(deployment, first.folder, first.key);
    await third.stop();
    expect(count()).toBe(300);
    await provider.close();
    remove(first.folder);
  }, 60_000);
});
