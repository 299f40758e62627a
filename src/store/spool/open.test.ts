import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Exchange } from "../../core/exchange.ts";
import type { LiveTrace } from "../../core/live/live-trace.ts";
import type { LogWriter } from "../log-writer.ts";
import { openSqliteStore } from "../sqlite/open.ts";
import { openLogWriter, type LogWriterOptions } from "./open.ts";
import { requestText, responseText, servedRow } from "./spool.fixtures.ts";

const thread = new URL("../../log-worker.ts", import.meta.url);
let folder: string;
let spool: string;
let writers: LogWriter[];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "understudy-log-"));
  spool = join(folder, "spool");
  openSqliteStore(folder).close();
  writers = [];
});
afterEach(async () => {
  for (const writer of writers) await writer.close();
  rmSync(folder, { recursive: true });
});

function opened(options: Partial<LogWriterOptions> = {}): LogWriter {
  const writer = openLogWriter(folder, { thread, ...options });
  writers.push(writer);
  return writer;
}

function stored(): readonly Exchange[] {
  const store = openSqliteStore(folder, { readOnly: true });
  try {
    return [...store.traffic.export({})];
  } finally {
    store.close();
  }
}

/** Of all rows, ascending: what several runs left behind goes in as it comes. */
const numbers = (): readonly number[] =>
  stored()
    .map(({ metadata }) => metadata["number"] as number)
    .toSorted((a, b) => a - b);
const range = (count: number, from = 0): number[] => Array.from({ length: count }, (_, index) => from + index);
const runs = (): readonly string[] => readdirSync(spool).filter((name) => name.startsWith("run-"));

async function until(true_: () => boolean, within = 10_000): Promise<void> {
  for (let waited = 0; !true_(); waited += 5) {
    if (waited > within) throw new Error("it never came");
    await wait(5);
  }
}

describe("the log", () => {
  test("stores what it takes, bodies as they were and columns worked out, and leaves nothing behind", async () => {
    const writer = opened({ segmentBytes: 20_000 });
    for (const number of range(300)) {
      writer.write(servedRow(number));
      if (number % 50 === 0) await wait(12);
    }
    await writer.flush();
    const rows = stored();
    expect(numbers()).toEqual(range(300));
    const { request, response, response_events: _events, trace, ...columns } = servedRow(7);
    expect(rows[7]).toMatchObject({ ...columns, request_body: requestText(7), response_body: responseText(7) });
    expect([request.length, response.length]).toEqual([new TextEncoder().encode(requestText(7)).length, 1]);
    expect(JSON.parse(rows[7]!.trace!)).toEqual(trace);
    expect(rows[7]).toMatchObject({ replayability: "exact", signals: { finish_reason: "stop", refusal: false } });
    expect(rows[7]!.prompt_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(rows[7]!.prompt_hash).not.toBe(rows[8]!.prompt_hash);
    expect(writer.stats()).toEqual({
      waiting_rows: 0,
      waiting_bytes: 0,
      spooled_rows: 0,
      written_rows: 300,
      bodies_dropped: 0,
      rows_lost: 0,
      trouble: null,
    });
    await writer.close();
    expect(runs()).toEqual([]);
    writer.write(servedRow(1));
    expect(writer.stats().rows_lost).toBe(1);
  });

  test("a stop loses nothing, flushed or not", async () => {
    const writer = opened();
    for (const number of range(500)) writer.write(servedRow(number));
    await writer.close();
    expect(numbers()).toEqual(range(500));
  });

  test(
    "while another process holds the store, rows stay on disk, trouble is told, and they go in later",
    { timeout: 30_000 },
    async () => {
      const writer = opened({ closeMs: 200, flushMs: 100 });
      writer.write(servedRow(1_000));
      await until(() => writer.stats().written_rows === 1);
      const holder = new DatabaseSync(join(folder, "traffic.db"));
      holder.exec("BEGIN IMMEDIATE");
      for (const number of range(20)) writer.write(servedRow(number));
      await until(() => writer.stats().trouble !== null);
      expect(writer.stats()).toMatchObject({ waiting_rows: 0, spooled_rows: 20, written_rows: 1, rows_lost: 0 });
      expect(writer.stats().trouble).toBe("the store takes no rows: another process holds the store");
      for (const number of range(20, 20)) writer.write(servedRow(number));
      expect(await writer.flush()).toBe(false);
      await writer.close();
      expect(runs()).toHaveLength(1);
      holder.exec("ROLLBACK");
      holder.close();
      const next = opened();
      expect(await next.flush()).toBe(true);
      expect(numbers()).toEqual([...range(40), 1_000]);
      expect(next.stats()).toMatchObject({ spooled_rows: 0, written_rows: 40, trouble: null });
    },
  );

  test(
    "while the disk takes nothing, traffic goes on: bodies are dropped, then rows counted, and the rest goes in later",
    { timeout: 30_000 },
    async () => {
      const writer = opened({ segmentBytes: 1, queueBytes: 40_000 });
      writer.write(servedRow(0));
      await writer.flush();
      const run = join(spool, runs()[0]!);
      rmSync(run, { recursive: true });
      for (const number of range(60, 1)) writer.write(servedRow(number));
      await until(() => writer.stats().trouble !== null);
      const { trouble, bodies_dropped, rows_lost, waiting_rows } = writer.stats();
      expect(trouble).toContain("rows do not get to the disk");
      expect(bodies_dropped).toBeGreaterThan(0);
      expect(rows_lost).toBeGreaterThan(0);
      expect(waiting_rows).toBe(60 - rows_lost);
      let roomy = false;
      const room = writer.room().then(() => (roomy = true));
      await wait(20);
      expect(roomy).toBe(false);
      mkdirSync(run);
      await room;
      await writer.flush();
      const rows = stored();
      expect(rows).toHaveLength(61 - rows_lost);
      const bare = rows.filter(({ request_body }) => request_body === null);
      expect(bare).toHaveLength(bodies_dropped);
      for (const { replayability, trace, usage, response_body } of bare) {
        expect([replayability, response_body]).toEqual(["body_missing", null]);
        expect((JSON.parse(trace!) as LiveTrace).bodies_dropped).toBe("overload");
        expect(usage).not.toBeNull();
      }
    },
  );

  test("what a living process has spooled is its own", async () => {
    const holder = new DatabaseSync(join(folder, "traffic.db"));
    holder.exec("BEGIN IMMEDIATE");
    const first = opened({ closeMs: 200 });
    first.write(servedRow(1));
    const second = opened({ closeMs: 200 });
    await wait(300);
    expect(runs()).toHaveLength(2);
    expect(second.stats().spooled_rows).toBe(0);
    holder.exec("ROLLBACK");
    holder.close();
    await first.flush();
    await second.flush();
    expect(numbers()).toEqual([1]);
    expect([first.stats().written_rows, second.stats().written_rows]).toEqual([1, 0]);
  });
});

/** A process that logs a row each millisecond and says which it has handed over. */
function writingChild(from: number): {
  readonly lines: string[];
  readonly kill: () => void;
  readonly ended: Promise<unknown>;
} {
  const source = `
    import { writeSync } from "node:fs";
    import { openLogWriter } from ${JSON.stringify(import.meta.resolve("./open.ts"))};
    import { servedRow } from ${JSON.stringify(import.meta.resolve("./spool.fixtures.ts"))};
    const writer = openLogWriter(${JSON.stringify(folder)}, { thread: new URL(${JSON.stringify(thread.href)}) });
    let number = ${from};
    setInterval(() => {
      for (let some = 0; some < 5; some++) writer.write(servedRow(number++));
      writeSync(1, Date.now() + " " + number + "\\n");
    }, 1);`;
  const spawned = spawn(process.execPath, ["--input-type=module", "--eval", source], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const lines: string[] = [];
  spawned.stdout.setEncoding("utf8").on("data", (chunk: string) => lines.push(...chunk.trimEnd().split("\n")));
  return { lines, kill: () => spawned.kill("SIGKILL"), ended: once(spawned, "close") };
}

test(
  "a process killed at any moment loses the rows of its last 50 ms at most, and none twice",
  { timeout: 60_000 },
  async () => {
    let from = 0;
    const kept: number[] = [];
    for (const round of range(5)) {
      const child = writingChild(from);
      await until(() => child.lines.length > 0);
      await wait(40 + 130 * round);
      child.kill();
      const killed = Date.now();
      await child.ended;
      const told = child.lines.map((line) => line.split(" ").map(Number) as [number, number]);
      const safe = told.findLast(([at]) => at <= killed - 50)?.[1] ?? from;
      const writer = opened();
      await writer.flush();
      await writer.close();
      const all = numbers();
      kept.push(...range(all.length - kept.length, from));
      expect(all).toEqual(kept);
      expect((kept.at(-1) ?? -1) + 1).toBeGreaterThanOrEqual(safe);
      from = told.at(-1)![1] + 1_000;
    }
    expect(kept.length).toBeGreaterThan(500);
    expect(runs()).toEqual([]);
  },
);
