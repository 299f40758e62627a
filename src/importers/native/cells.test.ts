import * as fc from "fast-check";
import { expect, it } from "vitest";
import { EXPORT_COLUMNS, exportCells, nativeFromCells } from "./cells.ts";

it("a text of any kind comes back from its cell", () => {
  const at = EXPORT_COLUMNS.findIndex(({ name }) => name === "end_user");
  fc.assert(
    fc.property(
      fc.oneof(fc.string({ unit: "binary" }), fc.constantFrom("", "null", '"x"', '"', "5", "true")),
      (text) => {
        const cells = exportCells({
          created_at: 0,
          end_user: text,
          request_body: null,
          response_body: null,
          trace: null,
        } as never);
        expect(nativeFromCells({ end_user: cells[at] })).toEqual({ end_user: text });
      },
    ),
  );
});

it("an empty cell is a member left out, and null only where a row may hold it", () => {
  expect(
    nativeFromCells({ model: "", tags: null, endpoint: null, latency_ms: "5", stream: "true", usage: "null" }),
  ).toEqual({
    endpoint: null,
    latency_ms: 5,
    stream: true,
    usage: null,
  });
});
