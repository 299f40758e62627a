import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { signature } from "./sign.ts";

it("signs as Standard Webhooks does", () => {
  const secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
  const body = '{"test": 2432232314}';
  expect(signature(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1_614_265_330, body)).toBe(
    "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
  );
});

it("takes a secret without the prefix as it is", () => {
  const expected = createHmac("sha256", "plain käse").update("evt_1.7.{}").digest("base64");
  expect(signature("plain käse", "evt_1", 7, "{}")).toBe(`v1,${expected}`);
});
