import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { DatabaseSync } from "node:sqlite";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { COMPLETION, good, until, type Play } from "../gateway/playing.ts";
import { CALLERS, CANDIDATE, mirrored, type Mirrored } from "./mirroring.ts";

let running: Mirrored;
afterEach(() => running.close());

const HEAD = { "content-type": "application/json" };
const different: Play = (response) =>
  void response.writeHead(200, HEAD).end(COMPLETION.replace("Hello there", "Good day"));
const hang: Play = () => {};

interface Row {
  readonly request_id: string;
  readonly parent_request_id: string | null;
  readonly origin: string;
  readonly end_user: string | null;
  readonly session: string | null;
  readonly endpoint: string | null;
  readonly status: string;
}

function shadowRows(): readonly Row[] {
  const database = new DatabaseSync(join(running.gateway.folder, "traffic.db"), { readOnly: true });
  const rows = database.prepare("SELECT * FROM gateway_logs WHERE origin = 'shadow'").all();
  database.close();
  return rows as unknown as readonly Row[];
}

async function ask(body: object = {}, headers: Readonly<Record<string, string>> = {}): Promise<string> {
  const response = await fetch(`${running.gateway.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${running.gateway.key}`, ...headers },
    body: JSON.stringify({ model: CALLERS, max_tokens: 50, messages: [{ role: "user", content: "hi" }], ...body }),
  });
  expect(response.status).toBe(200);
  await response.text();
  return response.headers.get("x-understudy-request-id") ?? "";
}

/** The thread of the mirrors comes after everything else that runs on a machine. */
const BUSY_MACHINE_MS = 120_000;

describe("a mirror", { timeout: BUSY_MACHINE_MS }, () => {
  it("asks the candidate what a caller asked, outside sessions, and compares both answers", async () => {
    running = await mirrored(different);
    const { id } = await running.add();
    const parent = await ask({}, { "x-understudy-user": "ada", "x-understudy-session": "s1" });
    await ask();
    const done = await running.until(id, ({ summary }) => summary?.comparable_n === 2);
    expect(done).toMatchObject({ candidate: "gpt-4o:openai", scope: "project:default", state: "running" });
    expect(done.summary).toMatchObject({ comparable_n: 2, differs: 2, would_fail: 0, losses: 0 });
    expect(done.today.spent_usd).toBeGreaterThan(0);
    expect(done.today.spent_usd).toBeLessThan(0.001);
    const row = await until(
      "the shadow's row",
      () => shadowRows().find(({ parent_request_id: of }) => of === parent),
      60_000,
    );
    expect(row).toMatchObject({ end_user: "ada", session: null, status: "ok" });
  });

  it("sends what an endpoint makes of a request, and holds both answers against contracts", async () => {
    running = await mirrored(different);
    const { status } = await running.gateway.api("PUT", "/api/projects/default/endpoints/support", {
      definition: { system_prompt: "Be kind.", policy: `${CALLERS}:openai` },
    });
    expect(status).toBeLessThan(300);
    const contract = (own: string, more: object): object => ({
      id: own,
      file: `contracts/${own}.yaml`,
      tool: null,
      status: "promoted",
      critical: false,
      expect_tools: [],
      tool_order: "any",
      tool_call_match_mode: "any",
      pass_threshold: 1,
      expected_tool_calls: [],
      assertions: { input_invariants: [], output_invariants: [], response: [] },
      allowed_errors: [],
      timeout_ms: null,
      retries: null,
      golden_cases: [],
      ...more,
    });
    const says = { input_invariants: [], output_invariants: [], response: [{ type: "contains", value: "Hello" }] };
    const contracts = [
      contract("greets", { assertions: says }),
      contract("refunds", { tool: "refund", assertions: says }),
    ];
    const { id } = await running.add({ endpoint: "support", pack: { name: "support", hash: "abc", contracts } });
    await ask();
    await ask({ model: "endpoint/support" });
    const { summary } = await running.until(id, ({ summary }) => summary?.comparable_n === 1);
    expect(summary).toMatchObject({ comparable_n: 1, would_fail: 1, verdict: "needs_review" });
    await until("the shadow's row", () => (shadowRows().length > 0 ? true : undefined), 60_000);
    expect(shadowRows().map(({ endpoint }) => endpoint)).toEqual(["support"]);
  });

  it("leaves what would touch state twice alone, and redacts as the project asks", async () => {
    running = await mirrored(different);
    const redact = [{ kind: "regex", pattern: "secret-[0-9]+", name: "code" }];
    expect((await running.gateway.api("PATCH", "/api/projects/default", { redact })).status).toBeLessThan(300);
    const { id } = await running.add();
    await ask({ store: true });
    await ask({ messages: [{ role: "user", content: "my code is secret-42" }] });
    const { today, summary } = await running.until(
      id,
      ({ today: { requests }, summary: come }) =>
        requests.compared === 1 && requests.skipped === 1 && come?.incomparable.redacted_input === 1,
    );
    expect(today.requests).toEqual({ compared: 1, failed: 0, skipped: 1, dropped: 0, capped: 0 });
    expect(summary).toMatchObject({ comparable_n: 0, incomparable: { redacted_input: 1 } });
    const database = new DatabaseSync(join(running.gateway.folder, "control.db"), { readOnly: true });
    const kept = JSON.stringify(database.prepare("SELECT * FROM shadow_comparisons").all());
    database.close();
    expect(kept).toContain("redacted_input");
    expect(kept).not.toContain("secret-42");
    expect(running.messagesOf(CANDIDATE)).toEqual([[{ role: "user", content: "my code is [match]" }]]);
  });

  it("stops for the day at its cap, and tells a webhook", async () => {
    const events: { readonly type: string; readonly data: object }[] = [];
    const listener = createServer((request, response) => {
      let text = "";
      request.on("data", (piece: Buffer) => (text += piece.toString()));
      request.on("end", () => {
        events.push(JSON.parse(text) as (typeof events)[number]);
        response.end();
      });
    });
    await new Promise<void>((ready) => listener.listen(0, "127.0.0.1", ready));
    try {
      running = await mirrored(different);
      const url = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/`;
      const hook = { url, on: ["cap_hit"], allow_private: true };
      expect((await running.gateway.api("POST", "/api/webhooks", hook)).status).toBe(201);
      const { id } = await running.add({ max_usd_per_day: 0.000_1 });
      for (let request = 0; request < 6; request++) await ask();
      const { today } = await running.until(id, ({ today: { requests } }) => requests.capped >= 5);
      expect(today.spent_usd + today.reserved_usd).toBeLessThanOrEqual(0.000_1);
      await until("the event", () => (events.length > 0 ? events : undefined), 60_000);
      expect(events).toMatchObject([{ type: "cap_hit", data: { mirror: id, max_usd_per_day: 0.000_1 } }]);
    } finally {
      listener.close();
    }
  });

  it("drops what there is no room for, and counts it", async () => {
    running = await mirrored(hang);
    const { id } = await running.add({ concurrency: 1, timeout_ms: 60_000 });
    await running.until(id, () => true);
    for (let batch = 0; batch < 10; batch++) await Promise.all(Array.from({ length: 30 }, () => ask()));
    const { today } = await running.until(id, ({ today: { requests } }) => requests.dropped >= 40);
    expect(today.requests.dropped).toBe(300 - 256);
    const before = Date.now();
    expect(await running.gateway.stop()).toBe(0);
    expect(Date.now() - before).toBeLessThan(25_000);
  });

  it("is paused, resumed and removed with the next request", async () => {
    running = await mirrored(good);
    const { id } = await running.add();
    const change = async (method: string, path: string): Promise<void> => {
      expect((await running.gateway.api(method, path)).status).toBe(200);
    };
    await ask();
    await running.until(id, ({ today }) => today.requests.compared === 1);
    await change("POST", `/api/mirrors/${id}/pause`);
    await ask();
    await change("POST", `/api/mirrors/${id}/resume`);
    await ask();
    await running.until(id, ({ today }) => today.requests.compared === 2);
    await change("DELETE", `/api/mirrors/${id}`);
    await ask();
    expect(running.callsOf(CANDIDATE).made).toBe(2);
    expect((await running.gateway.api("GET", `/api/mirrors/${id}`)).status).toBe(404);
    const { body } = await running.gateway.api("GET", "/api/audit");
    const actions = (body as unknown as { entries: readonly { action: string }[] }).entries.map(({ action }) => action);
    expect(actions).toEqual(expect.arrayContaining(["mirror.add", "mirror.pause", "mirror.resume", "mirror.remove"]));
  });
});
