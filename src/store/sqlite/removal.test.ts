import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import type { Exchange } from "../../core/exchange.ts";
import type { OperatorError } from "../../core/errors.ts";
import { SAMPLE_DAY, sampleExchange } from "../exchange.fixtures.ts";
import { temporaryFolder, temporaryStore } from "./temporary.fixtures.ts";

interface StoredBlock {
  readonly block: number;
  readonly day: number;
  readonly first_seq: number;
  readonly last_seq: number;
  readonly rows: number;
  readonly base: number | null;
  readonly data: Uint8Array;
}

function blocksIn(folder: string): StoredBlock[] {
  const database = new DatabaseSync(join(folder, "bodies.db"), { readOnly: true });
  try {
    return database.prepare("SELECT * FROM blocks ORDER BY project, day, first_seq").all() as unknown as StoredBlock[];
  } finally {
    database.close();
  }
}

/** Bodies that do not compress to nothing, of one project and day; every fourth row is ada's. */
function rows(count: number, changes: Partial<Exchange> = {}): Exchange[] {
  return Array.from({ length: count }, (_, number) => {
    const ada = number % 4 === 1;
    const secret = randomBytes(90).toString("base64url");
    return sampleExchange(number, {
      created_at: SAMPLE_DAY + number,
      origin: "live",
      source: "gateway",
      end_user: ada ? "ada-lovelace-1815" : `user-${number % 50}`,
      session: ada ? "session of ada-lovelace-1815" : null,
      tags: ada ? ["for:ada-lovelace-1815"] : [],
      metadata: ada ? { who: `ada-lovelace-1815 ${number}` } : {},
      request_body: JSON.stringify({ messages: [{ role: "user", content: `My own words are ${secret}` }] }),
      ...changes,
    });
  });
}

const isAda = ({ end_user: user }: Exchange): boolean => user === "ada-lovelace-1815";

test("erasing rows of a base and of what is packed against it leaves every other body readable", () => {
  const folder = temporaryFolder();
  const store = temporaryStore(folder);
  const all = rows(1_000);
  for (let at = 0; at < all.length; at += 250) store.traffic.append(all.slice(at, at + 250));
  store.traffic.seal();
  expect(blocksIn(folder).filter(({ base }) => base !== null).length).toBeGreaterThan(3);
  const left = all.filter((row) => !isAda(row));
  expect(store.traffic.eraseUser("ada-lovelace-1815", { until: SAMPLE_DAY + 86_400_000 })).toBe(250);
  expect([...store.traffic.export({})]).toEqual(left);
  const after = blocksIn(folder);
  expect(after.reduce((sum, block) => sum + block.rows, 0)).toBe(left.length);
  const numbers = new Set(after.map(({ block }) => block));
  for (const { base } of after) expect(base === null || numbers.has(base)).toBe(true);
  store.traffic.seal();
  expect([...store.traffic.export({})]).toEqual(left);
  expect(store.traffic.stats()).toMatchObject({ rows: 750, sealed_rows: 750 });
});

test("erasing in steps, the first rows of the day at first, keeps what is left", () => {
  const store = temporaryStore();
  const all = rows(700);
  store.traffic.append(all);
  store.traffic.seal();
  for (let first = 0; first < 700; first += 100) {
    const { seqs } = store.traffic.matching({});
    store.traffic.remove(seqs.slice(0, 60), { erase: true });
    store.traffic.remove(seqs.slice(60, 100));
    expect([...store.traffic.export({})]).toEqual(all.slice(first + 100));
    if (first % 200 === 0) store.traffic.seal();
  }
  expect(store.traffic.stats().rows).toBe(0);
});

test("removing all rows of a day leaves no block and no segment of it", () => {
  const folder = temporaryFolder();
  const store = temporaryStore(folder);
  store.traffic.append(rows(600));
  store.traffic.seal();
  const { seqs } = store.traffic.matching({});
  for (let at = 0; at < seqs.length; at += 90) store.traffic.remove(seqs.slice(at, at + 90));
  expect(blocksIn(folder)).toEqual([]);
  expect(store.traffic.stats()).toMatchObject({ rows: 0, sealed_rows: 0, oldest: null });
});

test("what retention removes and what stays share no block", () => {
  const folder = temporaryFolder();
  const store = temporaryStore(folder);
  const origins = ["live", "import", "replay", "experiment", "shadow", "judge"] as const;
  store.traffic.append(rows(600).map((row, number) => ({ ...row, origin: origins[number % 6] ?? "live" })));
  store.traffic.seal();
  store.traffic.remove(store.traffic.matching({ origins: ["live", "replay", "shadow"] }).seqs);
  expect(blocksIn(folder).reduce((sum, block) => sum + block.rows, 0)).toBe(300);
});

const WINDOW = 24;

/** Stretches of the given bytes that stand in a file of the folder and are no part of what it should hold. */
function remnants(folder: string, gone: readonly Uint8Array[], live: readonly Uint8Array[]): string[] {
  const isLive = (window: Buffer): boolean => live.some((bytes) => Buffer.from(bytes).includes(window));
  const files = readdirSync(folder).map((name) => ({ name, content: readFileSync(join(folder, name)) }));
  const found: string[] = [];
  for (const bytes of gone)
    for (let at = 0; at + WINDOW <= bytes.length; at += WINDOW) {
      const window = Buffer.from(bytes.subarray(at, at + WINDOW));
      for (const { name, content } of files)
        if (content.includes(window) && !isLive(window)) found.push(`${name} ${at}`);
    }
  return found;
}

/** A store in which ada's rows have been moved about: small blocks, sealed, more rows, sealed again. */
function livedIn(folder: string) {
  const store = temporaryStore(folder);
  const all = rows(900);
  for (let at = 0; at < all.length; at += 30) {
    store.traffic.append(all.slice(at, at + 30));
    if (at % 300 === 0) store.traffic.seal();
  }
  store.traffic.putOutcomes(
    all.filter(isAda).map(({ request_id: id }) => ({ request_id: id, name: "score", value: 1, source: "judge" })),
  );
  return { store, all };
}

test("after erasing, no byte of a user's name or bodies is left in any file; without erasing there is", () => {
  const folder = temporaryFolder();
  const { store, all } = livedIn(folder);
  const ids = all.filter(isAda).map(({ request_id: id }) => Buffer.from(id.replaceAll("-", ""), "hex"));
  const before = blocksIn(folder).map(({ data }) => data);
  const name = [Buffer.from("ada-lovelace-1815")];
  const holding = (): readonly string[] =>
    readdirSync(folder).filter((file) => readFileSync(join(folder, file)).includes(name[0] as Buffer));
  expect(holding()).not.toEqual([]);
  const bob = store.traffic.matching({ end_user: "user-0" }).seqs;
  store.traffic.remove(bob);
  expect(holding()).not.toEqual([]);

  store.traffic.eraseUser("ada-lovelace-1815", { until: SAMPLE_DAY + 86_400_000 });
  expect(holding()).toEqual([]);
  for (const file of readdirSync(folder)) {
    const content = readFileSync(join(folder, file));
    for (const id of ids) expect(content.includes(id)).toBe(false);
  }
  const live = blocksIn(folder).map(({ data }) => data);
  expect(remnants(folder, before, live)).toEqual([]);
  expect([...store.traffic.export({})]).toEqual(all.filter((row) => !isAda(row) && row.end_user !== "user-0"));
});

test("the search for remnants finds what plain removal leaves", () => {
  const folder = temporaryFolder();
  const { store } = livedIn(folder);
  const before = blocksIn(folder).map(({ data }) => data);
  store.traffic.remove(store.traffic.matching({}).seqs);
  expect(remnants(folder, before.slice(0, 3), [])).not.toEqual([]);
});

test("a frame says that rows went while it was being read, and what it has read stays", () => {
  const store = temporaryStore();
  store.traffic.append(rows(300));
  store.traffic.seal();
  store.traffic.append(rows(310).slice(300));
  const frame = store.traffic.frame();
  const [sealed, open] = [...frame.segments()];
  expect(sealed?.column("latency_ms").length).toBe(300);
  store.traffic.remove([5, 305]);
  expect(sealed?.column("latency_ms").length).toBe(300);
  for (const segment of [sealed, open])
    expect(() => segment?.column("input_uncached")).toThrow(
      expect.objectContaining({ code: "log_changed" } satisfies Partial<OperatorError>),
    );
  expect(store.traffic.frame().rows).toBe(308);
});

test("a frame whose names went before it read them says so", () => {
  const store = temporaryStore();
  store.traffic.append(rows(40));
  const frame = store.traffic.frame();
  expect(frame.dictionary("session")).toHaveLength(2);
  store.traffic.eraseUser("ada-lovelace-1815", { until: SAMPLE_DAY + 86_400_000 });
  expect(frame.dictionary("session")).toHaveLength(2);
  expect(() => frame.dictionary("end_user")).toThrow("while it was being read");
});

test("a store that is open elsewhere does not give an erased user's code to new rows", () => {
  const folder = temporaryFolder();
  const [one, other] = [temporaryStore(folder), temporaryStore(folder)];
  const [first, second] = [sampleExchange(1, { end_user: "ada" }), sampleExchange(2, { end_user: "ada" })];
  one.traffic.append([first]);
  expect(one.traffic.list({ end_user: "ada" }, 5)).toHaveLength(1);
  other.traffic.eraseUser("ada", { until: SAMPLE_DAY + 86_400_000 });
  expect(one.traffic.list({ end_user: "ada" }, 5)).toEqual([]);
  one.traffic.append([second]);
  expect(other.traffic.get(second.request_id)).toEqual(second);
  expect(one.traffic.list({ end_user: "ada" }, 5)).toHaveLength(1);
});
