import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { attemptsOf, good, playing, until, type Asked, type Play, type Playing } from "./playing.ts";

const MESSAGES = "/v1/messages";
const contentOf = (text: string): string =>
  `data: ${JSON.stringify({ id: "c1", object: "chat.completion.chunk", choices: [{ index: 0, delta: { content: text } }] })}\n\n`;
const LONG_CONTENT = contentOf("x".repeat(60_000));
const END = 'data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n';

const IDLE_MS = 500;
const BRISK = { total: 20_000, first_token: 5_000, idle: IDLE_MS };

const silent: Play = () => {};
const halfway: Play = (response) => {
  response.writeHead(200, { "content-type": "text/event-stream" });
  response.write(contentOf("Hal"));
};

/** More than what stands between a provider and a client that reads nothing. */
const LONG_EVENTS = 400;

/** A long answer, as fast as it is taken. */
const long =
  (onWritten: () => void): Play =>
  (response) => {
    halfway(response, 0);
    let left = LONG_EVENTS;
    const more = (): void => {
      while (left > 0) {
        left--;
        if (!response.write(LONG_CONTENT)) {
          response.once("drain", more);
          return;
        }
      }
      onWritten();
      response.end(END);
    };
    more();
  };

interface Leaving {
  readonly when: string;
  readonly model: string;
  readonly asked: Asked;
  /** It has read the first content; else it leaves once the provider has its request. */
  readonly reads?: true;
}

const LEAVING: readonly Leaving[] = [
  { when: "waiting for JSON", model: "json:one", asked: {} },
  { when: "waiting for JSON, translated", model: "json-translated:other", asked: { path: MESSAGES } },
  { when: "before the first content", model: "stream:one", asked: { stream: true } },
  {
    when: "before the first content, translated",
    model: "stream-translated:other",
    asked: { path: MESSAGES, stream: true },
  },
  { when: "mid-stream", model: "halfway:one", asked: { stream: true }, reads: true },
  {
    when: "mid-stream, translated",
    model: "halfway-translated:other",
    asked: { path: MESSAGES, stream: true },
    reads: true,
  },
  { when: "before a chain falls over", model: "endpoint/chain", asked: {} },
  { when: "while a cascade holds its stream back", model: "endpoint/cascade", asked: { stream: true } },
];

describe.concurrent("a client that leaves", () => {
  let here: Playing;
  const written = new Set<string>();
  beforeAll(async () => {
    here = await playing({
      plays: {
        healthy: good,
        json: silent,
        "json-translated": silent,
        stream: silent,
        "stream-translated": silent,
        halfway,
        "halfway-translated": halfway,
        chain: silent,
        cascade: halfway,
        long: long(() => written.add("long")),
        "long-translated": long(() => written.add("long-translated")),
      },
      policies: {
        chain: { strategy: "fallback_chain", targets: ["chain:one", "healthy:one"] },
        cascade: {
          strategy: "cascade",
          steps: ["cascade:one", "healthy:one"],
          accept: { finish_reason: ["stop"] },
        },
      },
      providers: {
        one: {},
        other: { kind: "openai-compatible" },
        brisk: { timeouts_ms: BRISK },
        "brisk-other": {
          kind: "openai-compatible",
          timeouts_ms: BRISK,
        },
      },
    });
  }, 30_000);
  afterAll(() => here.close());

  it.each(LEAVING)("$when stops the provider's call at once, and its row says so", async ({ model, asked, reads }) => {
    const name = model.replace("endpoint/", "").replace(/:.*/u, "");
    const user = `leaver-${name}`;
    const leaving = new AbortController();
    const asking = here.ask(model, { ...asked, user, signal: leaving.signal });
    if (reads === true) {
      const response = await asking;
      expect(response.status).toBe(200);
      await response.body!.getReader().read();
      leaving.abort();
    } else {
      void until("the call", () => (here.callsOf(name).open === 1 ? true : undefined)).then(() => leaving.abort());
      await expect(asking).rejects.toThrow(/abort/iu);
    }
    await until("the provider's call to end", () => (here.callsOf(name).open === 0 ? true : undefined), 1_000);
    const row = await here.rowOfUser(user);
    expect(row).toMatchObject({ status: "cancelled", failure: { class: "cancelled" }, cost_logged: null });
    expect(attemptsOf(row)).toMatchObject([
      { target: expect.stringContaining(`${name}:`), kind: "first", ok: false, failure: "cancelled" },
    ]);
    if (reads === true) expect(row.response_body).toContain("Hal");
    expect(here.callsOf(name)).toEqual({ made: 1, open: 0 });
  });

  it("says nothing of the provider's health", async () => {
    for (let left = 0; left < 6; left++) {
      const leaving = new AbortController();
      const response = await here.ask("halfway:one", { stream: true, user: "often", signal: leaving.signal });
      await response.body!.getReader().read();
      leaving.abort();
    }
    await until("six rows", async () => {
      const { body } = await here.gateway.api("GET", "/api/logs?end_user=often");
      return body.rows.length === 6 ? true : undefined;
    });
    expect((await here.gateway.api("GET", "/api/cooldowns")).body).toEqual({ cooldowns: [] });
  });

  it.each([
    { dialect: "its own", model: "long", target: "long:brisk", asked: {}, end: "[DONE]" },
    {
      dialect: "another",
      model: "long-translated",
      target: "long-translated:brisk-other",
      asked: { path: MESSAGES },
      end: "message_stop",
    },
  ])("has not left while it reads nothing, nor is its provider silent: $dialect dialect", async (given) => {
    const response = await here.ask(given.target, { ...given.asked, stream: true });
    expect(response.status).toBe(200);
    // Four times what a provider may be silent for.
    await new Promise((done) => setTimeout(done, 4 * IDLE_MS));
    expect(written).not.toContain(given.model);
    const { text, row } = await here.answered(response);
    expect(written).toContain(given.model);
    expect(text.length).toBeGreaterThan(LONG_EVENTS * 60_000);
    expect(text.slice(-300)).toContain(given.end);
    expect(row).toMatchObject({ status: "ok", failure: null });
  });
});
