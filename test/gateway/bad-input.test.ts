import { connect } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { remove, start, upstream, type Running, type Upstream } from "./running.ts";

const LIMIT = 1_000_000;
const CHAT = "/v1/chat/completions";
const MESSAGES = "/v1/messages";
const RESPONSES = "/v1/responses";
const HELLO = { model: "gpt-4o-mini", messages: [{ role: "user", content: "hi" }] };
const ANSWER = {
  id: "c1",
  object: "chat.completion",
  created: 1,
  model: "gpt-4o-mini",
  choices: [{ index: 0, message: { role: "assistant", content: "hello" }, finish_reason: "stop" }],
  usage: { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 },
};

const json = (body: object): string => JSON.stringify(body);
const nested = (levels: number): string => `${"[".repeat(levels)}${"]".repeat(levels)}`;
const deep = (levels: number): string =>
  `{"model":"gpt-4o-mini","messages":[{"role":"user","content":${nested(levels)}}]}`;

interface Case {
  readonly path?: string;
  readonly method?: string;
  /** null = none is sent; else the admin key's, or this. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | null;
  readonly status: number;
  readonly code: string;
  readonly says: RegExp;
}

const CASES: Readonly<Record<string, Case>> = {
  "malformed JSON": {
    body: '{"model": "gpt-4o-mini", "messages": nope, "secret": "hunter2"}',
    status: 400,
    code: "invalid_json",
    says: /not JSON: Unexpected token 'o'\.$/u,
  },
  "JSON that ends too soon": {
    body: '{"model":"gpt-4o-mini"',
    status: 400,
    code: "invalid_json",
    says: /not JSON: Expected ',' or '\}' after property value at position 22/u,
  },
  "JSON that is no object": {
    body: "[1]",
    status: 400,
    code: "invalid_json",
    says: /not a JSON object, but an array/u,
  },
  "no body": { body: "", status: 400, code: "invalid_json", says: /has no body/u },
  "a form": {
    body: "model=x",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    status: 400,
    code: "invalid_json",
    says: /not JSON/u,
  },
  "bytes that are no UTF-8": {
    body: Buffer.concat([Buffer.from('{"model":"'), Buffer.from([0xc3, 0x28, 0xff]), Buffer.from('"}')]),
    status: 400,
    code: "invalid_utf8",
    says: /not UTF-8/u,
  },
  "a compressed body": {
    body: json(HELLO),
    headers: { "content-encoding": "gzip" },
    status: 415,
    code: "unsupported_encoding",
    says: /compressed \(content-encoding: gzip\)/u,
  },
  "JSON 300 levels deep": { body: deep(300), status: 400, code: "json_too_deep", says: /deeper than 256 levels/u },
  "JSON 100,000 levels deep": { body: deep(100_000), status: 400, code: "json_too_deep", says: /256 levels/u },
  "a body that is too large": {
    body: json({ ...HELLO, padding: "x".repeat(LIMIT) }),
    status: 413,
    code: "request_too_large",
    says: /larger than 1000000 bytes.*server\.max_body_bytes/u,
  },
  "no model": {
    body: json({ messages: HELLO.messages }),
    status: 400,
    code: "invalid_request",
    says: /`model` is missing/u,
  },
  "a model that is no text": {
    body: json({ ...HELLO, model: 7 }),
    status: 400,
    code: "invalid_request",
    says: /`model`/u,
  },
  "messages that are no list": {
    body: json({ ...HELLO, messages: "hi" }),
    status: 400,
    code: "invalid_request",
    says: /must be a list/u,
  },
  "no messages": {
    body: json({ ...HELLO, messages: [] }),
    status: 400,
    code: "invalid_request",
    says: /`messages` is empty/u,
  },
  "a message that is none": {
    body: json({ ...HELLO, messages: [1] }),
    status: 400,
    code: "invalid_request",
    says: /messages\[0\] must be an object/u,
  },
  "stream that is no boolean": {
    body: json({ ...HELLO, stream: "yes" }),
    status: 400,
    code: "invalid_request",
    says: /true or false/u,
  },
  "a model nobody serves": {
    body: json({ ...HELLO, model: "gpt-99" }),
    status: 404,
    code: "model_not_found",
    says: /"gpt-99"/u,
  },
  "an endpoint that is not there": {
    body: json({ ...HELLO, model: "endpoint/nope" }),
    status: 404,
    code: "endpoint_not_found",
    says: /no endpoint nope/u,
  },
  "a path that is badly escaped": {
    path: `/e/%ZZ${CHAT}`,
    body: json(HELLO),
    status: 404,
    code: "endpoint_not_found",
    says: /no endpoint %ZZ/u,
  },
  "metadata that is no JSON": {
    body: json(HELLO),
    headers: { "x-understudy-metadata": "{no" },
    status: 400,
    code: "invalid_header",
    says: /x-understudy-metadata must be a JSON object/u,
  },
  "no key": { key: null, body: json(HELLO), status: 401, code: "missing_api_key", says: /understudy keys create/u },
  "a key that is not known": {
    key: "us_c_nobody",
    body: json(HELLO),
    status: 401,
    code: "invalid_api_key",
    says: /not known/u,
  },
  "another method": { method: "GET", body: null, status: 405, code: "method_not_allowed", says: /Use POST, not GET/u },
  "Anthropic: malformed JSON": { path: MESSAGES, body: "{", status: 400, code: "invalid_json", says: /not JSON/u },
  "Anthropic: max_tokens that is no number": {
    path: MESSAGES,
    body: json({ ...HELLO, max_tokens: "many" }),
    status: 400,
    code: "invalid_request",
    says: /max_tokens/u,
  },
  "Anthropic: no key": {
    path: MESSAGES,
    key: null,
    body: "{}",
    status: 401,
    code: "missing_api_key",
    says: /No API key/u,
  },
  "Anthropic: another method": {
    path: MESSAGES,
    method: "GET",
    body: null,
    status: 405,
    code: "method_not_allowed",
    says: /POST/u,
  },
  "Responses: malformed JSON": { path: RESPONSES, body: "{", status: 400, code: "invalid_json", says: /not JSON/u },
  "Responses: input that is neither text nor list": {
    path: RESPONSES,
    body: json({ model: "gpt-4o-mini", input: 5 }),
    status: 400,
    code: "invalid_request",
    says: /`input` must be/u,
  },
  "Responses: 100,000 levels": {
    path: RESPONSES,
    body: `{"model":"gpt-4o-mini","input":${nested(100_000)}}`,
    status: 400,
    code: "json_too_deep",
    says: /256/u,
  },
};

/** What clients make of an error, in each dialect. */
function errorOf(path: string, body: object): { readonly code: unknown; readonly message: unknown } {
  if (path === MESSAGES) {
    expect(body).toMatchObject({ type: "error", error: { type: expect.stringMatching(/_error$/u) } });
  } else
    expect(body).toMatchObject({
      error: { type: expect.stringMatching(/_error$/u), param: expect.toSatisfy(isTextOrNull) },
    });
  return (body as { error: { code: unknown; message: unknown } }).error;
}

const isTextOrNull = (value: unknown): boolean => value === null || typeof value === "string";

describe("bad input is told in the client's own dialect", () => {
  let provider: Upstream;
  let gateway: Running;

  beforeAll(async () => {
    provider = await upstream((_, response) => response.end(json(ANSWER)));
    gateway = await start({
      server: { max_body_bytes: LIMIT },
      providers: { openai: { base_url: provider.url, allow_private: true, key_env: "UPSTREAM_KEY" } },
    });
  }, 30_000);
  afterAll(async () => {
    await gateway.stop();
    await provider.close();
    remove(gateway.folder);
  });

  const send = (path: string, { method = "POST", key, headers = {}, body }: Partial<Case>): Promise<Response> =>
    fetch(`${gateway.url}${path}`, {
      method,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key ?? gateway.key}` }),
        "content-type": "application/json",
        ...headers,
      },
      ...(body === null ? {} : { body: body as string }),
    });

  /** Bytes over a connection, and what comes back. */
  const raw = (text: string): Promise<string> =>
    new Promise((done, fail) => {
      let answer = "";
      const socket = connect(Number(new URL(gateway.url).port), "127.0.0.1", () => socket.write(text));
      socket.on("data", (chunk: Buffer) => (answer += chunk.toString()));
      socket.on("error", fail);
      socket.on("close", () => done(answer));
    });

  it.each(Object.entries(CASES))("%s", async (_, one) => {
    const path = one.path ?? CHAT;
    const response = await send(path, one);
    const text = await response.text();
    expect(response.status).toBe(one.status);
    const { code, message } = errorOf(path, JSON.parse(text) as object);
    expect(code).toBe(one.code);
    expect(message).toMatch(one.says);
    expect(text).not.toMatch(/hunter2|us_c_nobody|upstream-secret/u);
  });

  it("a body that grows too large while it comes is refused too", async () => {
    const piece = new Uint8Array(LIMIT / 4).fill(0x20);
    let sent = 0;
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent++ < 6) controller.enqueue(piece);
        else controller.close();
      },
    });
    const response = await fetch(`${gateway.url}${CHAT}`, {
      method: "POST",
      headers: { authorization: `Bearer ${gateway.key}` },
      body,
      duplex: "half",
    } as RequestInit);
    expect(response.status).toBe(413);
    expect(await response.json()).toMatchObject({ error: { code: "request_too_large" } });
  });

  it.each([
    ["POST", "/v1/chat/completionz", 404],
    ["POST", "/v1/chat/completions/", 404],
    ["POST", "/v1/messages/count_tokens", 404],
    ["POST", "/nothing", 404],
    ["DELETE", "/v1/models", 404],
  ])("%s %s is nowhere, and what there is is said", async (method, path, status) => {
    const response = await send(path, {
      method,
      body: method === "POST" ? "{}" : null,
      headers: { "content-type": "text/plain" },
    });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({
      error: {
        code: "not_found",
        message: `There is no ${method} ${path}.`,
        hint: expect.stringContaining("/v1/messages"),
      },
    });
  });

  it("tells which method a path takes", async () => {
    expect((await send(CHAT, { method: "PUT", body: "{}" })).headers.get("allow")).toBe("POST");
  });

  it("takes the first of two keys, and the body for JSON whatever its type is said to be", async () => {
    const body = json(HELLO);
    const head = [
      `POST ${CHAT} HTTP/1.1`,
      "host: gateway",
      "connection: close",
      `authorization: Bearer ${gateway.key}`,
      "authorization: Bearer us_c_nobody",
      "content-type: text/plain",
      `content-length: ${body.length}`,
    ].join("\r\n");
    expect(await raw(`${head}\r\n\r\n${body}`)).toMatch(/^HTTP\/1\.1 200 OK/u);
  });

  it.each([
    ["no HTTP at all", "hello\r\n\r\n", "HTTP/1.1 400 Bad Request", "invalid_http"],
    [
      "headers that are too large",
      `GET / HTTP/1.1\r\nhost: x\r\nx-long: ${"x".repeat(20_000)}\r\n\r\n`,
      "HTTP/1.1 431 Request Header Fields Too Large",
      "headers_too_large",
    ],
    [
      "a length said twice",
      `POST ${CHAT} HTTP/1.1\r\nhost: x\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}`,
      "HTTP/1.1 400 Bad Request",
      "invalid_http",
    ],
  ])("%s", async (_, text, status, code) => {
    const answer = await raw(text);
    const [head = "", body = ""] = answer.split("\r\n\r\n");
    expect(head.split("\r\n")[0]).toBe(status);
    expect(JSON.parse(body)).toMatchObject({ error: { code } });
  });

  it("goes on serving after all of it; every request with a key is a row, and no row is lost or left lying", async () => {
    const response = await send(CHAT, { body: json(HELLO) });
    expect(response.status).toBe(200);
    const id = response.headers.get("x-understudy-request-id") ?? "";
    await expect.poll(async () => (await gateway.api("GET", `/api/logs/${id}`)).status, { timeout: 5_000 }).toBe(200);
    const { body } = await gateway.api("GET", "/api/logs?limit=200&status=failed");
    const codes = new Set(body.rows.map(({ failure }) => (failure as { code: string } | null)?.code));
    for (const code of ["invalid_json", "invalid_utf8", "json_too_deep", "model_not_found", "invalid_request"])
      expect([...codes]).toContain(code);
    const ready = (await (await fetch(`${gateway.url}/readyz`)).json()) as object;
    expect(ready).toMatchObject({ status: "ok", reasons: [] });
    expect(provider.requests.every(({ model }) => model === "gpt-4o-mini")).toBe(true);
  });
});
