import { mkdtempSync } from "node:fs";
import { createServer, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CLIENT_DIALECTS } from "../../src/dialects/index.ts";
import type { Dialect } from "../../src/dialects/dialect.ts";
import { faults, faultyProvider, type Fault, type FaultyProvider } from "../../src/providers/http/faults.fixtures.ts";
import { openSqliteStore } from "../../src/store/sqlite/open.ts";
import { remove, start, type LoggedRow, type Running } from "./running.ts";

const LARGER_THAN_TAKEN = 66 * 2 ** 20;
const TABLE = faults(LARGER_THAN_TAKEN);
const TIMEOUTS = { total: 3_000, first_token: 500, idle: 500 };
const BODIES: Readonly<Record<string, (asked: object) => object>> = {
  "openai-chat": (asked) => ({ ...asked, messages: [{ role: "user", content: "hi" }] }),
  "anthropic-messages": (asked) => ({ ...asked, max_tokens: 50, messages: [{ role: "user", content: "hi" }] }),
  "openai-responses": (asked) => ({ ...asked, input: "hi" }),
};

/** What a client speaks, and whom it reaches: a provider that speaks the same, or one that is translated to. */
const LANES = [
  { client: "openai-chat", provider: "faulty" },
  { client: "anthropic-messages", provider: "anthropic" },
  { client: "openai-responses", provider: "faulty" },
  { client: "anthropic-messages", provider: "faulty" },
  { client: "openai-chat", provider: "anthropic" },
] as const;

interface AttemptShown {
  readonly target: string;
  readonly kind: string;
  readonly ok: boolean;
  readonly failure: string | null;
}

/** A fault's name as a model's, and as an endpoint's. */
const modelOf = (name: string): string => name.toLowerCase().replaceAll(/[^a-z0-9]+/gu, "-");
/** The target that goes wrong so. Much is to be read of an oversized body, which takes a busy machine longer than silence is tested with. */
function targetOf(name: string, provider: string): string {
  if (name === "refused") return "refused:gone";
  return `${modelOf(name)}:${name === "oversized body" ? "patient-" : ""}${provider}`;
}
const attemptsOf = (row: LoggedRow): readonly AttemptShown[] =>
  (JSON.parse(row.trace) as { decision: { attempts: readonly AttemptShown[] } }).decision.attempts;

async function unusedPort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((ready) => server.listen(0, "127.0.0.1", ready));
  const { port } = server.address() as AddressInfo;
  await new Promise((done) => server.close(done));
  return port;
}

describe("a provider that goes wrong", () => {
  let provider: FaultyProvider;
  let gateway: Running;

  beforeAll(async () => {
    let burst = 0;
    let later = 0;
    provider = await faultyProvider((body) => {
      const model = String(body["model"]);
      if (model === "burst") {
        const five = TABLE.find(({ name }) => name === "500")!;
        return ++burst % 3 === 0 ? null : five.perform;
      }
      if (model === "later") {
        const limit =
          (seconds: string): Fault["perform"] =>
          ({ response }) =>
            void response.writeHead(429, { "retry-after": seconds }).end();
        return ++later % 2 === 0 ? null : limit("1");
      }
      if (model === "quiet") return () => {};
      if (model === "endless") {
        return ({ response, events }) => {
          response.writeHead(200, { "content-type": "text/event-stream" });
          for (const event of [...events.before, events.first]) response.write(event);
          const timer = setInterval(() => response.write(events.first), 20);
          response.on("close", () => clearInterval(timer));
        };
      }
      if (model === "patient") return ({ response }) => void response.writeHead(429, { "retry-after": "30" }).end();
      if (model === "much-later")
        return ({ response }) => void response.writeHead(429, { "retry-after": "3600" }).end();
      return TABLE.find(({ name }) => modelOf(name) === model)?.perform ?? null;
    });
    const folder = mkdtempSync(join(tmpdir(), "understudy-faults-"));
    const store = openSqliteStore(folder);
    const add = (name: string, policy: object): void =>
      void store.control.addEndpoint({
        project: "default",
        name,
        definition: { policy } as never,
        created_at: Date.now(),
        note: null,
      });
    for (const { name } of [...TABLE, { name: "refused" }])
      for (const { provider: one } of LANES) {
        const first = targetOf(name, one);
        const chain = { strategy: "fallback_chain", targets: [first, "healthy:good"] };
        try {
          add(`${one}-${modelOf(name)}`, chain);
        } catch {
          // There already: several clients reach this provider.
        }
      }
    add("burst", { strategy: "single", model: "burst:faulty", retries: 2 });
    add("later", { strategy: "single", model: "later:faulty", retries: 1 });
    add("patient", { strategy: "single", model: "patient:faulty", retries: 1 });
    add("much-later", {
      strategy: "fallback_chain",
      retries: 3,
      targets: ["much-later:faulty", "healthy:good"],
    });
    store.close();
    const others = ["burst", "later", "much-later", "patient", "quiet", "endless", "healthy", "claude-haiku-4-5"];
    const models = [...TABLE.map(({ name }) => modelOf(name)), ...others];
    const shared = { base_url: provider.url, allow_private: true, key_env: "UPSTREAM_KEY", models };
    gateway = await start(
      {
        providers: {
          faulty: { ...shared, kind: "openai", timeouts_ms: TIMEOUTS },
          anthropic: { ...shared, kind: "anthropic", timeouts_ms: TIMEOUTS },
          "patient-faulty": { ...shared, kind: "openai" },
          "patient-anthropic": { ...shared, kind: "anthropic" },
          good: { ...shared, kind: "openai" },
          gone: {
            kind: "openai",
            base_url: `http://127.0.0.1:${await unusedPort()}`,
            allow_private: true,
            models: ["refused"],
          },
        },
      },
      folder,
    );
  }, 30_000);
  afterAll(async () => {
    await gateway.stop();
    await provider.close();
    remove(gateway.folder);
  });

  const dialectOf = (name: string): Dialect => CLIENT_DIALECTS.find((one) => one.name === name)!;
  const ask = (client: string, asked: object, signal?: AbortSignal): Promise<Response> =>
    fetch(`${gateway.url}${dialectOf(client).path}`, {
      method: "POST",
      headers: { authorization: `Bearer ${gateway.key}`, "content-type": "application/json" },
      body: JSON.stringify(BODIES[client]!(asked)),
      ...(signal === undefined ? {} : { signal }),
    });
  const rowOf = async (response: Response): Promise<LoggedRow> => {
    const id = response.headers.get("x-understudy-request-id") ?? "";
    for (let tried = 0; tried < 200; tried++) {
      const { status, body } = await gateway.api("GET", `/api/logs/${id}`);
      if (status === 200) return body;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`no row of ${id}`);
  };

  /** A whole, good answer. */
  async function expectAnswer(response: Response, client: string, stream: boolean): Promise<void> {
    const text = await response.text();
    expect([response.status, text]).toEqual([200, expect.stringContaining("Hello there")]);
    if (!stream) return;
    const watch = dialectOf(client).watch();
    watch.push(Buffer.from(text));
    expect([watch.failure, watch.ended]).toEqual([null, true]);
  }

  /** An error in the client's own shape. */
  function expectError(body: unknown, client: string, says: RegExp): void {
    const shape =
      client === "anthropic-messages"
        ? { type: "error", error: { type: expect.stringMatching(/_error$/u) } }
        : { error: { type: expect.stringMatching(/_error$/u), code: expect.any(String) } };
    expect(body).toMatchObject(shape);
    expect((body as { error: { message: string } }).error.message).toMatch(says);
    expect(JSON.stringify(body)).not.toContain("upstream-sec");
  }

  const refused: Fault = {
    name: "refused",
    asked: ["json", "stream"],
    failure: "connect",
    status: 502,
    says: /ECONNREFUSED/u,
    perform() {},
  };
  const rows = [refused, ...TABLE].flatMap((fault) =>
    LANES.flatMap(({ client, provider: one }) =>
      fault.asked.map((asked) => ({
        fault,
        client,
        one,
        asked,
        title: `${fault.name}: ${client} to ${one}, ${asked}`,
      })),
    ),
  );
  const early = rows.filter(({ fault }) => fault.late !== true);
  const late = rows.filter(({ fault }) => fault.late === true);

  describe.concurrent("before its first content: the next target answers, and both attempts are in the row", () => {
    it.each(early)("$title", async ({ fault, client, one, asked }) => {
      const stream = asked === "stream";
      const response = await ask(client, { model: `endpoint/${one}-${modelOf(fault.name)}`, stream });
      await expectAnswer(response, client, stream);
      expect(response.headers.get("x-understudy-attempts")).toBe("2");
      expect(response.headers.get("x-understudy-target")).toBe("healthy:good");
      const row = await rowOf(response);
      expect(row).toMatchObject({ status: "ok", failure: null, stream });
      expect(attemptsOf(row)).toMatchObject([
        { target: targetOf(fault.name, one), kind: "first", ok: false, failure: fault.failure },
        { target: "healthy:good", kind: "fallback", ok: true, failure: null },
      ]);
    });
  });

  describe.concurrent("with nobody behind it: an error in the client's shape, and a failed row", () => {
    it.each(early)("$title", async ({ fault, client, one, asked }) => {
      const response = await ask(client, { model: targetOf(fault.name, one), stream: asked === "stream" });
      const body = (await response.json()) as object;
      expect([response.status, body]).toEqual([fault.status, expect.anything()]);
      expect(response.headers.get("content-type")).toMatch(/^application\/json/u);
      expectError(body, client, fault.says);
      const row = await rowOf(response);
      expect(row).toMatchObject({ status: "failed", failure: { class: fault.failure }, cost_logged: null });
      expect(attemptsOf(row)).toMatchObject([{ ok: false, failure: fault.failure }]);
    });
  });

  describe.concurrent("after its first content: the stream ends loudly, and the row is failed", () => {
    it.each(late)("$title", async ({ fault, client, one }) => {
      // A chain makes no difference any more.
      const response = await ask(client, { model: `endpoint/${one}-${modelOf(fault.name)}`, stream: true });
      expect([response.status, response.headers.get("x-understudy-attempts")]).toEqual([200, "1"]);
      const text = await response.text();
      expect(text).toMatch(/Hello/u);
      const dialect = dialectOf(client);
      const watch = dialect.watch();
      watch.push(Buffer.from(text));
      expect(watch.ended && watch.failure === null).toBe(false);
      expect(watch.failure).not.toBeNull();
      const [last = ""] = text.trimEnd().split("\n\n").slice(-1);
      const data = /^data: (.*)$/mu.exec(last)?.[1] ?? "";
      expect(data).toMatch(fault.says);
      const row = await rowOf(response);
      expect(row).toMatchObject({ status: "failed", failure: { class: fault.failure }, stream: true });
      expect(attemptsOf(row)).toMatchObject([{ ok: false, failure: fault.failure }]);
      expect(row.response_body).toContain("Hello");
    });
  });

  it("a burst of 500s is over after two retries", async () => {
    const response = await ask("openai-chat", { model: "endpoint/burst" });
    await expectAnswer(response, "openai-chat", false);
    expect(attemptsOf(await rowOf(response))).toMatchObject([
      { kind: "first", failure: "server" },
      { kind: "retry", failure: "server" },
      { kind: "retry", ok: true },
    ]);
  });

  it("Retry-After is waited for; one that is too long is not, and goes to the client", async () => {
    const response = await ask("openai-chat", { model: "endpoint/later" });
    await expectAnswer(response, "openai-chat", false);
    const row = await rowOf(response);
    expect(attemptsOf(row)).toMatchObject([{ failure: "rate_limit" }, { kind: "retry", ok: true }]);
    expect(row.latency_ms).toBeGreaterThan(990);
    const over = await ask("openai-chat", { model: "endpoint/much-later" });
    await expectAnswer(over, "openai-chat", false);
    expect(attemptsOf(await rowOf(over))).toMatchObject([
      { target: "much-later:faulty", failure: "rate_limit" },
      { target: "healthy:good", ok: true },
    ]);
    const alone = await ask("openai-chat", { model: "429-with-retry-after:anthropic" });
    expect([alone.status, alone.headers.get("retry-after")]).toEqual([429, "7"]);
  });

  it("cooldowns show: of rate limits that name their end, and of five failures in a row, broken streams among them", async () => {
    const cut = modelOf("stream cut without its terminator");
    await (await ask("openai-chat", { model: "much-later:faulty" })).text();
    for (let time = 0; time < 5; time++)
      await (await ask("openai-chat", { model: `${cut}:faulty`, stream: true })).text();
    const { body } = await gateway.api("GET", "/api/cooldowns");
    const { cooldowns } = body as unknown as {
      readonly cooldowns: readonly { readonly target: string; readonly until: string }[];
    };
    const targets = cooldowns.map(({ target }) => target);
    expect(targets).toContain("much-later:faulty");
    expect(targets).toContain(`${cut}:faulty`);
    expect(targets).not.toContain("healthy:good");
    for (const { until } of cooldowns) expect(Date.parse(until) - Date.now()).toBeLessThanOrEqual(60_000);
    const metrics = await (
      await fetch(`${gateway.url}/metrics`, { headers: { authorization: `Bearer ${gateway.key}` } })
    ).text();
    expect(metrics).toContain(`understudy_target_cooldown{target="${cut}:faulty"} 1`);
    expect(metrics).toMatch(
      new RegExp(`understudy_attempts_total\\{target="${cut}:faulty",kind="first",outcome="truncated_stream"\\} `, "u"),
    );
    expect(metrics).not.toMatch(new RegExp(`target="${cut}:faulty",kind="first",outcome="ok"`, "u"));
  });

  it.each([
    ["waits for an answer", { model: "quiet:good" }],
    ["waits for a stream", { model: "quiet:good", stream: true }],
    ["reads a stream", { model: "endless:good", stream: true }],
    ["waits for a retry", { model: "endpoint/patient" }],
  ])("a client that leaves while it %s stops the provider, and the row says so", async (_, asked) => {
    const before = provider.calls.length;
    const leaving = new AbortController();
    const asking = ask("openai-chat", { ...asked, user: "leaver" }, leaving.signal);
    if (asked.model.startsWith("endless")) {
      const reader = (await asking).body!.getReader();
      await reader.read();
      leaving.abort();
    } else {
      void asking.catch(() => null);
      await expect.poll(() => provider.calls.length, { timeout: 5_000 }).toBe(before + 1);
      await new Promise((done) => setTimeout(done, 50));
      leaving.abort();
      await expect(asking).rejects.toThrow(/abort/u);
    }
    await expect.poll(() => provider.calls.at(-1)?.open, { timeout: 5_000 }).toBe(false);
    const rows = async (): Promise<readonly LoggedRow[]> =>
      (await gateway.api("GET", "/api/logs?end_user=leaver&limit=1")).body.rows;
    await expect
      .poll(async () => (await rows())[0], { timeout: 5_000 })
      .toMatchObject({ model_requested: asked.model, status: "cancelled", failure: { class: "cancelled" } });
    await new Promise((done) => setTimeout(done, 20));
    expect(provider.calls.length).toBe(before + 1);
  });

  it("streams count against a key's budget", async () => {
    const made = await gateway.api("POST", "/api/keys", { name: "poor", role: "client", budget_usd_per_day: 1e-9 });
    const { key } = made.body as unknown as { readonly key: string };
    const send = (model: string): Promise<Response> =>
      fetch(`${gateway.url}/v1/messages`, {
        method: "POST",
        headers: { "x-api-key": key, "content-type": "application/json" },
        body: JSON.stringify(BODIES["anthropic-messages"]!({ model, stream: true })),
      });
    // Keys are followed within a second.
    await expect.poll(async () => (await send("nobody:nowhere")).status, { timeout: 5_000 }).toBe(404);
    const first = await send("claude-haiku-4-5:anthropic");
    expect([first.status, await first.text()]).toEqual([200, expect.stringContaining("message_stop")]);
    const second = await send("claude-haiku-4-5:anthropic");
    expect([second.status, await second.json()]).toEqual([
      429,
      expect.objectContaining({ error: expect.objectContaining({ code: "budget_exceeded" }) }),
    ]);
  });
});
