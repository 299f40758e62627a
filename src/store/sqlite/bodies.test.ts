import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import type { Exchange } from "../../core/exchange.ts";
import { SAMPLE_DAY, sampleExchange } from "../exchange.fixtures.ts";
import { openSqliteStore } from "./open.ts";
import { temporaryFolder, temporaryStore } from "./temporary.fixtures.ts";

interface Place {
  readonly project: number;
  readonly day: number;
  readonly rows: number;
  readonly base: number | null;
}

function blocksIn(folder: string): Place[] {
  const database = new DatabaseSync(join(folder, "bodies.db"), { readOnly: true });
  try {
    const sql = "SELECT project, day, rows, base FROM blocks ORDER BY project, day, first_seq";
    return database.prepare(sql).all() as unknown as Place[];
  } finally {
    database.close();
  }
}

/** Rows of two projects in turn, a day for every 500. */
function rows(from: number, to: number): Exchange[] {
  return Array.from({ length: to - from }, (_, index) => {
    const number = from + index;
    const day = Math.floor(number / 500);
    return sampleExchange(number, {
      project: number % 2 === 0 ? "even" : "odd",
      created_at: SAMPLE_DAY + day * 86_400_000 + (number % 500),
    });
  });
}

describe("blocks of bodies", () => {
  test("a large batch is packed at once, by project and day, against the first block of it", () => {
    const folder = temporaryFolder();
    const store = temporaryStore(folder);
    const all = rows(0, 1_000);
    store.traffic.append(all);
    const blocks = blocksIn(folder);
    expect(blocks.map((block) => block.rows)).toEqual([125, 125, 125, 125, 125, 125, 125, 125]);
    expect(blocks.map((block) => block.base === null)).toEqual([true, false, true, false, true, false, true, false]);
    expect([...store.traffic.export({})]).toEqual(all);
  });

  test("small batches are packed by sealing into blocks of 64 to 128, and nothing changes but their place", () => {
    const folder = temporaryFolder();
    const store = temporaryStore(folder);
    const all = rows(0, 1_000);
    for (let from = 0; from < all.length; from += 17) store.traffic.append(all.slice(from, from + 17));
    expect(blocksIn(folder).length).toBeGreaterThan(100);
    store.traffic.seal();
    const sealed = blocksIn(folder);
    for (const block of sealed) {
      expect(block.rows).toBeGreaterThanOrEqual(64);
      expect(block.rows).toBeLessThanOrEqual(128);
    }
    expect([...store.traffic.export({})]).toEqual(all);
    store.traffic.seal();
    expect(blocksIn(folder)).toEqual(sealed);
  });

  test("sealing while a day grows leaves at most one small block a day", () => {
    const folder = temporaryFolder();
    const store = temporaryStore(folder);
    const all = rows(0, 480);
    for (let from = 0; from < all.length; from += 30) {
      store.traffic.append(all.slice(from, from + 30));
      store.traffic.seal();
      expect(blocksIn(folder).filter((block) => block.rows < 64).length).toBeLessThanOrEqual(2);
    }
    expect([...store.traffic.export({})]).toEqual(all);
  });

  test("nothing of a batch that failed half-way is remembered", () => {
    const store = temporaryStore();
    const failing = rows(0, 500).filter(({ project }) => project === "even");
    const broken = sampleExchange(501, { project: "odd", request_body: 7 as never });
    expect(() => store.traffic.append([...failing, broken])).toThrow("isWellFormed");
    const all = rows(500, 1_000).map((row) => ({ ...row, request_body: `another text ${row.request_id}` }));
    store.traffic.append(all);
    expect([...store.traffic.export({})]).toEqual(all);
  });

  test("large bodies have blocks of their own", () => {
    const folder = temporaryFolder();
    const store = temporaryStore(folder);
    const large = "x".repeat(3 << 20);
    const all = [1, 2, 3].map((number) => sampleExchange(number, { request_body: large, response_body: `${number}` }));
    for (const row of all) store.traffic.append([row]);
    store.traffic.seal();
    expect(blocksIn(folder).map((block) => block.rows)).toEqual([1, 1, 1]);
    expect([...store.traffic.export({})]).toEqual(all);
  });
});

describe("blocks that an append never finished", () => {
  /** Blocks for row numbers that no row has, as a crash between the two commits leaves them. */
  function leaveBehind(folder: string, firstSeq: number): void {
    const database = new DatabaseSync(join(folder, "bodies.db"));
    database.exec(`INSERT INTO blocks (project, day, first_seq, last_seq, rows, bytes, base, data)
      SELECT project, day, ${firstSeq}, ${firstSeq} + rows - 1, rows, bytes, base, data FROM blocks LIMIT 1`);
    database.close();
  }

  test.each(["append", "seal"] as const)("are cleared by the next %s", (next) => {
    const folder = temporaryFolder();
    const first = rows(0, 40);
    const second = rows(40, 80);
    const before = openSqliteStore(folder);
    before.traffic.append(first);
    before.close();
    leaveBehind(folder, 41);
    const store = temporaryStore(folder);
    if (next === "seal") store.traffic.seal();
    store.traffic.append(second);
    store.traffic.seal();
    expect(store.traffic.bySeq(Array.from({ length: 80 }, (_, index) => index + 1))).toEqual([...first, ...second]);
    expect(blocksIn(folder).reduce((sum, block) => sum + block.rows, 0)).toBe(80);
  });

  test("a row whose block is lost says so", () => {
    const folder = temporaryFolder();
    const store = temporaryStore(folder);
    store.traffic.append([sampleExchange(1)]);
    const database = new DatabaseSync(join(folder, "bodies.db"));
    database.exec("DELETE FROM blocks");
    database.close();
    expect(store.traffic.get("source-1")).toMatchObject({ request_body: null, replayability: "body_missing" });
  });
});
