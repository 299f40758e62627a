import { describe, expect, it } from "vitest";
import { atPointer } from "./json-pointer.ts";

describe("a JSON pointer", () => {
  // The examples of RFC 6901, section 5.
  const document = {
    foo: ["bar", "baz"],
    "": 0,
    "a/b": 1,
    "c%d": 2,
    "e^f": 3,
    "g|h": 4,
    "i\\j": 5,
    'k"l': 6,
    " ": 7,
    "m~n": 8,
  };

  it.each([
    ["", document],
    ["/foo", ["bar", "baz"]],
    ["/foo/0", "bar"],
    ["/", 0],
    ["/a~1b", 1],
    ["/c%d", 2],
    ["/e^f", 3],
    ["/g|h", 4],
    ["/i\\j", 5],
    ['/k"l', 6],
    ["/ ", 7],
    ["/m~0n", 8],
  ])("%j", (pointer, value) => expect(atPointer(document, pointer)).toEqual(value));

  it.each(["/bar", "/foo/2", "/foo/length", "/foo/0/0", "/toString"])("%j leads nowhere", (pointer) => {
    expect(atPointer(document, pointer)).toBeUndefined();
    expect(atPointer(null, pointer)).toBeUndefined();
  });
});
