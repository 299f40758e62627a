import { spawn } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { expect, it } from "vitest";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";
import { standIn, type Asked, type StandInAnswer } from "./standing-in.ts";

const MAIN = join(import.meta.dirname, "../../src/main.ts");
const ENV = { LANGFUSE_PUBLIC_KEY: "pk-lf-public", LANGFUSE_SECRET_KEY: "sk-lf-hidden-4711" };
const AUTHORIZED = `Basic ${Buffer.from("pk-lf-public:sk-lf-hidden-4711").toString("base64")}`;

interface Pulled {
  readonly rows_read: number;
  readonly rows_in: number;
  readonly duplicates: number;
  readonly files: readonly { readonly format: string }[];
  readonly next: string | null;
  readonly error?: { readonly code: string; readonly message: string };
  readonly pull: {
    readonly complete: boolean;
    readonly resumed: boolean;
    readonly pages: number;
    readonly records: number;
    readonly retries: number;
    readonly from: string | null;
    readonly to: string;
  };
}

it("pulls every page of Langfuse by cursor, and afterwards only what is new", async () => {
  using folder = temporaryFolder();
  const all = observations(25);
  await using service = await standIn((asked) => cursorPage(asked, all));
  const env = { ...ENV, LANGFUSE_BASE_URL: `${service.url}/` };
  const first = await understudyJson<Pulled>(["pull", "langfuse", "--page-size", "10"], { cwd: folder.path, env });
  expect(first).toMatchObject({
    rows_in: 25,
    duplicates: 0,
    files: [{ format: "langfuse" }],
    next: expect.stringContaining("understudy") as string,
    pull: { complete: true, resumed: false, pages: 3, records: 25, from: null },
  });
  expect(service.asked[0]).toMatchObject({
    path: "/api/public/v2/observations",
    headers: { authorization: AUTHORIZED },
  });
  expect(service.asked[0]?.query.get("fields")).toContain("io");
  expect(service.asked[0]?.query.get("expandMetadata")).toContain("tools");
  expect(service.asked[0]?.query.get("type")).toBe("GENERATION");

  all.unshift(observation(25));
  const again = await understudyJson<Pulled>(["pull", "langfuse", "--page-size", "10"], { cwd: folder.path, env });
  expect(again).toMatchObject({ rows_in: 1, pull: { complete: true, resumed: true } });
  expect(again.pull.from).toBe(new Date(Date.parse(first.pull.to) - 3_600_000).toISOString());
});

it("asks an older Langfuse by page number", async () => {
  using folder = temporaryFolder();
  const all = observations(5);
  await using service = await standIn(({ path, query }) => {
    if (path !== "/api/public/observations") return { status: 404, body: "<html>Not found</html>" };
    const [page, limit] = [Number(query.get("page")), Number(query.get("limit"))];
    const meta = { page, limit, totalItems: all.length, totalPages: Math.ceil(all.length / limit) };
    return { body: { data: all.slice((page - 1) * limit, page * limit), meta } };
  });
  const pulled = await understudyJson<Pulled>(["pull", "langfuse", "--url", service.url, "--page-size", "2"], {
    cwd: folder.path,
    env: ENV,
  });
  expect(pulled).toMatchObject({ rows_in: 5, pull: { complete: true, pages: 3 } });
});

it("waits as long as it is told, tries what fails in the middle again, and goes on after a stop", async () => {
  using folder = temporaryFolder();
  const all = observations(30);
  await using service = await standIn((asked, count) => {
    if (count === 2) return { status: 429, headers: { "retry-after": "1" }, body: { message: "slow down" } };
    if (count === 4) return { body: '{"data":[{"id":' };
    if (count === 6) return null;
    return cursorPage(asked, all);
  });
  const words = ["pull", "langfuse", "--url", service.url, "--page-size", "10"];
  const stopped = await understudyJson<Pulled>([...words, "--max-rows", "15"], { cwd: folder.path, env: ENV });
  expect(stopped).toMatchObject({ rows_in: 15, pull: { complete: false, records: 15, retries: 1 } });
  const rest = await understudyJson<Pulled>(words, { cwd: folder.path, env: ENV });
  expect(rest).toMatchObject({ rows_in: 15, duplicates: 0, pull: { complete: true, resumed: true, retries: 2 } });
});

it("goes on after kill -9, nothing twice", { timeout: 60_000 }, async () => {
  using folder = temporaryFolder();
  const all = observations(20);
  let stuck = true;
  await using service = await standIn((asked, count) => (stuck && count > 2 ? "never" : cursorPage(asked, all)));
  const words = ["pull", "langfuse", "--url", service.url, "--page-size", "5"];
  const child = spawn(process.execPath, [MAIN, ...words], {
    cwd: folder.path,
    stdio: "ignore",
    env: { PATH: process.env["PATH"], ...ENV },
  });
  for (let waited = 0; waited < 20_000 && service.asked.length < 3; waited += 20) await pause(20);
  child.kill("SIGKILL");
  stuck = false;
  const rest = await understudyJson<Pulled>(words, { cwd: folder.path, env: ENV });
  expect(rest).toMatchObject({ rows_in: 10, duplicates: 0, pull: { complete: true, resumed: true, pages: 2 } });
  const logs = await understudyJson<{ rows: unknown[] }>(["logs", "--limit", "100"], { cwd: folder.path });
  expect(logs.rows).toHaveLength(20);
});

it("stops at Ctrl-C while it waits, with what is in", { timeout: 60_000 }, async () => {
  using folder = temporaryFolder();
  const all = observations(20);
  await using service = await standIn((asked, count) => (count > 1 ? "never" : cursorPage(asked, all)));
  const child = spawn(
    process.execPath,
    [MAIN, "pull", "langfuse", "--url", service.url, "--page-size", "5", "--json"],
    {
      cwd: folder.path,
      env: { PATH: process.env["PATH"], ...ENV },
    },
  );
  let out = "";
  child.stdout.on("data", (data: Buffer) => (out += data.toString()));
  const closed = new Promise<number | null>((resolve) => child.once("close", resolve));
  for (let waited = 0; waited < 20_000 && service.asked.length < 2; waited += 20) await pause(20);
  child.kill("SIGINT");
  expect(await closed).toBe(130);
  expect(JSON.parse(out)).toMatchObject({ interrupted: true, rows_in: 5 });
});

it.each<[string, string, (asked: Asked) => StandInAnswer]>([
  [
    "a key that is refused",
    "pull_refused",
    () => ({ status: 401, body: { message: `no: ${ENV.LANGFUSE_SECRET_KEY}` } }),
  ],
  ["a question that is refused", "pull_refused", () => ({ status: 400, body: { message: ENV.LANGFUSE_SECRET_KEY } })],
  ["a web page", "pull_unreadable", () => ({ body: "<!doctype html><title>Sign in</title>" })],
  ["JSON that is no page", "pull_unreadable", () => ({ body: { status: "ok" } })],
  [
    "a cursor that leads back",
    "pull_unreadable",
    () => ({ body: { data: [observation(1)], meta: { cursor: "again" } } }),
  ],
])("tells %s, without the key", async (_, code, answer) => {
  using folder = temporaryFolder();
  await using service = await standIn(answer);
  const words = ["pull", "langfuse", "--url", service.url];
  const run = await understudy([...words, "--json"], { cwd: folder.path, env: ENV });
  expect(run.code).toBe(3);
  expect(JSON.parse(run.out)).toMatchObject({ error: { code }, pull: { complete: false } });
  expect(run.out + run.err).not.toContain("hidden");
  for (const name of filesBelow(folder.path)) expect(readFileSync(name).includes("hidden"), name).toBe(false);
});

it("takes keys from the environment only, and stores nothing in a check", async () => {
  using folder = temporaryFolder();
  const none = await understudy(["pull", "langfuse"], { cwd: folder.path });
  expect(none).toMatchObject({ code: 3, err: expect.stringContaining("LANGFUSE_PUBLIC_KEY is not set") as string });
  const inUrl = await understudy(["pull", "langfuse", "--url", "https://pk:sk-secret@host"], {
    cwd: folder.path,
    env: ENV,
  });
  expect(inUrl.code).toBe(2);
  expect(inUrl.err).not.toContain("sk-secret");
  const all = observations(3);
  await using service = await standIn((asked) => cursorPage(asked, all));
  const check = await understudyJson<Pulled>(["pull", "langfuse", "--url", service.url, "--check"], {
    cwd: folder.path,
    env: ENV,
  });
  expect(check).toMatchObject({ rows_read: 3, rows_in: 0 });
  expect(readdirSync(folder.path)).toEqual([]);
});

function cursorPage({ query }: Asked, all: readonly object[]): StandInAnswer {
  const at = Number(query.get("cursor") ?? 0);
  const end = at + Number(query.get("limit"));
  return { body: { data: all.slice(at, end), meta: end < all.length ? { cursor: String(end) } : {} } };
}

/** Newest first. */
function observations(count: number): object[] {
  return Array.from({ length: count }, (_, index) => observation(count - 1 - index));
}

function observation(index: number): object {
  const at = Date.UTC(2026, 9, 1) + index * 60_000;
  return {
    id: `obs-${index}`,
    traceId: `tr-${index}`,
    projectId: "p-1",
    type: "GENERATION",
    startTime: new Date(at).toISOString(),
    endTime: new Date(at + 900).toISOString(),
    level: "DEFAULT",
    input: JSON.stringify({ messages: [{ role: "user", content: `Where is parcel ${index}?` }] }),
    output: JSON.stringify({ role: "assistant", content: "On its way." }),
    providedModelName: "gpt-4o-mini-2024-07-18",
    modelParameters: { temperature: 0 },
    usageDetails: { input: 30, output: 6, total: 36 },
  };
}

function filesBelow(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );
}
