import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { unpackHadoopLz4, unpackLz4Block } from "./lz4.ts";

const LEAST_MATCH = 4;

/** A plain packer: the longest match anywhere before, else literals. */
function pack(bytes: Uint8Array): Uint8Array {
  const out: number[] = [];
  const more = (length: number): void => {
    for (let rest = length - 15; rest >= 0; rest -= 255) out.push(Math.min(rest, 255));
  };
  const sequence = (literals: readonly number[], back: number, matched: number): void => {
    const beyond = matched - LEAST_MATCH;
    out.push((Math.min(literals.length, 15) << 4) | (matched === 0 ? 0 : Math.min(beyond, 15)));
    more(literals.length);
    out.push(...literals);
    if (matched === 0) return;
    out.push(back & 255, back >> 8);
    more(beyond);
  };
  let literals: number[] = [];
  for (let at = 0; at < bytes.length;) {
    let [best, back] = [0, 0];
    for (let from = Math.max(0, at - 65_535); from < at; from++) {
      let length = 0;
      while (at + length < bytes.length && bytes[from + length] === bytes[at + length]) length++;
      if (length > best) [best, back] = [length, at - from];
    }
    if (best >= LEAST_MATCH && at + best < bytes.length) {
      sequence(literals, back, best);
      literals = [];
      at += best;
    } else literals.push(bytes[at++] as number);
  }
  sequence(literals, 0, 0);
  return Uint8Array.from(out);
}

/** Few different bytes, so that there is much to match. */
const bytes = fc
  .array(fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 6, max: 3 }), fc.integer({ min: 1, max: 90 })), {
    maxLength: 8,
  })
  .map((parts) =>
    Uint8Array.from(parts.flatMap(([part, times]) => Array.from({ length: times }, () => [...part]).flat())),
  );

function framed(unpacked: number, block: Uint8Array): Uint8Array {
  const head = Buffer.alloc(8);
  head.writeUInt32BE(unpacked, 0);
  head.writeUInt32BE(block.length, 4);
  return Buffer.concat([head, block]);
}

describe("LZ4", () => {
  it("gives back what was packed", () => {
    fc.assert(
      fc.property(bytes, bytes, (first, second) => {
        expect(unpackLz4Block(pack(first), first.length)).toEqual(first);
        const both = Uint8Array.from([...first, ...second]);
        const pages = Buffer.concat([framed(first.length, pack(first)), framed(second.length, pack(second))]);
        expect(unpackHadoopLz4(pages, both.length)).toEqual(both);
        expect(unpackHadoopLz4(pack(both), both.length)).toEqual(both);
      }),
    );
  });

  it("reads a block as the format's description lays it out", () => {
    // Four letters, four back for nine; then one letter.
    const block = Uint8Array.from([0x45, 97, 98, 99, 100, 4, 0, 0x10, 33]);
    expect(Buffer.from(unpackLz4Block(block, 14)).toString()).toBe("abcdabcdabcda!");
  });

  it("refuses what cannot be, and never holds more than was said", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 60 }), fc.nat(200), (block, size) => {
        for (const unpack of [unpackLz4Block, unpackHadoopLz4]) {
          try {
            expect(unpack(block, size)).toHaveLength(size);
          } catch (error) {
            expect(String(error)).toContain("LZ4 data is damaged");
          }
        }
      }),
    );
    expect(() => unpackLz4Block(Uint8Array.from([0x10]), 1)).toThrow("damaged");
  });
});
