import { createHash } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { armOf } from "./ask.ts";
import { hash64, mix32, roll } from "./dice.ts";

const KEYS = Array.from({ length: 20_000 }, (_, index) => hash64(`user-${index}`));

function rolls(salt: string): readonly number[] {
  const { hi, lo } = hash64(salt);
  return KEYS.map((key) => roll(hi, lo, key.hi, key.lo));
}

/** Chi-square of counts that should be equal, and its bound: mean + 5 standard deviations. */
function spread(counts: readonly number[]): { readonly chi: number; readonly bound: number } {
  const expected = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  const free = counts.length - 1;
  const chi = counts.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0);
  return { chi, bound: free + 5 * Math.sqrt(2 * free) };
}

describe("hash64", () => {
  it("is the first 8 bytes of SHA-256", () => {
    for (const text of ["", "abc", "señor 😀"]) {
      const digest = createHash("sha256").update(text, "utf8").digest();
      expect(hash64(text)).toEqual({ hi: digest.readUInt32BE(0), lo: digest.readUInt32BE(4) });
    }
  });
});

describe("mix32", () => {
  it("is MurmurHash3's finaliser, which loses nothing", () => {
    expect(mix32(0)).toBe(0);
    expect(mix32(1)).toBe(0x514e28b7);
    expect(new Set(Array.from({ length: 50_000 }, (_, value) => mix32(value))).size).toBe(50_000);
  });
});

describe("roll", () => {
  it("is in [0, 1) and the same for the same salt and key", () => {
    const word = fc.integer({ min: 0, max: 2 ** 32 - 1 });
    fc.assert(
      fc.property(word, word, word, word, (a, b, c, d) => {
        const rolled = roll(a, b, c, d);
        expect(rolled).toBeGreaterThanOrEqual(0);
        expect(rolled).toBeLessThan(1);
        expect(roll(a, b, c, d)).toBe(rolled);
      }),
    );
  });

  it("is uniform under one salt, in its high digits and in its low ones", () => {
    for (const salt of ["unsalted", "salt-1", "another"]) {
      const coarse = Array.from({ length: 100 }, () => 0);
      const fine = Array.from({ length: 100 }, () => 0);
      for (const rolled of rolls(salt)) {
        coarse[Math.floor(rolled * 100)]! += 1;
        fine[Math.floor((rolled * 2 ** 30) % 100)]! += 1;
      }
      for (const { chi, bound } of [spread(coarse), spread(fine)]) expect(chi).toBeLessThan(bound);
    }
  });

  it("under one salt says nothing of another", () => {
    const one = rolls("salt-1");
    const other = rolls("salt-2");
    const cells = Array.from({ length: 100 }, () => 0);
    for (const [index, rolled] of one.entries())
      cells[Math.floor(rolled * 10) * 10 + Math.floor((other[index] as number) * 10)]! += 1;
    const { chi, bound } = spread(cells);
    expect(chi).toBeLessThan(bound);
  });
});

describe("armOf", () => {
  it("is the arm whose interval holds the roll, its lower end included", () => {
    const ends = [0.25, 0.25, 0.75, 1];
    expect([0, 0.2499, 0.25, 0.7499, 0.75, 0.9999].map((rolled) => armOf(ends, rolled))).toEqual([0, 0, 2, 2, 3, 3]);
    expect(armOf([0.3, 0.9], 0.95)).toBe(1);
  });
});
