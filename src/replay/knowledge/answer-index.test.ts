import * as fc from "fast-check";
import { expect, it } from "vitest";
import { makeAnswerIndex, NEAR_MATCH, NOT_RECORDED } from "./answer-index.ts";

interface Entry {
  readonly prompt: number;
  readonly request: number;
  readonly at: number;
}

/** Few of each, so that they meet; 0 = no hash. */
const entryArbitrary: fc.Arbitrary<Entry> = fc
  .record({ prompt: fc.nat({ max: 4 }), variant: fc.nat({ max: 2 }), at: fc.nat({ max: 9 }) })
  .map(({ prompt, variant, at }) => ({
    prompt,
    request: prompt === 0 || variant === 0 ? 0 : prompt * 10 + variant,
    at,
  }));

function byHand(entries: readonly Entry[], wanted: Entry): number {
  const same = entries.filter(({ prompt }) => prompt !== 0 && prompt === wanted.prompt);
  const apart = ({ at }: Entry): number => Math.abs(at - wanted.at);
  const [nearest] = same
    .filter(({ request }) => request !== 0 && request === wanted.request)
    .toSorted((a, b) => apart(a) - apart(b) || entries.indexOf(a) - entries.indexOf(b));
  return nearest !== undefined ? entries.indexOf(nearest) : same.length > 0 ? NEAR_MATCH : NOT_RECORDED;
}

it("finds the answer nearest in time, ties to the earlier row; else tells a near match from none", () => {
  fc.assert(
    fc.property(
      fc.array(entryArbitrary, { maxLength: 30 }),
      fc.array(entryArbitrary, { maxLength: 8 }),
      (entries, wanted) => {
        const spread = (value: number): number => Math.imul(value, 0x9e3779b1) >>> 0;
        const index = makeAnswerIndex({
          count: entries.length,
          prompt_hi: Uint32Array.from(entries, ({ prompt }) => spread(prompt)),
          prompt_lo: Uint32Array.from(entries, ({ prompt }) => prompt),
          request_hi: Uint32Array.from(entries, ({ request }) => spread(request)),
          request_lo: Uint32Array.from(entries, ({ request }) => request),
          created_at: Float64Array.from(entries, ({ at }) => at),
          seq: Float64Array.from(entries.keys()),
        });
        for (const one of wanted) {
          const found = index.nearest(spread(one.prompt), one.prompt, spread(one.request), one.request, one.at);
          expect(found).toBe(byHand(entries, one));
        }
      },
    ),
    { numRuns: 500 },
  );
});
