import { expect, test } from "vitest";
import { seeded, seedWords } from "./seeded.ts";

test("xoshiro128** from the state 1, 2, 3, 4", () => {
  const { next } = seeded([1, 2, 3, 4]);
  expect(Array.from({ length: 10 }, next)).toEqual([
    11520, 0, 5927040, 70819200, 2031721883, 1637235492, 1287239034, 3734860849, 3729100597, 4258142804,
  ]);
});

test("the state is the digest's first four little-endian words", () => {
  expect(seedWords(Uint8Array.of(9, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0, 0, 0, 255, 255, 255, 255, 7).subarray(1))).toEqual([
    1, 2, 3, 0xffffffff,
  ]);
});

test("indices cover their range", () => {
  const { index } = seeded([3990786013, 792351395, 2322534325, 1394691035]);
  expect(Array.from({ length: 12 }, () => index(10))).toEqual([6, 2, 9, 0, 7, 2, 0, 7, 8, 9, 2, 4]);
});
