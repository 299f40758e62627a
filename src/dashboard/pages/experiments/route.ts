import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "../../shell/lazy-page.ts";
import { rootRoute } from "../../shell/root-route.tsx";
import { textIn, type GivenSearch } from "../../shell/search.ts";

/** `/experiments?mode=with_responses&state=running&text=cheaper`: every experiment, newest first. */
export const experimentsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/experiments",
  validateSearch: (given: GivenSearch) => ({ ...textIn(given, "mode", "state", "text") }),
  component: lazyPage(() => import("./experiments-page.tsx"), "ExperimentsPage"),
});
