import { expect, test } from "vitest";
import { readPath } from "./path.ts";

const record = { metadata: { scores: [{ value: 0.5 }], "a.b": { c: 1 }, none: null }, "x.y": 2 };

test.each([
  ["metadata.scores.0.value", 0.5],
  ["metadata.a.b.c", 1],
  ["metadata.none", null],
  ["x.y", 2],
  ["metadata", record.metadata],
  ["metadata.scores.1", undefined],
  ["metadata.none.deeper", undefined],
  ["toString", undefined],
  ["metadata.__proto__", undefined],
  ["", undefined],
])("%s", (path, value) => {
  expect(readPath(record, path)).toEqual(value);
});

test.each([null, 7, "text", undefined])("%j has no paths", (value) => {
  expect(readPath(value, "length")).toBeUndefined();
});
