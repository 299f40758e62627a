import { spawn } from "node:child_process";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { remove, start, upstream, type Running, type Upstream } from "../gateway/running.ts";
import { understudy, understudyJson } from "../understudy.ts";

const MAIN = join(import.meta.dirname, "../../src/main.ts");

interface Row {
  readonly request_id: string;
  readonly status: string;
  readonly end_user: string | null;
  readonly created_at: string;
}

let provider: Upstream;
let gateway: Running;

beforeAll(async () => {
  provider = await upstream((_, response, body) => {
    const fails = JSON.stringify(body.messages).includes("fail");
    const message = { role: "assistant", content: "Yes." };
    const answer = {
      id: "c",
      object: "chat.completion",
      model: body.model,
      choices: [{ index: 0, message, finish_reason: "stop" }],
    };
    response
      .writeHead(fails ? 400 : 200, { "content-type": "application/json" })
      .end(JSON.stringify(fails ? { error: { message: "no" } } : answer));
  });
  gateway = await start({ providers: { openai: { base_url: provider.url, allow_private: true } } });
}, 30_000);
afterAll(async () => {
  await gateway.stop();
  await provider.close();
  remove(gateway.folder);
});

async function ask(user: string, content = "Hello", key = gateway.key): Promise<string> {
  const response = await fetch(`${gateway.url}/v1/chat/completions`, {
    method: "POST",
    headers: {
      authorization: `Bearer ${key}`,
      "x-understudy-user": user,
      "x-understudy-session": `s-${user}`,
      "x-understudy-tags": "prod",
      "x-understudy-metadata": '{"team":"billing"}',
    },
    body: JSON.stringify({ model: "gpt-4o-mini", messages: [{ role: "user", content }] }),
  });
  await response.text();
  return response.headers.get("x-understudy-request-id") ?? "";
}

async function until(check: () => boolean): Promise<void> {
  for (let tried = 0; tried < 200 && !check(); tried++) await new Promise((done) => setTimeout(done, 50));
}

/** `understudy logs --follow ...` at work. */
function follow(...flags: string[]) {
  const child = spawn(process.execPath, [MAIN, "logs", "--follow", ...flags, "--data", gateway.folder]);
  let text = "";
  child.stdout.on("data", (data: Buffer) => (text += data.toString()));
  return {
    lines: () => text.split("\n").filter(Boolean),
    stop: () =>
      new Promise<number | null>((done) => {
        child.once("close", done);
        child.kill("SIGINT");
      }),
  };
}

describe("understudy logs --follow", () => {
  it("shows what is there, then each row as it comes, until Ctrl-C", async () => {
    const first = await ask("ann");
    await until(() => provider.requests.length > 0);
    const all = follow();
    const failed = follow("--json", "--status", "failed", "--user", "ben");
    await until(() => all.lines().length === 1);
    expect(all.lines()[0]).toMatch(
      new RegExp(`^\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d  ${first}  ok  gpt-4o-mini:openai  .*  ann  prod$`, "u"),
    );
    const second = await ask("ben", "fail");
    // A name the store did not know when following began.
    const third = await ask("cy");
    await until(() => all.lines().length === 3 && failed.lines().length === 1);
    expect(all.lines().map((line) => line.split("  ")[1])).toEqual([first, second, third]);
    expect(all.lines()[1]).toContain("failed: client_4xx");
    expect(failed.lines().map((line) => JSON.parse(line) as Row)).toMatchObject([
      { request_id: second, status: "failed", end_user: "ben", created_at: expect.stringMatching(/Z$/u) },
    ]);
    expect(await Promise.all([all.stop(), failed.stop()])).toEqual([0, 0]);
  }, 30_000);
});

describe("a live row is found", () => {
  const ids = async (...flags: string[]) =>
    (await understudyJson<{ rows: Row[] }>(["logs", ...flags, "--data", gateway.folder])).rows.map(
      (row) => row.request_id,
    );
  const overApi = async (query: string) => {
    const response = await fetch(`${gateway.url}/api/logs?${query}`, {
      headers: { authorization: `Bearer ${gateway.key}` },
    });
    return {
      status: response.status,
      body: (await response.json()) as { rows: Row[]; error: { field: string; message: string } },
    };
  };

  it("by its session, its key by name or beginning, and as the replay of another", async () => {
    const made = await understudyJson<{ id: string; key: string; prefix: string }>([
      "keys",
      "create",
      "checkout",
      "--data",
      gateway.folder,
    ]);
    await new Promise((done) => setTimeout(done, 700));
    const id = await ask("dora", "Hello", made.key);
    let found: readonly string[] = [];
    for (let tried = 0; tried < 50 && found.length === 0; tried++) found = await ids("--session", "s-dora");
    expect(found).toEqual([id]);
    for (const name of ["checkout", made.prefix, made.id]) expect(await ids("--api-key", name)).toEqual([id]);
    expect(await ids("--api-key", "nobody")).toEqual([]);
    const replay = await understudyJson<{ new_request_id: string }>(["replay", id, "--data", gateway.folder]);
    expect(await ids("--parent", id)).toEqual([replay.new_request_id]);
    expect(await ids("--user", "dora")).toEqual([replay.new_request_id, id]);
    expect(await ids("--user", "dora", "--origin", "live")).toEqual([id]);

    const queries = [
      "session=s-dora",
      "api_key=checkout&origin=live",
      "end_user=dora&origin=live",
      "tag=prod&strategy=single&end_user=dora&origin=live,shadow",
      "metadata=team%3Dbilling&session=s-dora",
      `from=2026-01-01&session=s-dora`,
    ];
    for (const query of queries)
      expect([query, (await overApi(query)).body.rows.map((row) => row.request_id)]).toEqual([query, [id]]);
    expect((await overApi(`parent_request_id=${id}`)).body.rows).toMatchObject([{ request_id: replay.new_request_id }]);
    const [listed] = (await overApi("session=s-dora")).body.rows;
    expect(listed?.created_at).toMatch(/Z$/u);
    expect(Object.keys(listed ?? {})).not.toContain("request_body");
  }, 30_000);

  it.each([
    ["staus=failed", undefined, 'unknown key "staus"'],
    ["status=bad", "status", "expected one of"],
    ["origin=live,prod", "origin", 'there is no origin "prod"'],
    ["metadata=team", "metadata", "does not take"],
    ["from=today", "from", "is not a date"],
    ["limit=1001", "limit", "<=1000"],
  ])("and %s is said to be wrong", async (query, field, message) => {
    const { status, body } = await overApi(query);
    expect([status, body.error.field]).toEqual([400, field]);
    expect(body.error.message).toContain(message);
  });
});

it("every list fits a terminal of forty cells", async () => {
  const { runCommandLine } = await import("../../src/cli/run.ts");
  const { COMMANDS } = await import("../../src/cli/commands/index.ts");
  const { openSqliteStore } = await import("../../src/store/sqlite/open.ts");
  await understudy([
    "endpoints",
    "set",
    "a-rather-long-name-of-an-endpoint",
    "--system-prompt",
    "Be kind.",
    "--note",
    "because it was asked for",
    "--data",
    gateway.folder,
  ]);
  await understudy(["configs", "attachments", "--data", gateway.folder]);
  for (const words of [
    ["logs"],
    ["endpoints"],
    ["endpoints", "versions", "a-rather-long-name-of-an-endpoint"],
    ["projects"],
    ["keys"],
    ["audit"],
    ["configs", "attachments"],
  ]) {
    let out = "";
    const stream = { write: (text: string) => (out += text), isTTY: true, columns: 40 };
    const world = {
      version: "0",
      stdout: stream,
      stderr: stream,
      colors: false,
      defaultDataFolder: gateway.folder,
      writeBytes: async (bytes: string | Uint8Array) => void (out += String(bytes)),
      openStore: (folder: string, options: { readonly readOnly: boolean }) => openSqliteStore(folder, options),
      now: () => Date.now(),
      explain: () => null,
    };
    expect(await runCommandLine(words, COMMANDS, world as never)).toBe(0);
    const wide = out
      .split("\n")
      .filter((line) => line.length > 40 && !/^(?:Next|next|Back):? |No .* Next:|Nothing/u.test(line));
    expect([words, wide]).toEqual([words, []]);
  }
});
