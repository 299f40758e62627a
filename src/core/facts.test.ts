import { describe, expect, it } from "vitest";
import { healthAnswer, type Health } from "./facts.ts";
import { factsOf } from "../testing/world.ts";

const NOW = Date.UTC(2026, 3, 15);

function health(attempts: number, failures: number): { readonly health: Health } {
  return { health: { window: "5m", attempts, failures, ttft_ms: null, ms_per_token: null } };
}

describe("healthAnswer", () => {
  it.each([
    ["nothing known", factsOf("a:b"), 0],
    ["half of 20 failing", factsOf("a:b", health(20, 10)), 1],
    ["less than half failing", factsOf("a:b", health(21, 10)), 0],
    ["too few attempts to tell", factsOf("a:b", health(19, 19)), 0],
    ["cooling down", factsOf("a:b", { cooldown_until: NOW + 1 }), 2],
    ["cooled down", factsOf("a:b", { cooldown_until: NOW }), 0],
    ["cooling down and failing", factsOf("a:b", { ...health(40, 40), cooldown_until: NOW + 1 }), 2],
    ["cooled down and still failing", factsOf("a:b", { ...health(40, 40), cooldown_until: NOW - 1 }), 1],
  ])("%s", (_, facts, answer) => {
    expect(healthAnswer(facts, NOW)).toBe(answer);
  });

  it("takes a target that is not in the snapshot for healthy", () => {
    expect(healthAnswer(undefined, NOW)).toBe(0);
  });
});
