import { describe, expect, it } from "vitest";
import { sendChecks, type SendUnderTest } from "./send-checks.ts";

export { firstCall } from "./send-checks.ts";

/** Registers the checks that every send must pass. */
export function testSend<Request>(send: SendUnderTest<Request>): void {
  describe(`${send.name} is a send`, () => {
    it.each(sendChecks(send))("$title", async ({ check }) => {
      await expect(check()).resolves.toBeUndefined();
    });
  });
}
