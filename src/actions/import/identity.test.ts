import { expect, it } from "vitest";
import { IMPORT_IDENTITY } from "./identity.ts";

it("gives the ids and hashes it always gave: stored rows depend on them", () => {
  expect(IMPORT_IDENTITY.uuid("litellm-standard:call-2")).toBe("b85c11b3-474f-5c28-a5aa-77237ea8678a");
  expect(IMPORT_IDENTITY.sha256("abc")).toBe("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
});
