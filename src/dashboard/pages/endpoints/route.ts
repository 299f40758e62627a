import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "../../shell/lazy-page.ts";
import { rootRoute } from "../../shell/root-route.tsx";
import { textIn, type GivenSearch } from "../../shell/search.ts";

const listRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/endpoints",
  validateSearch: (given: GivenSearch) => textIn(given, "dialog"),
  component: lazyPage(() => import("./endpoints-page.tsx"), "EndpointsPage"),
});

const oneRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/endpoints/$project/$name",
  validateSearch: (given: GivenSearch) => textIn(given, "tab", "version", "against", "dialog"),
  component: lazyPage(() => import("./endpoint-page.tsx"), "EndpointPage"),
});

/** `/endpoints`, and `/endpoints/shop/support?tab=differences&version=3&against=1`: one of them in one version. */
export const endpointRoutes = [listRoute, oneRoute] as const;
