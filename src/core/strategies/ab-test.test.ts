import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { requestAsk } from "../ask.ts";
import { compilePolicy } from "../compile.ts";
import { parsePolicy } from "../policy.ts";
import { featuresOf } from "../../testing/features.ts";
import { PLAIN_FACTS, planOf } from "../../testing/plan-of.ts";
import { worldOf } from "../../testing/world.ts";

const MODELS = ["a:one", "b:one", "c:two"];

function split(weights: readonly number[], salt = "salt"): object {
  return {
    strategy: "ab_test",
    salt,
    split: weights.map((weight, index) => ({ weight, name: `arm ${index}`, policy: MODELS[index] })),
  };
}

/** Which arm a user is on: the policy compiled once. */
function dealer(policy: object): (user: string) => string {
  const { plan } = compilePolicy(parsePolicy(policy), worldOf(PLAIN_FACTS));
  return (user) => plan(requestAsk(featuresOf({ end_user: user }), PLAIN_FACTS)).arms[0] as string;
}

const USERS = Array.from({ length: 3_000 }, (_, index) => `user-${index}`);

describe("ab_test", () => {
  it("plans the arm's policy and names the arm", () => {
    const plan = planOf(split([1, 0]));
    expect(plan).toMatchObject({
      node: { node: "attempt", target: "a:one" },
      policy_type: "ab_test",
      leaf: "single",
      arms: ["arm 0"],
      selection_reason: "arm arm 0: the only target",
    });
  });

  it("names the arms of nested splits, the outermost first", () => {
    const inner = split([0, 1], "other salt");
    const plan = planOf({ strategy: "ab_test", split: [{ weight: 1, name: "outer", policy: inner }] });
    expect(plan.arms).toEqual(["outer", "arm 1"]);
  });

  it("sends users to arms by weight", () => {
    const counts = [0, 0, 0];
    const armOf = dealer(split([60, 30, 10]));
    for (const user of USERS) counts[Number(armOf(user).at(-1))]! += 1;
    for (const [index, share] of [0.6, 0.3, 0.1].entries()) {
      const spread = Math.sqrt(share * (1 - share) * USERS.length);
      expect(Math.abs((counts[index] as number) - share * USERS.length)).toBeLessThan(4.5 * spread);
    }
  });

  it("gives an arm of weight 0 to nobody, wherever it stands", () => {
    for (const weights of [
      [0, 1, 1],
      [1, 0, 1],
      [1, 1, 0],
    ]) {
      const arms = new Set(USERS.slice(0, 400).map(dealer(split(weights))));
      expect(arms).not.toContain(`arm ${weights.indexOf(0)}`);
      expect(arms.size).toBe(2);
    }
  });

  it("keeps a session on its arm, else an end user, else rolls for each request", () => {
    const policy = split([1, 1]);
    const arms = (features: (index: number) => object): Set<string> =>
      new Set(
        Array.from({ length: 60 }, (_, index) => planOf(policy, { features: features(index) }).arms[0] as string),
      );
    const request = (index: number): object => ({ request_id: `request-${index}` });
    expect(arms((index) => ({ ...request(index), session: "s", end_user: `user-${index}` })).size).toBe(1);
    expect(arms((index) => ({ ...request(index), end_user: "ada" })).size).toBe(1);
    expect(arms(request).size).toBe(2);
  });

  it("moves users only into the last arm when its weight is raised, at the cost of the arm before it", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 50 }),
        fc.integer({ min: 0, max: 50 }),
        fc.integer({ min: 0, max: 50 }),
        fc.constantFrom(...USERS),
        (first, moved, last, user) => {
          fc.pre(first + moved + last > 0);
          const before = dealer(split([first, moved, last]))(user);
          const after = dealer(split([first, 0, last + moved]))(user);
          expect(after === before || (before === "arm 1" && after === "arm 2")).toBe(true);
          const grown = dealer(split([first + 1, last]))(user);
          const further = dealer(split([first + 1, last + moved]))(user);
          expect(further === grown || further === "arm 1").toBe(true);
        },
      ),
    );
  });

  it("deals anew under another salt", () => {
    const one = dealer(split([1, 1], "x"));
    const other = dealer(split([1, 1], "y"));
    const same = USERS.filter((user) => one(user) === other(user));
    expect(Math.abs(same.length - USERS.length / 2)).toBeLessThan(4.5 * Math.sqrt(USERS.length / 4));
  });
});
