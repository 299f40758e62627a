import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "../../shell/lazy-page.ts";
import { rootRoute } from "../../shell/root-route.tsx";
import { textIn, type GivenSearch } from "../../shell/search.ts";

const WINDOW = ["last", "from", "to", "origin"] as const;

/** The number of a pair; whatever else stands there is left out. */
function pairIn({ pair }: GivenSearch): { pair?: number } {
  const number = Number(pair);
  return Number.isInteger(number) && number > 0 ? { pair: number } : {};
}

/** `/shadow?last=30d&verdict=needs_review`: what to do about each primary and shadow. */
const overviewRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/shadow",
  validateSearch: (given: GivenSearch) =>
    textIn(given, ...WINDOW, "verdict", "project", "endpoint", "primary", "candidate"),
  component: lazyPage(() => import("./overview-page.tsx"), "OverviewPage"),
});

/** `/shadow/pairs/shp_...?last=30d`: one of them, closely. */
const pairRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/shadow/pairs/$id",
  validateSearch: (given: GivenSearch) => textIn(given, ...WINDOW),
  component: lazyPage(() => import("./pair-page.tsx"), "PairPage"),
});

/** `/shadow/runs/shr_...?show=loss&contract=refund&pair=3`: a run, pair by pair. */
const runRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/shadow/runs/$id",
  validateSearch: (given: GivenSearch) => ({ ...textIn(given, "show", "contract"), ...pairIn(given) }),
  component: lazyPage(() => import("./run/run-page.tsx"), "RunPage"),
});

/** `/shadow/mirrors?add=mirror`: live traffic that is asked of a candidate as well. */
const mirrorsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/shadow/mirrors",
  validateSearch: (given: GivenSearch) => textIn(given, "add", "remove"),
  component: lazyPage(() => import("./mirrors/mirrors-page.tsx"), "MirrorsPage"),
});

/** Everything below `/shadow`. */
export const shadowRoutes = [overviewRoute, pairRoute, runRoute, mirrorsRoute] as const;
