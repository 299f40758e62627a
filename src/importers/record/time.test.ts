import { expect, test } from "vitest";
import type { Reading } from "./reading.ts";
import { parseIsoTime, readEpoch, readInstant, readUnixNanos, type EpochUnit } from "./time.ts";

const at = Date.UTC(2026, 10, 2, 9, 14, 3, 120);

test.each([
  ["2026-11-02T09:14:03.120Z", at],
  ["2026-11-02 09:14:03.12", at],
  ["2026-11-02T10:14:03.120+01:00", at],
  ["2026-11-02T10:14:03.120+0100", at],
  ["2026-11-02 04:44:03.12-04:30", at],
  ["2026-11-02 10:14:03.12+01", at],
  ["2026-11-02T09:14:03.120456Z", at + 0.456],
  ["2026-11-02T09:14:03Z", at - 120],
  ["2026-11-02", Date.UTC(2026, 10, 2)],
  ["2026-11-02 09:14:03.12 UTC", at],
  ["2026-02-29", null],
  ["2026-13-01", null],
  ["2026-11-02T24:00:00Z", null],
  ["2026-11-02T09:61:00Z", null],
  ["02.11.2026", null],
  ["", null],
])("%s", (text, instant) => {
  const parsed = parseIsoTime(text);
  if (instant === null) expect(parsed).toBeNull();
  else expect(parsed).toBeCloseTo(instant, 3);
});

test.each([
  ["1793610843120000000", 1793610843120, null],
  ["1793610843120456789", 1793610843120.456, null],
  [1793610843120e6, 1793610843120, null],
  [undefined, null, null],
  ["1793610843120456", null, "microseconds"],
  [1793610843, null, "seconds"],
  ["0", null, "nanoseconds since the epoch"],
  ["-5", null, "nanoseconds since the epoch"],
  [Number.NaN, null, "nanoseconds since the epoch"],
])("%s nanoseconds", (given, instant, complaint) => {
  const reading: Reading = { problem: null };
  expect(readUnixNanos(reading, "at", given)).toBe(instant);
  if (complaint === null) expect(reading.problem).toBeNull();
  else expect(reading.problem?.expected).toContain(complaint);
});

test.each<[EpochUnit, number]>([
  ["s", 1793610843.12],
  ["ms", 1793610843120],
  ["us", 1793610843120e3],
  ["ns", 1793610843120e6],
])("a number in %s is known by itself, and refused as another unit", (unit, value) => {
  const reading: Reading = { problem: null };
  expect(readInstant(reading, "at", value, ["s", "ms", "us", "ns"])).toBe(at);
  expect(readEpoch(reading, "at", value, unit)).toBe(at);
  expect(readEpoch(reading, "at", "2026-11-02T09:14:03.120Z", unit)).toBe(at);
  expect(reading.problem).toBeNull();
  expect(readEpoch(reading, "at", value, unit === "us" ? "ns" : "us")).toBeNull();
  expect(reading.problem?.expected).toMatch(/ since the epoch, looks like /u);
});
