import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as fc from "fast-check";
import { afterAll, describe, expect, test } from "vitest";
import type { ServedRow } from "../log-writer.ts";
import { openQueue } from "./queue.ts";
import { readSegment } from "./read-segment.ts";
import { headOf, type SpooledRecord } from "./record.ts";
import { servedRow } from "./spool.fixtures.ts";

const folder = mkdtempSync(join(tmpdir(), "understudy-spool-"));
const file = join(folder, "segment");
afterAll(() => rmSync(folder, { recursive: true }));

function encoded(rows: readonly ServedRow[]): Buffer {
  const queue = openQueue(1 << 30);
  for (const row of rows) queue.add(row);
  return Buffer.concat(queue.take().map(({ buffer, used }) => buffer.subarray(0, used)));
}

function readAll(most = 3, end = Number.POSITIVE_INFINITY): { records: SpooledRecord[]; damaged: number } {
  const records: SpooledRecord[] = [];
  let damaged = 0;
  for (let at = 0, done = false; !done;) {
    const slice = readSegment(file, at, end, most);
    expect(slice.next > at || slice.done).toBe(true);
    records.push(...slice.records);
    damaged += slice.damaged;
    ({ next: at, done } = slice);
  }
  return { records, damaged };
}

const numbers = (records: readonly SpooledRecord[]): number[] =>
  records.map((record) => headOf(record).metadata["number"] as number);

const rowArbitrary = fc
  .tuple(
    fc.nat(),
    fc.uint8Array({ maxLength: 300 }),
    fc.array(fc.uint8Array({ maxLength: 100 }), { maxLength: 4 }),
    fc.boolean(),
  )
  .map(([number, request, response, response_events]) => servedRow(number, { request, response, response_events }));

describe("a segment", () => {
  test("gives back what was written, whatever the bytes", () => {
    fc.assert(
      fc.property(fc.array(rowArbitrary, { maxLength: 12 }), fc.integer({ min: 1, max: 5 }), (rows, most) => {
        writeFileSync(file, encoded(rows));
        const { records, damaged } = readAll(most);
        expect(damaged).toBe(0);
        expect(records).toHaveLength(rows.length);
        for (const [at, row] of rows.entries()) {
          const { trace, request, response, response_events } = records[at]!;
          const { request: _request, response: _response, response_events: _events, trace: wrote, ...columns } = row;
          expect(headOf(records[at]!)).toEqual(columns);
          expect(JSON.parse(trace.toString())).toEqual(wrote);
          expect(request.equals(row.request)).toBe(true);
          expect(response.equals(Buffer.concat(row.response))).toBe(true);
          expect(response_events).toBe(row.response_events);
        }
      }),
      { numRuns: 60 },
    );
  });

  test("cut off anywhere, holds the rows before the cut and is no damage", () => {
    const bytes = encoded([0, 1, 2].map((number) => servedRow(number)));
    for (let cut = 0; cut < bytes.length; cut += 7) {
      writeFileSync(file, bytes.subarray(0, cut));
      const { records, damaged } = readAll();
      expect(numbers(records)).toEqual([0, 1, 2].slice(0, Math.floor((cut / bytes.length) * 3 + 1e-9)));
      expect(damaged).toBe(0);
    }
  });

  test("with a broken byte anywhere, loses the row it stands in and says so", () => {
    const bytes = encoded([0, 1, 2].map((number) => servedRow(number)));
    const each = bytes.length / 3;
    for (let at = 0; at < bytes.length; at += 5) {
      const broken = Buffer.from(bytes);
      broken[at] = broken[at]! ^ 0x55;
      writeFileSync(file, broken);
      const lost = Math.floor(at / each);
      const { records, damaged } = readAll();
      expect(numbers(records)).toEqual([0, 1, 2].filter((number) => number !== lost));
      expect(damaged > 0).toBe(lost < 2);
    }
  });

  test("is read up to what is known to be whole, and a row larger than a read is read at once", () => {
    const large = servedRow(1, { request: new Uint8Array(3 << 20).fill(97) });
    const bytes = encoded([servedRow(0), large, servedRow(2)]);
    writeFileSync(file, bytes);
    expect(numbers(readAll(10).records)).toEqual([0, 1, 2]);
    const first = encoded([servedRow(0)]).length;
    expect(numbers(readAll(10, first).records)).toEqual([0]);
    expect(readSegment(file, first, first, 10)).toEqual({ records: [], next: first, done: true, damaged: 0 });
  });
});

describe("the queue", () => {
  test("full, takes rows without bodies, then counts rows as lost, and is roomy again once they are on disk", () => {
    const queue = openQueue(64 << 10);
    for (let number = 0; number < 200; number++) queue.add(servedRow(number, { request: new Uint8Array(2_000) }));
    expect(queue.bodiesDropped).toBeGreaterThan(0);
    expect(queue.rowsLost).toBeGreaterThan(0);
    expect(queue.rows + queue.rowsLost).toBe(200);
    expect(queue.bytes).toBeLessThanOrEqual(64 << 10);
    expect(queue.roomy).toBe(false);
    const chunks = queue.take();
    expect(chunks.reduce((rows, chunk) => rows + chunk.rows, 0)).toBe(queue.rows);
    queue.done(chunks);
    expect([queue.rows, queue.bytes, queue.roomy]).toEqual([0, 0, true]);
  });

  test("a row that is no JSON is counted and told", () => {
    const queue = openQueue(1 << 20);
    queue.add(servedRow(1, { usage_raw: 1n }));
    expect([queue.rows, queue.rowsLost]).toEqual([0, 1]);
    expect(queue.unwritable).toContain("BigInt");
  });
});
