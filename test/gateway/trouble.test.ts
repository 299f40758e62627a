import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, describe, expect, it, vi } from "vitest";
import { remove, start, type Running } from "./running.ts";

const MOCK = { providers: { mock: {} } };
/** Every file a process writes is as full as it may be, and roomy again. */
const FULL = "0";
const ROOMY = "unlimited";
const FACTS_EVERY_MS = 10_000;
const canFill = spawnSync("prlimit", ["--version"]).status === 0;

let gateway: Running;
afterEach(async () => {
  await gateway.stop();
  remove(gateway.folder);
});

const ask = (content = "Where is my order?"): Promise<{ readonly status: number; readonly id: string }> =>
  fetch(`${gateway.url}/v1/chat/completions`, {
    method: "POST",
    headers: { authorization: `Bearer ${gateway.key}` },
    body: JSON.stringify({ model: "gpt-4o-mini:mock", max_tokens: 4, messages: [{ role: "user", content }] }),
  }).then(async (response) => {
    await response.text();
    return { status: response.status, id: response.headers.get("x-understudy-request-id") ?? "" };
  });

/** Asks so many times, and returns the ids of what was answered: all of it. */
async function answered(times: number, content?: string): Promise<readonly string[]> {
  const answers = await Promise.all(Array.from({ length: times }, () => ask(content)));
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  return answers.map(({ id }) => id);
}

async function figures(): Promise<Readonly<Record<string, number>>> {
  const text = await (
    await fetch(`${gateway.url}/metrics`, { headers: { authorization: `Bearer ${gateway.key}` } })
  ).text();
  return Object.fromEntries(
    [...text.matchAll(/^understudy_log_(?<name>\w+) (?<value>\S+)$/gmu)].map(({ groups }) => [
      groups?.["name"] ?? "",
      Number(groups?.["value"]),
    ]),
  );
}

async function ready(): Promise<{ readonly status: number; readonly body: unknown }> {
  const response = await fetch(`${gateway.url}/readyz`);
  return { status: response.status, body: await response.json() };
}

const soon = (look: () => Promise<void>, timeout = 15_000): Promise<void> =>
  vi.waitFor(look, { timeout, interval: 50 });

function storedIds(): ReadonlySet<string> {
  const database = new DatabaseSync(join(gateway.folder, "traffic.db"), { readOnly: true });
  const rows = database.prepare("SELECT request_id FROM gateway_logs").all() as { readonly request_id: string }[];
  database.close();
  return new Set(rows.map(({ request_id }) => request_id));
}

/** Rows whose facts the store does not have. */
function unknownFacts(): number {
  const control = new DatabaseSync(join(gateway.folder, "control.db"), { readOnly: true });
  const traffic = new DatabaseSync(join(gateway.folder, "traffic.db"), { readOnly: true });
  const known = new Set(
    control
      .prepare("SELECT facts_id FROM facts")
      .all()
      .map((row) => row["facts_id"]),
  );
  const rows = traffic.prepare("SELECT facts_id FROM gateway_logs").all();
  control.close();
  traffic.close();
  return rows.filter((row) => !known.has(row["facts_id"] as string)).length;
}

const warnings = (): readonly string[] =>
  gateway
    .lines()
    .filter(({ level }) => level !== "info")
    .map(({ message }) => message);

/** Another process that writes into the store, and does not come to an end. */
async function holdStore(): Promise<() => Promise<void>> {
  const source = `
    const database = new (require("node:sqlite").DatabaseSync)(process.argv[1]);
    database.exec("BEGIN IMMEDIATE");
    console.log("held");
    process.stdin.on("data", () => { database.exec("ROLLBACK"); process.exit(0); });`;
  const holder = spawn(process.execPath, ["-e", source, join(gateway.folder, "traffic.db")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  await once(holder.stdout, "data");
  return async () => {
    holder.stdin.write("enough");
    await once(holder, "exit");
  };
}

describe("traffic goes on", () => {
  it("while another process holds the store: told in metrics, readiness and log, and every row gets there later", async () => {
    gateway = await start(MOCK);
    const [first = ""] = await answered(1);
    await soon(async () => expect(await figures()).toMatchObject({ rows_written_total: 1, trouble: 0 }));
    expect(await ready()).toMatchObject({ status: 200, body: { status: "ok", reasons: [] } });
    const release = await holdStore();
    const during = await answered(30);
    await soon(async () => expect((await figures())["trouble"]).toBe(1));
    expect(await figures()).toMatchObject({
      rows_written_total: 1,
      spooled_rows: 30,
      waiting_bytes: 0,
      rows_lost_total: 0,
    });
    const reason = "the store takes no rows: another process holds the store";
    expect(await ready()).toMatchObject({ status: 200, body: { status: "degraded", reasons: [reason] } });
    expect((await fetch(`${gateway.url}/healthz`)).status).toBe(200);

    const asked = Date.now();
    const replay = await gateway.api("POST", `/api/logs/${first}/replay`, {});
    expect(Date.now() - asked).toBeLessThan(9_000);
    expect(replay).toMatchObject({
      status: 503,
      body: { error: { code: "log_behind", message: expect.stringContaining(reason) } },
    });

    await release();
    await soon(async () =>
      expect(await figures()).toMatchObject({
        rows_written_total: 32,
        trouble: 0,
        spooled_rows: 0,
        rows_lost_total: 0,
      }),
    );
    expect(await ready()).toMatchObject({ status: 200, body: { status: "ok", reasons: [] } });
    const after = await answered(1);
    expect((await gateway.api("POST", `/api/logs/${first}/replay`, {})).status).toBe(200);
    const { body } = await gateway.api("GET", "/api/audit?action=gateway.replay");
    expect(body.entries.map(({ details }) => details)).toMatchObject([{ status: "ok" }, { status: "ok" }]);
    expect(await gateway.stop()).toBe(0);
    const stored = storedIds();
    expect(stored.size).toBe(34);
    for (const id of [first, ...during, ...after]) expect(stored).toContain(id);
    expect(warnings()).toEqual([reason]);
    expect(gateway.lines().map(({ message }) => message)).toContain("rows get into the store again");
  }, 60_000);

  it("while the disk takes nothing: rows wait, then bodies and rows are counted as lost, and what is not lost gets there later", async (context) => {
    context.skip(!canFill, "no prlimit (util-linux) to make a full disk with");
    gateway = await start({ ...MOCK, log: { queue_bytes: 100_000 } });
    const disk = (limit: string): void => {
      const set = spawnSync("prlimit", [`--pid=${gateway.process.pid}`, `--fsize=${limit}:unlimited`]);
      expect(set.stderr.toString()).toBe("");
    };
    const ids = [...(await answered(1))];
    await soon(async () => expect((await figures())["rows_written_total"]).toBe(1));

    disk(FULL);
    // The next facts are cut by then, and cannot be stored.
    await wait(FACTS_EVERY_MS - (Date.now() % FACTS_EVERY_MS) + 50);
    ids.push(...(await answered(10)));
    await soon(async () => expect((await figures())["trouble"]).toBe(1));
    const waiting = await figures();
    expect(waiting).toMatchObject({ rows_lost_total: 0, bodies_dropped_total: 0, rows_written_total: 1 });
    expect(waiting["waiting_bytes"]).toBeGreaterThan(0);
    const told = await ready();
    expect(told).toMatchObject({ status: 200, body: { status: "degraded" } });
    expect(JSON.stringify(told.body)).toContain("rows do not get to the disk");
    disk(ROOMY);
    await soon(async () =>
      expect(await figures()).toMatchObject({ rows_written_total: 11, trouble: 0, waiting_bytes: 0 }),
    );
    expect(await ready()).toMatchObject({ body: { status: "ok" } });
    for (const id of ids) expect(storedIds()).toContain(id);
    await soon(() => Promise.resolve(expect(unknownFacts()).toBe(0)));

    disk(FULL);
    let lost = 0;
    for (let round = 0; round < 60 && lost === 0; round++) {
      ids.push(...(await answered(20, "x".repeat(2_000))));
      lost = (await figures())["rows_lost_total"] ?? 0;
    }
    expect(lost).toBeGreaterThan(0);
    expect((await figures())["bodies_dropped_total"]).toBeGreaterThan(0);
    disk(ROOMY);
    await soon(async () => expect(await figures()).toMatchObject({ trouble: 0, waiting_bytes: 0, spooled_rows: 0 }));
    const { rows_lost_total, rows_written_total } = await figures();
    expect(rows_written_total).toBe(ids.length - (rows_lost_total ?? 0));
    expect(await ready()).toMatchObject({ status: 200, body: { status: "degraded" } });
    expect(await gateway.stop()).toBe(0);
    expect(storedIds().size).toBe(rows_written_total);
    expect(warnings()).toContain("the log's queue is full");
  }, 60_000);
});
