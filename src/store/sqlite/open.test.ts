import { createHash } from "node:crypto";
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { describe, expect, test } from "vitest";
import { OperatorError } from "../../core/errors.ts";
import { sampleExchange } from "../exchange.fixtures.ts";
import { openSqliteStore } from "./open.ts";
import { CONTROL_MIGRATIONS } from "./control-schema.ts";
import { definitionsIn } from "./definitions.ts";
import { openDatabase } from "./database.ts";
import { RUN } from "../shadow.fixtures.ts";
import { TRAFFIC_MIGRATIONS } from "./traffic-schema.ts";
import { temporaryFolder, temporaryStore } from "./temporary.fixtures.ts";

const FILES = ["control.db", "traffic.db", "bodies.db"];

/** Names and contents of a folder. */
function snapshot(folder: string): Record<string, string> {
  return Object.fromEntries(
    readdirSync(folder).map((name) => [
      name,
      createHash("sha256")
        .update(readFileSync(join(folder, name)))
        .digest("hex"),
    ]),
  );
}

function refusal(work: () => unknown): OperatorError {
  try {
    work();
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

function filledFolder(): string {
  const folder = temporaryFolder();
  const store = openSqliteStore(folder);
  store.traffic.append([sampleExchange(1)]);
  store.close();
  return folder;
}

describe("a store of a newer version is refused and stays as it is", () => {
  test.each(FILES)("%s", (name) => {
    const folder = filledFolder();
    const database = new DatabaseSync(join(folder, name));
    database.exec("PRAGMA user_version = 99; PRAGMA journal_mode = DELETE");
    database.close();
    const before = snapshot(folder);
    const error = refusal(() => openSqliteStore(folder));
    expect([error.code, error.place.file]).toEqual(["store_newer", join(folder, name)]);
    expect(error.message).toContain("schema version 99");
    expect(snapshot(folder)).toEqual(before);
  });

  test("where only the write-ahead log says so", () => {
    const folder = filledFolder();
    const copy = temporaryFolder();
    const database = new DatabaseSync(join(folder, "traffic.db"));
    database.exec("PRAGMA wal_autocheckpoint = 0; PRAGMA user_version = 99");
    for (const name of readdirSync(folder))
      if (!name.endsWith("-shm")) copyFileSync(join(folder, name), join(copy, name));
    database.close();
    expect(readFileSync(join(copy, "traffic.db")).readUInt32BE(60)).toBe(TRAFFIC_MIGRATIONS.length);
    const before = snapshot(copy);
    expect(refusal(() => openSqliteStore(copy)).code).toBe("store_newer");
    expect(snapshot(copy)).toMatchObject(before);
  });
});

describe("what cannot be a store is refused by name", () => {
  test.each(FILES)("%s is no database", (name) => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, name), "this is a text file, and a long one at that\n".repeat(10));
    const before = snapshot(folder);
    const error = refusal(() => openSqliteStore(folder));
    expect([error.code, error.place.file]).toEqual(["store_unusable", join(folder, name)]);
    expect(snapshot(folder)).toEqual(before);
  });

  test("a database of another program", () => {
    const folder = temporaryFolder();
    const database = new DatabaseSync(join(folder, "traffic.db"));
    database.exec("CREATE TABLE theirs (a)");
    database.close();
    const before = snapshot(folder);
    expect(refusal(() => openSqliteStore(folder)).message).toContain("another program");
    expect(snapshot(folder)).toEqual(before);
  });

  test("a file where the folder should be", () => {
    const file = join(temporaryFolder(), "data");
    writeFileSync(file, "");
    const error = refusal(() => openSqliteStore(file));
    expect([error.code, error.place.file]).toEqual(["store_unusable", file]);
    expect(refusal(() => openSqliteStore(join(file, "deeper"))).code).toBe("store_unusable");
  });

  test("a folder where a file should be", () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, "bodies.db"));
    const error = refusal(() => openSqliteStore(folder));
    expect([error.code, error.place.file]).toEqual(["store_unusable", join(folder, "bodies.db")]);
  });

  test("a cut off file", () => {
    const folder = filledFolder();
    const file = join(folder, "traffic.db");
    writeFileSync(file, readFileSync(file).subarray(0, 60));
    expect(refusal(() => openSqliteStore(folder)).code).toBe("store_unusable");
  });
});

describe("read only", () => {
  test("needs a store", () => {
    const folder = join(temporaryFolder(), "none");
    expect(refusal(() => openSqliteStore(folder, { readOnly: true })).code).toBe("store_missing");
    expect(existsSync(folder)).toBe(false);
  });

  test("reads beside a writer and sees what it commits, but does not write", () => {
    const folder = temporaryFolder();
    const writer = temporaryStore(folder);
    writer.traffic.append([sampleExchange(1)]);
    const reader = openSqliteStore(folder, { readOnly: true });
    expect(reader.traffic.get("source-1")).toEqual(sampleExchange(1));
    writer.traffic.append([sampleExchange(2, { project: "another" })]);
    writer.traffic.seal();
    expect(reader.traffic.get("source-2")).toEqual(sampleExchange(2, { project: "another" }));
    expect(reader.traffic.frame().rows).toBe(2);
    expect(() => reader.traffic.append([sampleExchange(3)])).toThrow("readonly");
    reader.close();
  });
});

test("makes the folders it needs, and opens an empty file left by a crash", () => {
  const folder = join(temporaryFolder(), "a", "b");
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "traffic.db"), "");
  const store = temporaryStore(folder);
  expect(store.traffic.append([sampleExchange(1)]).inserted).toBe(1);
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(FILES));
});

test.each(CONTROL_MIGRATIONS.map((_, index) => index).slice(1))(
  "brings control data of schema version %i up to date, with what it holds",
  (version) => {
    const folder = temporaryFolder();
    const { control } = definitionsIn(folder);
    const older = openDatabase({ ...control, migrations: CONTROL_MIGRATIONS.slice(0, version) }, false);
    older.exec("INSERT INTO configs VALUES ('main', 1, '{}', 0, 5, NULL)");
    older.close();
    const { control: opened } = temporaryStore(folder);
    expect(opened.configs()).toMatchObject([{ name: "main", version: 1, created_at: 5 }]);
    expect(opened.shadows.putShadowRun(RUN, [])).toBe(true);
    expect(opened.shadows.shadowRun(RUN.id)).toEqual(RUN);
  },
);
