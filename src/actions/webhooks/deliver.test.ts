import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { StoredEvent, StoredWebhook, Webhooks } from "../../store/webhooks.ts";
import { temporaryStore } from "../../store/sqlite/temporary.fixtures.ts";
import { postWebhook } from "../../webhook-post.ts";
import { BACKOFF_MS, deliverDue } from "./deliver.ts";
import { capHit, noticeEnded } from "./notice-ended.ts";
import { signature } from "./sign.ts";

interface Received {
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

const SECRET = "whsec_c2VjcmV0";
let received: Received[];
let answers: number[];
let url: string;
let close: () => Promise<unknown>;
let webhooks: Webhooks;
let now: number;

beforeEach(async () => {
  received = [];
  answers = [];
  now = 1_000_000;
  const server = createServer((request, response) => {
    let body = "";
    request.on("data", (chunk: Buffer) => (body += chunk.toString()));
    request.on("end", () => {
      received.push({ headers: request.headers, body });
      response.writeHead(answers.shift() ?? 204, { location: "http://127.0.0.1:1/" }).end();
    });
  });
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?token=1`;
  close = () => {
    server.closeAllConnections();
    return new Promise((done) => server.close(done));
  };
});
afterEach(() => close());

const hook = (changes: Partial<StoredWebhook> = {}): StoredWebhook => ({
  id: "whk_1",
  url,
  events: ["cap_hit"],
  secret_env: "HOOK_SECRET",
  allow_private: true,
  created_at: 0,
  actor: "cli",
  ...changes,
});
const HIT: StoredEvent = { id: "evt_1", type: "cap_hit", at: 900_000, data: { run: "sim_1" } };
const listening = (changes: Partial<StoredWebhook> = {}): void => {
  webhooks = temporaryStore().control.webhooks;
  webhooks.addWebhook(hook(changes));
  webhooks.putEvent(HIT);
};
const deliver = (): Promise<void> =>
  deliverDue({
    webhooks,
    post: postWebhook,
    environment: (name) => (name === "HOOK_SECRET" ? SECRET : undefined),
    now: () => now,
    version: "0.1.0",
  });
const state = () => webhooks.deliveries({}, 9)[0];

describe("deliverDue", () => {
  it("sends an event as signed JSON, once", async () => {
    listening();
    await deliver();
    await deliver();
    expect(received).toHaveLength(1);
    const [{ headers, body }] = received as [Received];
    expect(JSON.parse(body)).toEqual({
      id: "evt_1",
      type: "cap_hit",
      timestamp: "1970-01-01T00:15:00.000Z",
      data: { run: "sim_1" },
    });
    expect(headers).toMatchObject({
      "content-type": "application/json",
      "webhook-id": "evt_1",
      "webhook-timestamp": "1000",
      "webhook-signature": signature(SECRET, "evt_1", 1_000, body),
    });
    expect(state()).toMatchObject({ state: "delivered", attempts: 1, message: "answered 204" });
  });

  it("tries again, later and later, and gives up in the end", async () => {
    listening();
    answers = Array.from({ length: 20 }, () => 503);
    const waits: number[] = [];
    for (let at = state(); at?.state === "waiting"; at = state()) {
      now = Math.max(now, at.next_at ?? 0);
      await deliver();
      const next = state()?.next_at ?? null;
      if (next !== null) waits.push(next - now);
    }
    expect(waits).toEqual(BACKOFF_MS);
    expect(received).toHaveLength(BACKOFF_MS.length + 1);
    expect(new Set(received.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set(["evt_1"]));
    expect(state()).toMatchObject({ state: "dead", attempts: 7, message: "answered 503" });
  });

  it("gets through once the address answers again", async () => {
    listening();
    answers = [500];
    await deliver();
    now += 5_000;
    await deliver();
    expect(state()).toMatchObject({ state: "delivered", attempts: 2 });
  });

  it("sends again what was not known to have arrived", async () => {
    listening();
    expect(webhooks.takeDeliveries(now, now + 60_000, 9)).toHaveLength(1);
    await deliver();
    expect(received).toHaveLength(0);
    now += 60_000;
    await deliver();
    expect(received).toHaveLength(1);
  });

  it("follows no redirect, and takes an address that is gone at its word", async () => {
    listening();
    answers = [302, 410];
    await deliver();
    expect(state()).toMatchObject({ state: "waiting", message: "answered 302" });
    now += 5_000;
    await deliver();
    expect(state()).toMatchObject({ state: "dead", attempts: 2, message: "answered 410" });
  });

  it("sends nothing unsigned where a secret is named and not there", async () => {
    listening({ secret_env: "NOT_THERE" });
    await deliver();
    expect(received).toHaveLength(0);
    expect(state()).toMatchObject({ state: "waiting", message: "the environment variable NOT_THERE is not set" });
  });

  it("goes to no private address unless that is allowed, whatever the store says", async () => {
    listening({ allow_private: false });
    await deliver();
    listening({ allow_private: false, url: url.replace("http:", "https:") });
    await deliver();
    expect(received).toHaveLength(0);
    expect(state()?.message).toContain("private network");
  });

  it("says who does not answer", async () => {
    listening();
    await close();
    await deliver();
    expect(state()?.message).toContain("ECONNREFUSED");
  });
});

describe("noticeEnded", () => {
  it("tells once of each run that its cap ended", () => {
    const { webhooks: outbox, runs } = temporaryStore().control;
    outbox.addWebhook(hook());
    const run = { kind: "judge", parent: "sim_1", created_at: 1, actor: "cli", cap_usd: 1, definition: {} } as const;
    for (const [id, end] of [
      ["jdg_1", "cap_reached"],
      ["jdg_2", "completed"],
    ] as const) {
      runs.putRun({ ...run, id }, []);
      runs.addEvent(id, { at: 5, kind: "ended", details: { state: end, reason: "the cap of 1 USD" } });
    }
    noticeEnded(outbox, capHit);
    noticeEnded(outbox, capHit);
    expect(outbox.deliveries({}, 9).map(({ event }) => event)).toMatchObject([
      { type: "cap_hit", at: 5, data: { run: "jdg_1", kind: "judge", experiment: "sim_1", state: "cap_reached" } },
    ]);
  });
});
