import { expect, it } from "vitest";
import type { Mirrored } from "./mirrored.ts";
import { pack, unpack } from "./packed.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (chunks: readonly Uint8Array[]): string => chunks.map((chunk) => new TextDecoder().decode(chunk)).join("");

it("packs requests into one piece, of which the views stay where they were", () => {
  const slab = bytes("..............first request..............");
  const requests = [
    { mirror: "a", request: slab.subarray(14, 27), response: [bytes("an"), bytes("swer")], response_events: false },
    { mirror: "b", request: bytes("zweite Anfrage ü"), response: [], response_events: true },
  ] as unknown as readonly Mirrored[];
  const packed = pack(requests);
  expect(packed.bytes.buffer.byteLength).toBe(13 + 6 + 17);
  const back = unpack(structuredClone(packed));
  expect(back.map(({ request }) => text([request]))).toEqual(["first request", "zweite Anfrage ü"]);
  expect(back.map(({ response }) => text(response))).toEqual(["answer", ""]);
  expect(back.map(({ response }) => response.length)).toEqual([1, 0]);
  expect(back.map(({ mirror, response_events }) => [mirror, response_events])).toEqual([
    ["a", false],
    ["b", true],
  ]);
});
