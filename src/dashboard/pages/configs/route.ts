import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "../../shell/lazy-page.ts";
import { rootRoute } from "../../shell/root-route.tsx";
import { textIn, type GivenSearch } from "../../shell/search.ts";

/** `/configs?dialog=new`: every config, and what serves what. */
export const configsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/configs",
  validateSearch: (given: GivenSearch) => textIn(given, "dialog"),
  component: lazyPage(() => import("./configs-page.tsx"), "ConfigsPage"),
});

/** `/configs/cheaper?tab=differences&version=3&against=1`: one config, in one version, beside another. */
export const configRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/configs/$name",
  validateSearch: (given: GivenSearch) => textIn(given, "tab", "version", "against", "dialog", "request"),
  component: lazyPage(() => import("./config-page.tsx"), "ConfigPage"),
});
