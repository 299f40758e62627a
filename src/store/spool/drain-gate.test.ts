import { describe, expect, it } from "vitest";
import { drainGate } from "./drain-gate.ts";

function gate(load: number, sharesCore: boolean, age = 10): ReturnType<typeof drainGate> {
  return drainGate({ load: Int32Array.of(load), told: () => 1_000, now: () => 1_000 + age, sharesCore });
}

describe("how much of its time the draining thread takes", () => {
  it("all of it while the main thread has time", () => {
    expect(gate(400, true).rest(20, 1_000)).toBe(0);
    expect(gate(400, false).rest(20, 1_000)).toBe(0);
  });
  it("next to none on a busy core that serves, half beside one", () => {
    expect(gate(950, true).rest(5, 1_000)).toBe(500);
    expect(gate(950, true).rest(500, 1_000)).toBe(2_000);
    expect(gate(950, false).rest(5, 1_000)).toBe(5);
  });
  it("all of it again once a backlog has grown, and where nothing has been told lately", () => {
    expect(gate(950, true).rest(20, 600 << 20)).toBe(0);
    expect(gate(950, true, 300).rest(20, 1_000)).toBe(0);
  });
});
