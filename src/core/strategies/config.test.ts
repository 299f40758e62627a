import { describe, expect, it } from "vitest";
import { OperatorError } from "../errors.ts";
import { planOf } from "../../testing/plan-of.ts";

function refusal(work: () => unknown): OperatorError {
  try {
    work();
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
  throw new Error("nothing was refused");
}

describe("config", () => {
  const configs = {
    cheap: "a:one",
    "cheap@1": "b:one",
    chain: { strategy: "fallback_chain", targets: [{ strategy: "config", name: "cheap", version: 1 }, "c:two"] },
  };

  it("plans what the config says, the newest version or the pinned one", () => {
    expect(planOf({ strategy: "config", name: "cheap" }, { configs })).toEqual(planOf("a:one"));
    expect(planOf({ strategy: "config", name: "cheap", version: 1 }, { configs })).toEqual(planOf("b:one"));
  });

  it("refers through other configs", () => {
    const plan = planOf({ strategy: "config", name: "chain" }, { configs });
    expect(plan.candidates.map(({ model }) => model)).toEqual(["b:one", "c:two"]);
  });

  it("says where a config is meant that is not there", () => {
    const error = refusal(() =>
      planOf({ strategy: "priority", targets: ["a:one", { strategy: "config", name: "gone", version: 4 }] }),
    );
    expect(error).toMatchObject({
      code: "config_unknown",
      place: { field: "targets[1]" },
      message: "there is no config gone@4",
    });
  });

  it("lists the circle in which configs refer to each other", () => {
    const circle = {
      one: { strategy: "config", name: "two" },
      two: { strategy: "priority", targets: ["a:one", { strategy: "config", name: "three" }] },
      three: { strategy: "config", name: "one" },
    };
    const error = refusal(() => planOf({ strategy: "config", name: "one" }, { configs: circle }));
    expect(error.code).toBe("config_cycle");
    expect(error.message).toContain("one -> two -> three -> one");
    const self = refusal(() =>
      planOf({ strategy: "config", name: "me" }, { configs: { me: { strategy: "config", name: "me" } } }),
    );
    expect(self.message).toContain("me -> me");
  });

  it("takes an older version of the same config for no circle", () => {
    const wrapped = {
      "live@2": {
        strategy: "ab_test",
        split: [
          { weight: 9, name: "control", policy: { strategy: "config", name: "live", version: 1 } },
          { weight: 1, name: "new", policy: "b:one" },
        ],
      },
      "live@1": "a:one",
    };
    const plan = planOf({ strategy: "config", name: "live", version: 2 }, { configs: wrapped });
    expect(["a:one", "b:one"]).toContain(plan.candidates[0]?.model);
  });

  it("names the config in which a mistake stands", () => {
    const broken = { bad: { strategy: "priority", targets: ["a:one", "nowhere"] }, worse: { strategy: "priority" } };
    expect(refusal(() => planOf({ strategy: "config", name: "bad" }, { configs: broken }))).toMatchObject({
      code: "target_unknown",
      place: { file: "config bad", field: "targets[1].model" },
    });
    expect(refusal(() => planOf({ strategy: "config", name: "worse" }, { configs: broken }))).toMatchObject({
      code: "policy_invalid",
      place: { file: "config worse", field: "targets" },
    });
  });
});
