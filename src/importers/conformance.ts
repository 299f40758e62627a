import { createHash, hash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { REPLAYABILITY, type Exchange } from "../core/exchange.ts";
import type { ImportContext, ImportedRecord, Importer } from "./importer.ts";

/** Made-up records of one format: what every importer brings along for the suite. */
export interface ImporterFixtures {
  /** At least one: records that go in, and the columns that matter about them. */
  readonly accepted: readonly { readonly title: string; readonly record: object; readonly expect: Partial<Exchange> }[];
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
}

/** What a record became, held against what must hold for whatever it became. */
function readSoundly(importer: Importer, record: unknown): ImportedRecord {
  const result = importer.read(record, importContext);
  if (result.kind === "exchange") expectSound(result.exchange);
  else expect(result.message).toContain(result.expected);
  return result;
}

/** A record with one of its members, at any depth, made into something else. */
function damaged(record: object): fc.Arbitrary<unknown> {
  const places: string[][] = [];
  const walk = (value: unknown, path: string[]): void => {
    if (path.length > 0) places.push(path);
    if (typeof value !== "object" || value === null || path.length > 3) return;
    for (const name of Object.keys(value)) walk((value as Record<string, unknown>)[name], [...path, name]);
  };
  walk(record, []);
  const anything = fc.oneof(fc.jsonValue(), fc.double(), fc.constantFrom(Number.NaN, Infinity, -1, 1e308, undefined));
  return fc.tuple(fc.constantFrom(...places), anything).map(([path, value]) => {
    const copy = structuredClone(record);
    const holder = path
      .slice(0, -1)
      .reduce<Record<string, unknown>>(
        (at, name) => at[name] as Record<string, unknown>,
        copy as Record<string, unknown>,
      );
    holder[path.at(-1) as string] = value;
    return copy;
  });
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
      expect(importer.sniff(record)).toBeGreaterThanOrEqual(0.5);
      const result = readSoundly(importer, record);
      if (result.kind !== "exchange") return expect.fail(result.message);
      expect(result.exchange).toMatchObject(columns);
      const again = importer.read(structuredClone(record), importContext);
      expect(again).toEqual(result);
    });

    test.each(fixtures.skipped)("skips $title", ({ record, field, expected }) => {
      const result = readSoundly(importer, record);
      if (result.kind !== "skipped") return expect.fail("it went in");
      expect(result.field).toBe(field);
      expect(result.expected).toMatch(expected);
    });

    test("two records are two exchanges, and do not share an id", () => {
      const ids = fixtures.accepted
        .map(({ record }) => readSoundly(importer, record))
        .map((result) => result.kind === "exchange" && result.exchange.request_id);
      expect(new Set(ids).size).toBe(ids.length);
    });

    test("data nested too deep is skipped", () => {
      let deep: unknown = 1;
      for (let level = 0; level < 200_000; level++) deep = [deep];
      const first = fixtures.accepted[0]?.record as Record<string, unknown>;
      for (const name of Object.keys(first)) {
        const result = importer.read({ ...first, [name]: deep }, importContext);
        expect(["exchange", "skipped"]).toContain(result.kind);
      }
    });

    test("arbitrary JSON never throws and never yields a number that is none", () => {
      expect.hasAssertions();
      fc.assert(fc.property(fc.jsonValue(), (value) => void readSoundly(importer, value)));
      for (const { record } of fixtures.accepted) {
        fc.assert(
          fc.property(damaged(record), (value) => void readSoundly(importer, value)),
          { numRuns: 200 },
        );
      }
    });
  });
}
