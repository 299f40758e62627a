import { createHash, hash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { REPLAYABILITY, type Exchange } from "../core/exchange.ts";
import { damaged } from "./damaged.fixtures.ts";
import type { ImportContext, ImportedRecord, Importer } from "./importer.ts";
import { recordsOf, SURE_ENOUGH } from "./recognise.ts";

/** What makes numbers of a log wrong without a word; every format decides each of them. */
export const TRAPS = ["cached tokens", "missing body", "cut body", "units", "gateway cache hit"] as const;
export type Trap = (typeof TRAPS)[number];

/** Made-up records of one format: what every importer brings along for the suite. */
export interface ImporterFixtures {
  /** At least one: values of a file that hold one record which goes in, and the columns that matter about it. */
  readonly accepted: readonly {
    readonly title: string;
    readonly record: object;
    readonly expect: Partial<Exchange>;
    readonly traps?: readonly Trap[];
  }[];
  /** For formats that spread a call over several records: all of them, and the exchanges they become together. */
  readonly calls?: readonly {
    readonly title: string;
    readonly records: readonly object[];
    readonly expect: readonly Partial<Exchange>[];
    readonly traps?: readonly Trap[];
  }[];
  /** Records that are no calls, and what they are. */
  readonly others?: readonly { readonly title: string; readonly record: object; readonly what: string }[];
  /** Traps the format cannot set, and why. */
  readonly untrapped?: Readonly<Partial<Record<Trap, string>>>;
  /** Several: records that are skipped, by the field at fault and what it should have held. */
  readonly skipped: readonly {
    readonly title: string;
    readonly record: unknown;
    readonly field: string | null;
    readonly expected: string | RegExp;
  }[];
}

/** What the import action passes in: hashes of `node:crypto` in one shot, ids of the shape of a UUIDv5. */
export const importContext: ImportContext = {
  project: "imported",
  read_at: Date.UTC(2026, 10, 2),
  sha256: (text) => hash("sha256", text, "hex"),
  uuid: (name) =>
    createHash("sha1")
      .update(name)
      .digest("hex")
      .replace(/^(.{8})(.{4}).(.{3}).(.{3})(.{12}).*$/, "$1-$2-5$3-8$4-$5"),
};

const AMOUNTS = ["created_at", "latency_ms", "ttft_ms", "cost_logged", "cost_list", "planned_input_tokens"] as const;

/** What holds for every exchange, whatever the format it came from. */
function expectSound(exchange: Exchange): void {
  for (const column of AMOUNTS) {
    const amount = exchange[column];
    if (amount !== null && !(Number.isFinite(amount) && amount >= 0)) expect.fail(`${column} is ${amount}`);
  }
  for (const [bucket, tokens] of Object.entries(exchange.usage ?? {})) {
    if (!(Number.isSafeInteger(tokens) && tokens >= 0)) expect.fail(`usage.${bucket} is ${tokens}`);
  }
  expect(exchange.request_id).not.toBe("");
  expect(REPLAYABILITY).toContain(exchange.replayability);
  expect(exchange.failure !== null).toBe(exchange.status !== "ok");
  if (["body_missing", "truncated", "redacted"].includes(exchange.replayability)) {
    expect([exchange.prompt_hash, exchange.request_hash]).toEqual([null, null]);
  }
  for (const [column, value] of Object.entries(exchange))
    if (value === undefined) expect.fail(`${column} is undefined`);
  // It goes to the thread that stores it: data only.
  structuredClone(exchange);
}

/** What a record became, held against what must hold for whatever it became. */
function readSoundly(importer: Importer, record: unknown): ImportedRecord {
  const result = importer.read(record, importContext);
  if (result.kind === "exchange") expectSound(result.exchange);
  else if (result.kind === "skipped") expect(result.message).toContain(result.expected);
  return result;
}

/** The one record that a value of a file holds. */
function onlyRecord(importer: Importer, value: object): unknown {
  const records = recordsOf(importer, value);
  expect(records).toHaveLength(1);
  return records[0];
}

/** Registers the tests that every importer must pass. */
export function importerConformance(importer: Importer, fixtures: ImporterFixtures): void {
  describe(`${importer.name} importer`, () => {
    test("names itself and says what it reads", () => {
      expect(importer.name).toMatch(/^[a-z][a-z0-9-]*$/);
      expect(importer.summary).not.toBe("");
      expect(fixtures.accepted.length).toBeGreaterThan(0);
      expect(fixtures.skipped.length).toBeGreaterThan(2);
    });

    test.each(fixtures.accepted)("takes in $title", ({ record, expect: columns }) => {
      const one = onlyRecord(importer, record);
      const { sureness, because } = importer.sniff(one);
      expect(sureness).toBeGreaterThanOrEqual(SURE_ENOUGH);
      expect(because).not.toBe("");
      const result = readSoundly(importer, one);
      if (result.kind !== "exchange") return expect.fail(JSON.stringify(result));
      expect(result.exchange).toMatchObject(columns);
      const again = importer.read(structuredClone(one), importContext);
      expect(again).toEqual(result);
    });

    test.each(fixtures.calls ?? [])("puts together $title", ({ records, expect: columns }) => {
      const parts = records.flatMap((record) =>
        recordsOf(importer, record).map((one) => {
          expect(importer.sniff(one).sureness).toBeGreaterThanOrEqual(SURE_ENOUGH);
          const part = importer.joining?.partOf(one);
          return part == null ? expect.fail("it stands for itself") : { name: part.name, record: one, key: part.key };
        }),
      );
      expect(new Set(parts.map(({ key }) => key)).size).toBe(1);
      const joined = importer.joining?.join(parts) ?? [];
      expect(joined.map((one) => readSoundly(importer, one))).toMatchObject(
        columns.map((exchange) => ({ kind: "exchange", exchange })),
      );
    });

    test.each(fixtures.others ?? [])("leaves out $title", ({ record, what }) => {
      const one = onlyRecord(importer, record);
      expect(importer.sniff(one).sureness).toBeGreaterThanOrEqual(SURE_ENOUGH);
      expect(readSoundly(importer, one)).toEqual({ kind: "other", what });
    });

    test.each(TRAPS)("decides the trap: %s", (trap) => {
      const covered = [...fixtures.accepted, ...(fixtures.calls ?? [])].some(({ traps }) => traps?.includes(trap));
      expect(covered || (fixtures.untrapped?.[trap] ?? "") !== "").toBe(true);
    });

    test.each(fixtures.skipped)("skips $title", ({ record, field, expected }) => {
      const [first = record] = importer.unpack?.(record) ?? [];
      const result = readSoundly(importer, first);
      if (result.kind !== "skipped") return expect.fail("it went in");
      expect(result.field).toBe(field);
      expect(result.expected).toMatch(expected);
    });

    test("two records are two exchanges, and do not share an id", () => {
      const ids = fixtures.accepted
        .map(({ record }) => readSoundly(importer, onlyRecord(importer, record)))
        .map((result) => result.kind === "exchange" && result.exchange.request_id);
      expect(new Set(ids).size).toBe(ids.length);
    });

    test("data nested too deep is skipped", () => {
      let deep: unknown = 1;
      for (let level = 0; level < 200_000; level++) deep = [deep];
      const first = onlyRecord(importer, fixtures.accepted[0]?.record as object) as Record<string, unknown>;
      for (const name of Object.keys(first)) {
        const result = importer.read({ ...first, [name]: deep }, importContext);
        expect(["exchange", "skipped", "other"]).toContain(result.kind);
      }
    });

    test("arbitrary JSON never throws and never yields a number that is none", () => {
      expect.hasAssertions();
      const readAll = (value: unknown): void => {
        importer.sniff(value);
        for (const one of recordsOf(importer, value)) {
          const part = importer.joining?.partOf(one) ?? null;
          if (part === null) readSoundly(importer, one);
          else
            for (const joined of importer.joining?.join([{ name: part.name, record: one }]) ?? [])
              readSoundly(importer, joined);
        }
      };
      fc.assert(fc.property(fc.jsonValue(), readAll));
      for (const { record } of fixtures.accepted) {
        fc.assert(fc.property(damaged(record), readAll), { numRuns: 200 });
      }
    });
  });
}
