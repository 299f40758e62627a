import { randomBytes } from "node:crypto";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { StoredMirror } from "../../store/shadow.ts";
import { uuid7 } from "../../uuid7.ts";
import { chooseMirrors } from "./choose.ts";

const mirror = (id: string, more: Partial<StoredMirror> = {}): StoredMirror =>
  ({ id, project: "shop", endpoint: null, share: 1, salt: id, state: "running", ...more }) as StoredMirror;

const ids = (mirrors: readonly StoredMirror[]): readonly string[] => mirrors.map(({ id }) => id);

describe("which mirrors a request belongs to", () => {
  it("goes by project and endpoint, and by whether they run", () => {
    const choose = chooseMirrors([
      mirror("all"),
      mirror("support", { endpoint: "support" }),
      mirror("other", { project: "bank" }),
      mirror("paused", { state: "paused" }),
    ]);
    expect(ids(choose("shop", "support", "r1"))).toEqual(["all", "support"]);
    expect(ids(choose("shop", null, "r1"))).toEqual(["all"]);
    expect(ids(choose("bank", "support", "r1"))).toEqual(["other"]);
  });

  it("takes its share, and of the same request always says the same", () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 0.99, noNaN: true }), fc.string({ minLength: 4 }), (share, salt) => {
        const choose = chooseMirrors([mirror("m", { share, salt })]);
        let chosen = 0;
        for (let request = 0; request < 400; request++) {
          const id = uuid7(1_700_000_000_000 + request, randomBytes(10));
          const one = choose("shop", null, id).length;
          expect(choose("shop", null, id)).toHaveLength(one);
          chosen += one;
        }
        // Five standard deviations.
        expect(Math.abs(chosen - 400 * share)).toBeLessThan(5 * Math.sqrt(400 * share * (1 - share)) + 1);
      }),
      { numRuns: 20, seed: 5 },
    );
  });

  it("raises a share without letting go of anything it took before", () => {
    const small = chooseMirrors([mirror("m", { share: 0.2 })]);
    const large = chooseMirrors([mirror("m", { share: 0.5 })]);
    const requests = Array.from({ length: 500 }, (_, at) => `r${at}`);
    const before = requests.filter((request) => small("shop", null, request).length === 1);
    expect(before.length).toBeGreaterThan(50);
    expect(before.filter((request) => large("shop", null, request).length === 0)).toEqual([]);
  });
});
