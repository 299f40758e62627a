import { expect, it } from "vitest";
import { dashboardRoutes, routeOf } from "./routes.ts";
import { missing } from "./screenshots/missing.ts";
import { VIEWS } from "./screenshots/views.ts";

it("`npm run screenshots` takes every page that the router knows", async () => {
  const routes = await dashboardRoutes();
  expect(routes).toContain("/experiments/$id");
  expect(missing(routes)).toEqual([]);
  expect(missing([...routes, "/new-page"])).toEqual(["/new-page"]);
});

it("a page that names its words is not taken for one that takes any", () => {
  const routes = ["/experiments/$id", "/experiments/new", "/endpoints/$project/$name"];
  expect(routeOf("/experiments/new?by=policy", routes)).toBe("/experiments/new");
  expect(routeOf("/experiments/sim_1", routes)).toBe("/experiments/$id");
  expect(routeOf("/experiments", routes)).toBeUndefined();
});

it("no two of its files have one name", () => {
  expect(new Set(VIEWS.map(({ name }) => name)).size).toBe(VIEWS.length);
});
