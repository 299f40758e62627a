import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../shell/root-route.tsx";

/** `/experiments/sim_8f3c`: what an experiment came to. */
export const experimentRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/experiments/$id",
  component: lazyRouteComponent(() => import("./experiment-page.tsx"), "ExperimentPage"),
});
