import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { remove, start, upstream, type Running, type Upstream } from "../gateway/running.ts";
import { understudy, understudyJson } from "../understudy.ts";

interface Row {
  readonly request_id: string;
  readonly parent_request_id: string | null;
  readonly status: string;
  readonly origin: string;
  readonly session: string | null;
  readonly failure: { readonly class: string } | null;
  readonly response_body: unknown;
}

interface Entry {
  readonly actor: string;
  readonly action: string;
  readonly details: Readonly<Record<string, unknown>>;
}

const SCHEMA = {
  name: "answer",
  schema: { type: "object", properties: { order: { type: "integer" } }, required: ["order"] },
};

/** A model that answers in JSON only where it is told to, and not at all where it is asked for too much. */
function answerOf(messages: string): { readonly status: number; readonly body: object } {
  if (messages.includes("everything at once")) return { status: 500, body: { error: { message: "overloaded" } } };
  const content = messages.includes("Answer in JSON") ? '{"order":7}' : "Your order 7 is on its way.";
  return {
    status: 200,
    body: {
      id: "c",
      object: "chat.completion",
      model: "gpt-4o-mini",
      choices: [{ index: 0, message: { role: "assistant", content }, finish_reason: "stop" }],
      usage: { prompt_tokens: 20, completion_tokens: 6, total_tokens: 26 },
    },
  };
}

describe("whoever is on call opens one failing request, and replays it through today's configuration", () => {
  let provider: Upstream;
  let gateway: Running;
  let failing = "";

  const cli = (...args: string[]) => understudy([...args, "--data", gateway.folder]);
  const cliJson = <T>(...args: string[]) => understudyJson<T>([...args, "--data", gateway.folder]);
  const row = (id: string) => cliJson<Row>("logs", id);
  const replays = async () => (await cliJson<{ entries: Entry[] }>("audit", "--action", "gateway.replay")).entries;

  async function ask(content: string) {
    const response = await fetch(`${gateway.url}/e/support/v1/chat/completions`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${gateway.key}`,
        "content-type": "application/json",
        "x-understudy-session": "case 12",
        "x-understudy-user": "ann",
      },
      body: JSON.stringify({ model: "gpt-4o-mini", messages: [{ role: "user", content }] }),
    });
    await response.text();
    return { status: response.status, id: response.headers.get("x-understudy-request-id") ?? "" };
  }

  /** The row of a request, once it is in the store. */
  async function rowOf(id: string): Promise<Row> {
    for (let tried = 0; tried < 100; tried++) {
      const { status, body } = await gateway.api("GET", `/api/logs/${id}`);
      if (status === 200) return body as unknown as Row;
      await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error(`no row of ${id}`);
  }

  beforeAll(async () => {
    provider = await upstream((_, response, body) => {
      const { status, body: answer } = answerOf(JSON.stringify(body.messages));
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(answer));
    });
    gateway = await start({
      providers: { openai: { base_url: provider.url, allow_private: true, key_env: "UPSTREAM_KEY" } },
    });
  }, 30_000);
  afterAll(async () => {
    await gateway.stop();
    await provider.close();
    remove(gateway.folder);
  });

  it("yesterday: an endpoint wants JSON, its prompt does not say so, and a request fails", async () => {
    const file = join(gateway.folder, "support.json");
    const definition = {
      system_prompt: "You are kind.",
      response_schema: SCHEMA,
      rate_limit: { requests: 2, per_seconds: 3_600 },
      sessions: true,
    };
    writeFileSync(file, JSON.stringify(definition));
    expect((await cli("endpoints", "set", "support", file)).out).toContain("support@1 is in force");
    await new Promise((done) => setTimeout(done, 700));

    const { status, id } = await ask("Where is my order?");
    expect(status).toBe(502);
    failing = id;
    expect(await rowOf(id)).toMatchObject({
      status: "failed",
      failure: { class: "schema_violation" },
      session: "case 12",
    });
    const listed = await cliJson<{ rows: Row[] }>("logs", "--endpoint", "support", "--status", "failed");
    expect(listed.rows.map(({ request_id }) => request_id)).toEqual([failing]);
  }, 20_000);

  it("replayed as things stand, it fails again, and says so", async () => {
    const run = await cli("replay", failing);
    expect(run).toMatchObject({ code: 1, err: "" });
    expect(run.out).toMatch(/^status +failed +failed$/mu);
    const [entry] = await replays();
    expect(entry).toMatchObject({
      actor: "cli",
      details: { source_request_id: failing, new_request_id: expect.any(String), status: "failed" },
    });
  }, 20_000);

  it("today: the system prompt is changed, and the same request passes", async () => {
    await cli("endpoints", "set", "support", "--system-prompt", "You are kind. Answer in JSON.");
    await new Promise((done) => setTimeout(done, 700));
    const run = await cli("replay", failing);
    expect(run).toMatchObject({ code: 0, err: "" });
    expect(run.out).toMatch(/^status +failed +ok$/mu);
    expect(run.out).toMatch(/^failure +schema_violation +–$/mu);
    expect(run.out).toContain('"content": "{\\"order\\":7}"');

    const [entry] = await replays();
    const made = String(entry?.details["new_request_id"]);
    expect(entry).toMatchObject({ action: "gateway.replay", details: { source_request_id: failing, status: "ok" } });
    expect(run.out).toContain(`Next: understudy logs ${made}`);
    // A row of its own, linked back; in no session, though its endpoint has sessions.
    expect(await row(made)).toMatchObject({
      parent_request_id: failing,
      origin: "replay",
      status: "ok",
      session: null,
    });
    const { sessions } = await cliJson<{ sessions: { requests: number }[] }>("endpoints", "sessions", "support");
    expect(sessions).toMatchObject([{ session: "case 12", requests: 1 }]);
    // The original is untouched.
    expect(await row(failing)).toMatchObject({ status: "failed", parent_request_id: null });
  }, 20_000);

  it("uses up none of the rate limit: two an hour, and the client's second is still served", async () => {
    expect((await ask("Where is it?")).status).toBe(200);
    expect((await ask("Where is it?")).status).toBe(429);
    expect((await cli("replay", failing)).code).toBe(0);
  }, 20_000);

  it("takes edited messages, or another body", async () => {
    const messages = join(gateway.folder, "messages.yaml");
    writeFileSync(messages, "- role: user\n  content: And where is the other one?\n");
    const edited = await cliJson<{ edited: boolean; new_request_id: string }>("replay", failing, "--edit", messages);
    expect(edited).toMatchObject({
      edited: true,
      status: "ok",
      difference: { status: { before: "failed", after: "ok" } },
    });
    const body = JSON.stringify(provider.requests.at(-1)?.messages);
    expect(body).toContain("And where is the other one?");
    expect(body).not.toContain("Where is my order?");

    const whole = join(gateway.folder, "body.json");
    writeFileSync(
      whole,
      JSON.stringify({ model: "gpt-4o", messages: [{ role: "user", content: "everything at once" }] }),
    );
    const failed = await cliJson<{ new_request_id: string; http_status: number }>("replay", failing, "--edit", whole);
    expect(failed).toMatchObject({ status: "failed", difference: { target: { before: "gpt-4o-mini:openai" } } });
    expect((await replays())[0]).toMatchObject({
      details: { new_request_id: failed.new_request_id, status: "failed" },
    });
    expect(await row(failed.new_request_id)).toMatchObject({
      parent_request_id: failing,
      origin: "replay",
      status: "failed",
    });

    writeFileSync(whole, '"text"');
    expect(await cli("replay", failing, "--edit", whole)).toMatchObject({
      code: 2,
      err: expect.stringContaining("the edit is neither messages (a list) nor a request body (an object)"),
    });
  }, 30_000);

  it("the two queries run as they are written, in plain SQLite", () => {
    const database = new DatabaseSync(join(gateway.folder, "traffic.db"), { readOnly: true });
    const query = (sql: string) => database.prepare(sql.replaceAll("<uuid>", failing)).all();
    const children = query(`-- All replays of a specific request
SELECT * FROM gateway_logs WHERE parent_request_id = '<uuid>';`);
    expect(children).toHaveLength(5);
    expect(new Set(children.map((one) => one["origin"]))).toEqual(new Set(["replay"]));
    const chain = query(`-- Original + every replay, oldest first
SELECT * FROM gateway_logs
WHERE request_id = '<uuid>' OR parent_request_id = '<uuid>'
ORDER BY created_at;`);
    expect(chain.map((one) => one["request_id"])).toEqual([failing, ...children.map((one) => one["request_id"])]);
    const plan = database
      .prepare(`EXPLAIN QUERY PLAN SELECT * FROM gateway_logs WHERE parent_request_id = '${failing}'`)
      .all()
      .map((step) => String(step["detail"]));
    expect(plan.join("\n")).toContain("USING INDEX exchanges_parent_request_id");
    database.close();
  });

  it("a body that is not what was sent is refused, unless forced; both are written down", async () => {
    await cli("projects", "set", "default", "--redact", "pii");
    await cli("endpoints", "set", "support", "--without", "rate_limit");
    await new Promise((done) => setTimeout(done, 700));
    const { id } = await ask("Write to ann@example.com about my order");
    expect(await rowOf(id)).toMatchObject({ replayability: "redacted" });
    const refused = await cli("replay", id);
    expect(refused).toMatchObject({ code: 2, out: "" });
    expect(refused.err).toContain("is redacted: it is not what was sent");
    expect(refused.err).toContain("--force");
    expect((await replays())[0]).toMatchObject({ details: { source_request_id: id, status: "refused" } });
    const forced = await cliJson<{ forced: boolean; status: string }>("replay", id, "--force");
    expect(forced).toMatchObject({ forced: true, status: "ok" });
    expect(JSON.stringify(provider.requests.at(-1)?.messages)).toContain("[email]");
  }, 30_000);

  it("an id that nobody knows is said, and written down", async () => {
    expect(await cli("replay", "nope")).toMatchObject({
      code: 2,
      err: expect.stringContaining('no logged request has the id "nope"'),
    });
    expect((await replays())[0]).toMatchObject({ details: { source_request_id: "nope", status: "refused" } });
  });

  it("says where no gateway runs", async () => {
    const empty = mkdtempSync(join(tmpdir(), "understudy-nowhere-"));
    expect(await understudy(["replay", failing, "--data", empty])).toMatchObject({
      code: 3,
      err: expect.stringContaining("no gateway runs over this data folder"),
    });
    remove(empty);
  });
});
