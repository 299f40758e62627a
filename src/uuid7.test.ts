import { expect, it } from "vitest";
import { uuid7 } from "./uuid7.ts";

it("lays time, version, variant and randomness out as RFC 9562 says", () => {
  /* The example of RFC 9562, appendix A.6. */
  const random = Uint8Array.from([0x0c, 0xc3, 0x18, 0xc4, 0xdc, 0x0c, 0x0c, 0x07, 0x39, 0x8f]);
  expect(uuid7(0x017f22e279b0, random)).toBe("017f22e2-79b0-7cc3-98c4-dc0c0c07398f");
});

it("sorts by time", () => {
  const random = new Uint8Array(10).fill(255);
  expect(uuid7(1_730_000_000_000, random) < uuid7(1_730_000_000_001, new Uint8Array(10))).toBe(true);
});
