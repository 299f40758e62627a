import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { makeScratch, partition } from "./partition.ts";

describe("partition", () => {
  it("visits every row once, with its own answer, in order, while visits split on", () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.nat({ max: 3 }), fc.nat({ max: 2_000 })), { minLength: 1, maxLength: 200 }),
        fc.array(fc.nat({ max: 2 }), { minLength: 200, maxLength: 200 }),
        (answers, further) => {
          const scratch = makeScratch();
          const rows = Uint32Array.from(answers.keys()).filter((row) => row % 3 !== 1);
          const seen: number[] = [];
          partition(rows, answers, scratch, (answer, part) => {
            const before = [...part];
            expect(before).toEqual([...rows].filter((row) => answers[row] === answer));
            partition(part, further, scratch, (second, smaller) => {
              expect([...smaller]).toEqual(before.filter((row) => further[row] === second));
              seen.push(...smaller);
            });
            expect([...part]).toEqual(before);
          });
          expect(seen.toSorted((a, b) => a - b)).toEqual([...rows]);
        },
      ),
    );
  });

  it("takes one answer for all as it is, and visits nobody where there are no rows", () => {
    const visits: (readonly number[])[] = [];
    const visit = (answer: number, part: Uint32Array): void => void visits.push([answer, ...part]);
    partition(new Uint32Array([4, 5]), 7, makeScratch(), visit);
    partition(new Uint32Array(0), [1, 2], makeScratch(), visit);
    expect(visits).toEqual([[7, 4, 5]]);
  });
});
