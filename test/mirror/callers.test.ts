import type { ServerResponse } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { COMPLETION, type Play } from "../gateway/playing.ts";
import { chunk } from "../gateway/running.ts";
import { CALLERS, mirrored, type Mirrored } from "./mirroring.ts";

const HEAD = { "content-type": "application/json" };
const FLOOD = Buffer.alloc(256 * 1024, "x");

function flood(response: ServerResponse): void {
  const more = (): void => {
    while (!response.destroyed && response.write(FLOOD));
    if (!response.destroyed) response.once("drain", more);
  };
  response.writeHead(200, HEAD);
  more();
}

/** Everything a candidate can do wrong, by the model that does it. */
const BAD: Readonly<Record<string, Play>> = {
  // Hangs before its head, and in the middle of its answer.
  "gpt-4o": () => {},
  "gpt-4.1": (response) => void response.writeHead(200, HEAD).write(COMPLETION.slice(0, 40)),
  // Breaks the connection.
  "gpt-4.1-mini": (response) => void response.socket?.destroy(),
  // Never stops.
  "gpt-4.1-nano": flood,
  "gpt-4": (response) => void response.writeHead(500, HEAD).end('{"error":{"message":"boom"}}'),
  // A key that is not valid.
  "gpt-4-turbo": (response) => void response.writeHead(401, HEAD).end('{"error":{"code":"invalid_api_key"}}'),
  "gpt-3.5-turbo": (response) => void response.writeHead(200, HEAD).end("this is no JSON"),
};
const REQUESTS = 12;

interface Given {
  readonly status: number;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}

let running: Mirrored;
const given: { before: readonly Given[]; during: readonly Given[] } = { before: [], during: [] };

async function asked(stream: boolean): Promise<Given> {
  const response = await running.ask(CALLERS, { stream });
  const { "x-understudy-request-id": _id, date: _date, ...headers } = Object.fromEntries(response.headers);
  return { status: response.status, text: await response.text(), headers };
}

async function askedAll(): Promise<readonly Given[]> {
  const all: Given[] = [];
  for (let request = 0; request < REQUESTS; request++) all.push(await asked(request % 2 === 1));
  return all;
}

const EVENTS = [chunk({ content: "Hello" }), chunk({ content: " there" }), chunk({}, "stop"), "data: [DONE]\n\n"];

/** One whole answer, one stream, as callers ask for them in turn. */
const callers: Play = (response, call) => {
  if (call % 2 === 0) return void response.writeHead(200, HEAD).end(COMPLETION);
  response.writeHead(200, { "content-type": "text/event-stream" });
  for (const event of EVENTS) response.write(event);
  response.end();
};

beforeAll(async () => {
  running = await mirrored(BAD["gpt-4o"] as Play, { ...BAD, [CALLERS]: callers });
  given.before = await askedAll();
  const models = Object.keys(BAD);
  const mirrors = await Promise.all(
    models.map((model) => running.add({ policy: `single:${model}:openai`, timeout_ms: 2_000, max_usd_per_day: 50 })),
  );
  given.during = await askedAll();
  for (const { id } of mirrors)
    await running.until(id, ({ today: { requests } }) => requests.failed + requests.dropped === REQUESTS);
}, 120_000);
afterAll(() => running.close());

describe("callers, while every candidate does something wrong", () => {
  it("get the very answers they got before", () => {
    expect(given.during).toEqual(given.before);
    expect(given.during.map(({ status }) => status)).toEqual(given.during.map(() => 200));
    expect(given.during.map(({ text }) => text)).toEqual(
      given.during.map((_, request) => (request % 2 === 0 ? COMPLETION : EVENTS.join(""))),
    );
  });

  it("have a row each, and the candidates' failures are theirs alone", async () => {
    const { body } = await running.gateway.api("GET", "/api/cooldowns");
    expect(body).toEqual({ cooldowns: [] });
    const metrics = await (
      await fetch(`${running.gateway.url}/metrics`, { headers: { authorization: `Bearer ${running.gateway.key}` } })
    ).text();
    expect(metrics).not.toMatch(/understudy_requests_total\{[^}]*origin="shadow"/u);
    expect(metrics).not.toMatch(/understudy_attempts_total\{target="gpt-4:openai"/u);
    const counted = [...metrics.matchAll(/^understudy_mirror_requests_total\{[^}]*outcome="(\w+)"\} (\d+)$/gmu)];
    expect(counted.reduce((sum, [, , count]) => sum + Number(count), 0)).toBe(REQUESTS * Object.keys(BAD).length);
    expect(new Set(counted.map(([, outcome]) => outcome)).has("compared")).toBe(false);
  });

  it("are not told of it in any other way: the gateway says nothing, and is ready", async () => {
    expect((await fetch(`${running.gateway.url}/readyz`)).status).toBe(200);
    expect(running.gateway.lines().filter(({ level }) => level !== "info")).toEqual([]);
  });
});
