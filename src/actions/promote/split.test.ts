import { describe, expect, it } from "vitest";
import { splitOff } from "./split.ts";

const SERVING = { strategy: "single", model: "gpt-4o:openai" };
const CANDIDATE = { strategy: "cost_optimized", allow: ["gpt-4o-mini:openai", "claude-haiku-4-5:anthropic"] };
const share = (percent: number, arm = "sim_1_candidate") => ({ arm, percent });
const salt = () => "salty";

describe("splitting a candidate off what serves", () => {
  const tenth = splitOff(SERVING, CANDIDATE, share(10), salt);

  it("makes what serves the first arm, as it stands", () => {
    expect(tenth).toEqual({
      strategy: "ab_test",
      split: [
        { weight: 90, name: "control", policy: SERVING },
        { weight: 10, name: "sim_1_candidate", policy: CANDIDATE },
      ],
      salt: "salty",
    });
    expect(splitOff(SERVING, CANDIDATE, share(0.1), undefined)).not.toHaveProperty("salt");
    expect(splitOff(SERVING, CANDIDATE, share(0.1), salt)).toMatchObject({
      split: [{ weight: 99.9 }, { weight: 0.1 }],
    });
  });

  it("changes the weights of its own split, and neither its salt nor its arms", () => {
    expect(splitOff(tenth, CANDIDATE, share(50), () => "other")).toEqual({
      ...tenth,
      split: [
        { weight: 50, name: "control", policy: SERVING },
        { weight: 50, name: "sim_1_candidate", policy: CANDIDATE },
      ],
    });
  });

  it("puts the split of another candidate under control whole, with dice of its own", () => {
    expect(splitOff(tenth, SERVING, share(20, "sim_2_candidate"), () => "other")).toEqual({
      strategy: "ab_test",
      split: [
        { weight: 80, name: "control", policy: tenth },
        { weight: 20, name: "sim_2_candidate", policy: SERVING },
      ],
      salt: "other",
    });
  });

  it("refuses what would change another arm", () => {
    expect(() => splitOff(tenth, SERVING, share(20), salt)).toThrow("is another policy");
    expect(() => splitOff(SERVING, CANDIDATE, share(20, "control"), salt)).toThrow("what the other arm is called");
    const arm = { weight: 1, policy: SERVING };
    const three = { strategy: "ab_test", split: ["a", "sim_1_candidate", "b"].map((name) => ({ ...arm, name })) };
    expect(() => splitOff(three, CANDIDATE, share(20), salt)).toThrow("not the second of two");
  });
});
