import { expect, it } from "vitest";
import type { ChoosableScope } from "../../../api/promotions.ts";
import { onlyScope } from "./only-scope.ts";

const of = (scope: string, requests: number): ChoosableScope => ({
  scope,
  requests,
  models: [],
  serves: { from: "default", config: null },
});
const [shop, lab] = [of("project:shop", 12), of("project:lab", 0)];

it("is the only one that the window holds requests of, or the only one that there is", () => {
  expect(onlyScope([shop, lab], "policy")).toBe("project:shop");
  expect(onlyScope([lab], "policy")).toBe("project:lab");
});

it("is nothing where somebody has to say which one is meant", () => {
  expect(onlyScope([shop, of("endpoint:shop/support", 3)], "policy")).toBe("");
  expect(onlyScope([lab, of("project:office", 0)], "policy")).toBe("");
  expect(onlyScope([], "policy")).toBe("");
});

it("is the endpoint that an endpoint version was tried on, which is listed first", () => {
  const [tried, other] = [of("endpoint:shop/support", 0), of("endpoint:shop/search", 30)];
  expect(onlyScope([tried, other], "endpoint")).toBe("endpoint:shop/support");
});
