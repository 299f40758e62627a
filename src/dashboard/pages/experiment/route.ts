import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "../../shell/lazy-page.ts";
import { rootRoute } from "../../shell/root-route.tsx";
import { textIn, type GivenSearch } from "../../shell/search.ts";

/** `/experiments/sim_8f3c?tab=pairs&bucket=major&pair=12`: what an experiment came to. `request` opens one request of a simulation, and tells pairs which one is meant. */
export const experimentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/experiments/$id",
  validateSearch: (given: GivenSearch) => ({
    ...textIn(given, "tab", "bucket", "pair", "judge", "request", "verdict", "label"),
  }),
  component: lazyPage(() => import("./experiment-page.tsx"), "ExperimentPage"),
});
