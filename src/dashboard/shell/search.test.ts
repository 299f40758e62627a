import * as fc from "fast-check";
import { expect, it } from "vitest";
import { readSearch, textIn, writtenSearch } from "./search.ts";

it("whatever text stands in an address is the text that comes out of it", () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.string({ minLength: 1, maxLength: 9 }), fc.string({ unit: "binary", maxLength: 20 }), {
        maxKeys: 6,
      }),
      (search) => {
        const given = { ...search };
        expect(readSearch(writtenSearch(given))).toEqual(given);
      },
    ),
    { numRuns: 40 },
  );
  const ids = { end_user: "1e3", session: "007", id: "90071992547409931", open: "true", text: '"null"' };
  expect(textIn(readSearch(writtenSearch(ids)), "end_user", "session", "id", "open", "text")).toEqual(ids);
});

it("reads as people write it, and leaves out what is not there", () => {
  expect(writtenSearch({ tab: "plan", version: 2, against: undefined })).toBe("?tab=plan&version=2");
  expect(writtenSearch({})).toBe("");
  expect(readSearch("?tab=plan&version=2")).toEqual({ tab: "plan", version: "2" });
});
