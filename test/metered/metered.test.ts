import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { openSqliteStore, type Runs } from "../../src/store/index.ts";
import { temporaryFolder } from "../understudy.ts";

const ID = "sim_1";
/** What every answer of the upstream costs, USD. */
const COST = 5e-5;

/** Times that the provider was asked for each unit, and requests under way: at most so many at once. */
const asked = new Map<string, number>();
let underWay = 0;
let peak = 0;
let delay = 30;
/** When requests came, ms; so many of the first are answered 429, to come again in a second. */
let came: number[] = [];
let limited = 0;
let server: Server;

beforeAll(async () => {
  server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const { messages } = JSON.parse(Buffer.concat(parts).toString()) as { messages: [{ content: string }] };
      const unit = messages[0].content;
      came.push(performance.now());
      if (came.length <= limited) {
        response.writeHead(429, { "retry-after": "1" }).end();
        return;
      }
      asked.set(unit, (asked.get(unit) ?? 0) + 1);
      peak = Math.max(peak, ++underWay);
      setTimeout(() => {
        underWay -= 1;
        const message = { role: "assistant", content: `answer to ${unit}` };
        const usage = { prompt_tokens: 10, completion_tokens: 20, total_tokens: 30 };
        const choices = [{ index: 0, finish_reason: "stop", message }];
        response.setHeader("content-type", "application/json");
        response.end(JSON.stringify({ id: "1", object: "chat.completion", created: 1, model: "m", choices, usage }));
      }, delay);
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
});

afterAll(() => server.close());

beforeEach(() => {
  asked.clear();
  [underWay, peak, delay, limited, came] = [0, 0, 30, 0, []];
});

function putRun(folder: string, units: number, cap_usd: number): Runs {
  const { runs } = openSqliteStore(folder).control;
  const run = {
    id: ID,
    kind: "experiment",
    parent: null,
    created_at: 1,
    actor: "cli",
    cap_usd,
    definition: {},
  } as const;
  const unit = (ordinal: number) => ({
    ordinal,
    key: `unit ${ordinal}`,
    data: { model: "m", max_tokens: 100, messages: [{ role: "user", content: `unit ${ordinal}` }] },
  });
  runs.putRun(
    run,
    Array.from({ length: units }, (_, ordinal) => unit(ordinal)),
  );
  return runs;
}

function worker(folder: string, concurrency = 16) {
  const base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const script = new URL("./worker.ts", import.meta.url).pathname;
  const child = spawn(process.execPath, [script, folder, base, ID, String(concurrency)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let out = "";
  child.stdout.setEncoding("utf8").on("data", (text: string) => (out += text));
  const ended = once(child, "close").then(() =>
    out === "" ? null : (JSON.parse(out) as { state: string; reason: string }),
  );
  return { ended, kill: (signal: NodeJS.Signals) => child.kill(signal) };
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries++) {
    if (tries > 3_000) throw new Error("it never came to that");
    await wait(5);
  }
}

const twice = (): string[] => [...asked].flatMap(([unit, times]) => (times > 1 ? [unit] : []));

it(
  "goes on after a kill -9 where it was: nothing is sent twice, and everything that was sent is paid",
  { timeout: 120_000 },
  async () => {
    using folder = temporaryFolder();
    const runs = putRun(folder.path, 300, 1);
    let cut = 0;
    for (const enough of [60, 160]) {
      const doomed = worker(folder.path);
      await until(() => asked.size >= enough);
      doomed.kill("SIGKILL");
      expect(await doomed.ended).toBeNull();
      cut += runs.progress(ID).cut.length;
    }
    expect(cut).toBeGreaterThan(0);
    expect(await worker(folder.path).ended).toEqual({ state: "completed", reason: null });
    expect(twice()).toEqual([]);

    const results = [...runs.results(ID)].map(({ result }) => result as { interrupted?: true; cost_usd?: number });
    expect(results).toHaveLength(300);
    const interrupted = results.filter((result) => result.interrupted === true).length;
    expect(interrupted).toBe(cut);
    expect(results.filter(({ cost_usd }) => Math.abs((cost_usd ?? 0) - COST) < 1e-12)).toHaveLength(300 - cut);
    // A unit that was cut off had its call written down: it reached the provider, or was about to.
    const unsent = 300 - asked.size;
    expect(unsent).toBeLessThanOrEqual(cut);
    const { calls, spent_usd, reserved_usd } = runs.ledger(ID);
    expect(calls).toBe(300);
    expect(spent_usd / COST).toBeGreaterThanOrEqual(300 - cut - 1e-6);
    expect(spent_usd + reserved_usd).toBeGreaterThanOrEqual(asked.size * COST - 1e-9);
  },
);

it("has one worker at a time: the other says who works on it", { timeout: 60_000 }, async () => {
  using folder = temporaryFolder();
  const runs = putRun(folder.path, 3_000, 10);
  const both = [worker(folder.path), worker(folder.path)];
  const ends = (await Promise.all(both.map(({ ended }) => ended))).map((end) => end?.state);
  expect(ends.toSorted()).toEqual(["completed", "run_busy"]);
  expect(asked.size).toBe(3_000);
  expect(twice()).toEqual([]);
  expect(runs.ledger(ID)).toMatchObject({ calls: 3_000, reserved_usd: 0 });
});

it("ends well at Ctrl-C, and goes on later", { timeout: 60_000 }, async () => {
  using folder = temporaryFolder();
  const runs = putRun(folder.path, 200, 1);
  const first = worker(folder.path);
  await until(() => asked.size >= 50);
  first.kill("SIGINT");
  expect(await first.ended).toEqual({ state: "cancelled", reason: "interrupted by hand" });
  expect(runs.progress(ID)).toEqual({ finished: Array.from({ length: asked.size }, (_, index) => index), cut: [] });
  expect(runs.lease(ID)).toBeNull();
  expect(await worker(folder.path).ended).toMatchObject({ state: "completed" });
  expect([asked.size, twice()]).toEqual([200, []]);
  expect(runs.ledger(ID).spent_usd).toBeCloseTo(200 * COST, 9);
});

it("never goes beyond its cap with 64 at once, and asks nobody under a cap of 0", { timeout: 60_000 }, async () => {
  using folder = temporaryFolder();
  const runs = putRun(folder.path, 5_000, 0.05);
  expect(await worker(folder.path, 64).ended).toMatchObject({ state: "cap_reached" });
  const { spent_usd, reserved_usd, calls } = runs.ledger(ID);
  expect([reserved_usd, calls, twice()]).toEqual([0, asked.size, []]);
  expect(spent_usd).toBeCloseTo(asked.size * COST, 9);
  expect(spent_usd).toBeLessThanOrEqual(0.05);
  expect(spent_usd).toBeGreaterThan(0.0495);
  expect(peak).toBe(64);
  expect(runs.events(ID).at(-1)?.details).toMatchObject({ peak_calls: 64 });
  expect(runs.events(ID).at(-1)?.details["peak_usd"]).toBeLessThanOrEqual(0.05);

  using other = temporaryFolder();
  asked.clear();
  putRun(other.path, 10, 0);
  expect(await worker(other.path).ended).toMatchObject({ state: "cap_reached" });
  expect(asked.size).toBe(0);
});

it("leaves a provider alone that says it is asked too much, as long as it says", { timeout: 60_000 }, async () => {
  using folder = temporaryFolder();
  const runs = putRun(folder.path, 100, 1);
  limited = 8;
  expect(await worker(folder.path, 8).ended).toMatchObject({ state: "completed" });
  expect(came).toHaveLength(100);
  const [last, next] = [came[7], came[8]] as [number, number];
  expect(next - last).toBeGreaterThan(950);
  const failed = [...runs.results(ID)].map(({ result }) => (result as { failure: { class: string } | null }).failure);
  expect(failed.filter((failure) => failure?.class === "rate_limit")).toHaveLength(8);
  expect(failed.filter((failure) => failure === null)).toHaveLength(92);
  expect(runs.ledger(ID).spent_usd).toBeCloseTo(92 * COST, 9);
});
