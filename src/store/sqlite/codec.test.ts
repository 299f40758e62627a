import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { packColumn, unpackColumn, type TypedArray } from "./codec.ts";

const KINDS = { f64: new Float64Array(0), i32: new Int32Array(0), u32: new Uint32Array(0) };

function expectBack(column: TypedArray, empty: TypedArray): void {
  const back = unpackColumn(packColumn(column), empty, column.length);
  expect(back.constructor).toBe(empty.constructor);
  expect([...back]).toEqual([...column]);
}

describe("a column comes back from its bytes", () => {
  test("any numbers", () => {
    fc.assert(
      fc.property(fc.array(fc.double()), (values) => {
        expectBack(Float64Array.from(values), KINDS.f64);
        expectBack(Int32Array.from(values), KINDS.i32);
        expectBack(Uint32Array.from(values), KINDS.u32);
      }),
    );
  });

  test("lines, of which two numbers are kept", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 2 ** 30 }),
        fc.nat({ max: 1_000 }),
        fc.integer({ min: 2, max: 500 }),
        (first, step, rows) => {
          const column = Float64Array.from({ length: rows }, (_, row) => first + row * step);
          expect(packColumn(column).data).toHaveLength(16);
          expectBack(column, KINDS.f64);
          expectBack(Uint32Array.from(column), KINDS.u32);
          expectBack(Int32Array.from(column), KINDS.i32);
        },
      ),
    );
  });

  test("whole numbers, in as few bytes as they need", () => {
    const ranges = [
      { span: 200, bytes: 1 },
      { span: 254, bytes: 1 },
      { span: 255, bytes: 2 },
      { span: 65_534, bytes: 2 },
      { span: 65_535, bytes: 4 },
      { span: 2 ** 32 - 2, bytes: 4 },
      { span: 2 ** 32 - 1, bytes: 8 },
    ];
    fc.assert(
      fc.property(
        fc.constantFrom(...ranges),
        fc.integer({ min: -(2 ** 40), max: 2 ** 40 }),
        fc.array(fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constant(Number.NaN)), { minLength: 1 }),
        ({ span, bytes }, least, shares) => {
          const column = Float64Array.from([
            least,
            least + span,
            ...shares.map((share) => least + Math.round(share * span)),
          ]);
          expectBack(column, KINDS.f64);
          const { data } = packColumn(column);
          expect(data.length).toBeLessThanOrEqual(bytes * column.length + (bytes === 8 ? 0 : 16));
          if (least >= 0 && least + span < 2 ** 32 && !column.some(Number.isNaN)) {
            expectBack(Uint32Array.from(column), KINDS.u32);
          }
        },
      ),
    );
    expectBack(Int32Array.of(-1, 0, 7, 300, -1), KINDS.i32);
    expectBack(Uint32Array.of(2 ** 32 - 1, 2 ** 32 - 2, 2 ** 32 - 9), KINDS.u32);
  });

  test.each([Number.NaN, -0, 0.1, Number.MAX_SAFE_INTEGER])("a column of nothing but %d", (value) => {
    expect(packColumn(new Float64Array(100).fill(value)).data.length).toBeLessThan(100);
    expectBack(new Float64Array(100).fill(value), KINDS.f64);
  });

  test.each([[[-0, 0]], [[0, -0]], [[-0, -0, 0]], [[0, 1, -0]]])("zeros keep their sign: %j", (values) => {
    expect([...unpackColumn(packColumn(Float64Array.from(values)), KINDS.f64, values.length)]).toEqual(values);
  });

  test("bytes that do not lie where their kind wants them", () => {
    const column = Float64Array.from({ length: 9 }, () => Math.E ** 9);
    column[3] = 7;
    const { codec, data } = packColumn(column);
    const shifted = new Uint8Array(data.length + 1);
    shifted.set(data, 1);
    expect([...unpackColumn({ codec, data: shifted.subarray(1) }, KINDS.f64, 9)]).toEqual([...column]);
  });
});
