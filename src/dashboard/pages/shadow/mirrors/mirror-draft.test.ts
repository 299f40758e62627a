import { expect, it } from "vitest";
import { bodyOf, draftField, EMPTY_DRAFT, mistakesOf } from "./mirror-draft.ts";

it("a draft becomes what the API takes: percent a share, seconds ms, no endpoint null", () => {
  const draft = { ...EMPTY_DRAFT, policy: " single:gpt-4o-mini:openai ", share: "7%", timeout_s: "1.5" };
  expect(mistakesOf(draft)).toEqual({});
  expect(bodyOf(draft)).toEqual({
    project: "default",
    endpoint: null,
    policy: "single:gpt-4o-mini:openai",
    share: 0.07,
    max_usd_per_day: 5,
    timeout_ms: 1500,
    concurrency: 4,
  });
  expect(bodyOf({ ...draft, endpoint: " support " }).endpoint).toBe("support");
});

it("each field that cannot be sent says so", () => {
  const wrong = {
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
  expect(["timeout_ms", "policy.model", "endpoint", "pack", null].map(draftField)).toEqual([
    "timeout_s",
    "policy",
    "endpoint",
    null,
    null,
  ]);
});
