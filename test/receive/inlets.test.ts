import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { litellmStandardFixtures } from "../../src/importers/litellm-standard.fixtures.ts";
import { batch, log, logBatch, span } from "../../src/importers/otel/otlp.fixtures.ts";
import { remove, start, type Running } from "../gateway/running.ts";
import { understudy } from "../understudy.ts";

const LIMIT = 200_000;
const TRACES = "/v1/traces";
const LITELLM = "/v1/logs/litellm";
const call = { "gen_ai.operation.name": "chat", "gen_ai.request.model": "gpt-4o" };
const json = { "content-type": "application/json" };

describe("logs of other programs come in over HTTP", () => {
  let gateway: Running;
  let client = "";
  let viewer = "";

  const keyOf = async (role: string): Promise<string> => {
    const { body } = await gateway.api("POST", "/api/keys", { name: role, role, project: "shop" });
    return (body as unknown as { readonly key: string }).key;
  };
  beforeAll(async () => {
    gateway = await start({ server: { max_body_bytes: LIMIT } });
    await gateway.api("POST", "/api/projects", { name: "shop" });
    client = await keyOf("client");
    viewer = await keyOf("viewer");
  });
  afterAll(async () => {
    await gateway.stop();
    remove(gateway.folder);
  });

  const post = async (
    path: string,
    body: string | Uint8Array,
    headers: Readonly<Record<string, string>> = json,
    key = client,
  ) => {
    const answer = await fetch(`${gateway.url}${path}`, {
      method: "POST",
      headers: { ...(key === "" ? {} : { authorization: `Bearer ${key}` }), ...headers },
      body: body as string,
    });
    const bytes = Buffer.from(await answer.arrayBuffer());
    return {
      status: answer.status,
      headers: answer.headers,
      bytes,
      said: () => JSON.parse(bytes.toString()) as unknown,
    };
  };
  const stored = async (id: string) => {
    for (let waited = 0; ; waited += 50) {
      const { status, body } = await gateway.api("GET", `/api/logs/${id}`);
      if (status === 200 || waited > 5_000) return { status, body };
      await new Promise((done) => setTimeout(done, 50));
    }
  };

  it("LiteLLM's batches go in as a list, a payload a line, or one payload", async () => {
    const records = litellmStandardFixtures.accepted
      .slice(0, 4)
      .map(({ record }, at) => ({ ...record, id: `sent-${at}` }));
    const [one, two, three, four] = records;
    const all = { others: 0, rejected: 0, problem: null };
    expect((await post(LITELLM, JSON.stringify([one, two]))).said()).toEqual({ accepted: 2, ...all });
    expect((await post(LITELLM, `${JSON.stringify(three)}\n${JSON.stringify(four)}\n`)).said()).toEqual({
      accepted: 2,
      ...all,
    });
    expect((await post(LITELLM, JSON.stringify(one))).status).toBe(200);
    for (const id of ["sent-0", "sent-1", "sent-2", "sent-3"]) {
      expect((await stored(id)).body).toMatchObject({ source: "litellm-standard", project: "shop", origin: "import" });
    }
  });

  it("what cannot be believed is told, and the rest goes in", async () => {
    const good = span(call, { spanId: "ddd19b7ec3c1b171" });
    const wrong = span(call, { spanId: "ddd19b7ec3c1b172", endTimeUnixNano: "1" });
    const answer = await post(TRACES, JSON.stringify(batch([good, wrong])));
    expect(answer.said()).toEqual({
      partialSuccess: {
        rejectedSpans: "1",
        errorMessage: 'endTimeUnixNano is "1": expected nanoseconds since the epoch',
      },
    });
    expect((await stored("5b8efff798038103d269b633813fc60c-ddd19b7ec3c1b171")).status).toBe(200);
    const [record] = litellmStandardFixtures.accepted;
    const told = await post(LITELLM, JSON.stringify([{ ...record?.record, id: "t", startTime: -1 }]));
    expect(told.said()).toMatchObject({
      accepted: 0,
      rejected: 1,
      problem: expect.stringContaining("startTime") as string,
    });
  });

  it("what a project hides is hidden in what comes in, too", async () => {
    const rule = { redact: [{ kind: "pii" }] };
    expect((await gateway.api("PATCH", "/api/projects/shop", rule)).status).toBe(200);
    const asked = [{ role: "user", parts: [{ type: "text", content: "Write to ann@example.com" }] }];
    const secret = span({ ...call, "gen_ai.input.messages": JSON.stringify(asked) }, { spanId: "ddd19b7ec3c1b174" });
    expect((await post(TRACES, JSON.stringify(batch([secret])))).status).toBe(200);
    const { body } = await stored("5b8efff798038103d269b633813fc60c-ddd19b7ec3c1b174");
    expect(body).toMatchObject({ replayability: "redacted" });
    expect(body.request_body).toContain("Write to ");
    expect(body.request_body).not.toContain("ann@example.com");
    await gateway.api("PATCH", "/api/projects/shop", { redact: [] });
  });

  it("a body may be packed", async () => {
    const body = gzipSync(JSON.stringify(batch([span(call, { spanId: "ddd19b7ec3c1b173" })])));
    expect((await post(TRACES, body, { ...json, "content-encoding": "gzip" })).status).toBe(200);
    expect((await stored("5b8efff798038103d269b633813fc60c-ddd19b7ec3c1b173")).status).toBe(200);
  });

  it("no spans at all are fine", async () => {
    expect((await post(TRACES, "{}")).said()).toEqual({});
    const empty = await post(TRACES, new Uint8Array(), { "content-type": "application/x-protobuf" });
    expect([empty.status, empty.headers.get("content-type"), empty.bytes.length]).toEqual([
      200,
      "application/x-protobuf",
      0,
    ]);
  });

  const large = " ".repeat(LIMIT + 1);
  it.each<[string, () => Promise<{ status: number; said: () => unknown }>, number, RegExp]>([
    ["no key", () => post(TRACES, "{}", json, ""), 401, /No API key was sent/],
    ["a wrong key", () => post(TRACES, "{}", json, "us_wrong"), 401, /not known here/],
    ["a viewer's key", () => post(TRACES, "{}", json, viewer), 403, /not send requests/],
    ["what is no JSON", () => post(TRACES, "{"), 400, /cannot be read/],
    ["JSON of something else", () => post(TRACES, "[1]"), 400, /not a request of OTLP/],
    ["another type", () => post(TRACES, "x", { "content-type": "text/xml" }), 415, /text\/xml is not taken/],
    ["another packing", () => post(TRACES, "x", { ...json, "content-encoding": "br" }), 415, /not as br/],
    ["what is no gzip", () => post(TRACES, "x", { ...json, "content-encoding": "gzip" }), 400, /not gzip/],
    ["too much", () => post(TRACES, large), 413, /larger than 200000 bytes/],
    [
      "too much once unpacked",
      () => post(TRACES, gzipSync(large), { ...json, "content-encoding": "gzip" }),
      413,
      /larger than/,
    ],
  ])("%s is refused as OTLP says", async (_, send, status, message) => {
    const answer = await send();
    expect(answer.status).toBe(status);
    expect(answer.said()).toEqual({
      code: expect.any(Number) as number,
      message: expect.stringMatching(message) as string,
    });
  });

  it("refusals come in the type that was sent, and LiteLLM's in the gateway's own", async () => {
    const answer = await post(TRACES, Buffer.from([1, 2, 3]), { "content-type": "application/x-protobuf" });
    expect([answer.status, answer.headers.get("content-type")]).toEqual([400, "application/x-protobuf"]);
    expect(answer.bytes.toString()).toContain("not a request of OTLP");
    expect((await post(LITELLM, "nope")).said()).toMatchObject({ error: { code: "invalid_body" } });
    const got = await fetch(`${gateway.url}${TRACES}`);
    expect([got.status, got.headers.get("allow")]).toEqual([405, "POST"]);
  });

  it("a span waits for its texts, and a stop waits for nobody", async () => {
    const spanId = "ddd19b7ec3c1b175";
    const asked = [{ role: "user", parts: [{ type: "text", content: "Logged beside its span" }] }];
    const details = log("gen_ai.client.inference.operation.details", { "gen_ai.input.messages": asked }, { spanId });
    expect((await post("/v1/logs", JSON.stringify(logBatch([details, log("app.started", {})])))).said()).toEqual({});
    expect((await post(TRACES, JSON.stringify(batch([span(call, { spanId })])))).said()).toEqual({});
    await gateway.stop();
    const { out } = await understudy(["export", "--data", gateway.folder]);
    const row = out.split("\n").find((line) => line.includes(`-${spanId}`)) ?? "{}";
    expect(JSON.parse(row)).toMatchObject({
      latency_ms: 1790,
      request: { messages: [{ content: "Logged beside its span" }] },
    });
  });
});
