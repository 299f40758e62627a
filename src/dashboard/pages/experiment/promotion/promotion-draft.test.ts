import { expect, it } from "vitest";
import { askedPromotion, fieldProblem, FIRST_WATCH, type PromotionDraft } from "./promotion-draft.ts";

const DRAFT: PromotionDraft = {
  to: "project:shop",
  all: false,
  percent: "10",
  control: "",
  arm: "",
  as: "",
  watched: false,
  watch: FIRST_WATCH,
};

it("asks for a share, or for all of it; an empty field is asked for nothing", () => {
  const asked = { to: "project:shop", percent: 10, arm: null, control: null, as: null, watch: null, force: false };
  expect(askedPromotion(DRAFT)).toEqual(asked);
  expect(askedPromotion({ ...DRAFT, all: true, percent: "", control: "a:x" })).toEqual({ ...asked, percent: null });
  expect(askedPromotion({ ...DRAFT, control: " single:gpt-4o:openai ", as: "main", arm: "cheap" })).toEqual({
    ...asked,
    control: "gpt-4o:openai",
    as: "main",
    arm: "cheap",
  });
  const config = { strategy: "config", name: "main", version: 3 };
  expect(askedPromotion({ ...DRAFT, control: "main@3" })?.control).toEqual(config);
  expect(askedPromotion({ ...DRAFT, to: "" })).toBeNull();
  expect(askedPromotion({ ...DRAFT, percent: " " })).toBeNull();
});

it("takes percents of errors as shares, and leaves a limit that is empty out", () => {
  const watch = { ...FIRST_WATCH, errors: "7", p95: "4000" };
  expect(askedPromotion({ ...DRAFT, watched: true, watch })?.watch).toEqual({
    for: "24h",
    max_error_rate: 0.07,
    max_p95_ms: 4_000,
    max_cost_per_request_usd: null,
    auto_rollback: true,
  });
});

it("knows which field a refusal is about", () => {
  expect(fieldProblem({ field: "--percent", message: "0 % is no share" })).toEqual({
    field: "percent",
    message: "0 % is no share",
  });
  expect(fieldProblem({ field: null, message: "no" })).toBeNull();
});
