import { expect, it } from "vitest";
import { bodyOf, draftField, EMPTY_DRAFT, mistakesOf } from "./mirror-draft.ts";

it("a draft becomes what the API takes: percent a share, seconds ms, no endpoint null", () => {
  const draft = { ...EMPTY_DRAFT, policy: " single:gpt-4o-mini:openai ", share: "7%", timeout_s: "1.5" };
  expect(mistakesOf(draft)).toEqual({});
  expect(bodyOf(draft, null)).toEqual({
    project: "default",
    endpoint: null,
    policy: "single:gpt-4o-mini:openai",
    name: null,
    share: 0.07,
    max_usd_per_day: 5,
    timeout_ms: 1500,
    concurrency: 4,
    pack: null,
  });
  expect(bodyOf({ ...draft, endpoint: " support " }, null).endpoint).toBe("support");
});

it("a policy that is written goes with its name, and contracts with the pack they are of", () => {
  const written = {
    ...EMPTY_DRAFT,
    kind: "written" as const,
    name: " cheap ",
    written: "{strategy: single, model: m:p}",
  };
  const pack = { name: "support", hash: "h", contracts: [{ id: "refund" }], notes: ["a note"] };
  expect(mistakesOf(written)).toEqual({});
  expect(bodyOf(written, pack)).toMatchObject({
    policy: { strategy: "single", model: "m:p" },
    name: "cheap",
    pack: { name: "support", hash: "h", contracts: [{ id: "refund" }] },
  });
  expect(mistakesOf({ ...written, written: "strategy: nothing" })).toHaveProperty("written");
  expect(draftField("policy.model", "written")).toBe("written");
  expect(draftField("targets[0]", "written")).toBe("written");
});

it("each field that cannot be sent says so", () => {
  const wrong = {
    ...EMPTY_DRAFT,
    project: " ",
    policy: "",
    share: "0",
    max_usd_per_day: "-1",
    timeout_s: "",
    concurrency: "2.5",
    endpoint: "",
  };
  expect(Object.keys(mistakesOf(wrong)).toSorted()).toEqual(
    ["concurrency", "max_usd_per_day", "policy", "project", "share", "timeout_s"].toSorted(),
  );
  for (const share of ["101", "five", "-3", "Infinity"])
    expect(mistakesOf({ ...EMPTY_DRAFT, policy: "p", share })).toHaveProperty("share");
});

it("what the gateway finds wrong is told beside its field", () => {
  expect(["timeout_ms", "policy.model", "endpoint", "pack", null].map((field) => draftField(field, "named"))).toEqual([
    "timeout_s",
    "policy",
    "endpoint",
    null,
    null,
  ]);
});
