import { createRoute, createRouter, redirect } from "@tanstack/react-router";
import { auditRoute } from "./pages/audit/route.ts";
import { configRoute, configsRoute } from "./pages/configs/route.ts";
import { experimentRoute } from "./pages/experiment/route.ts";
import { experimentsRoute } from "./pages/experiments/route.ts";
import { endpointRoutes } from "./pages/endpoints/route.ts";
import { healthRoute } from "./pages/health/route.ts";
import { keysRoute } from "./pages/keys/route.ts";
import { logsRoute } from "./pages/logs/route.ts";
import { newRunRoute } from "./pages/new-run/route.ts";
import { shadowRoutes } from "./pages/shadow/route.ts";
import { PageFailure } from "./shell/page-failure.tsx";
import { readSearch, writtenSearch } from "./shell/search.ts";
import { rootRoute } from "./shell/root-route.tsx";

const homeRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/",
  beforeLoad: () => {
    throw redirect({ to: "/logs" });
  },
});

/** Every page of the dashboard. A page is a folder of `pages` with a `route.ts`; it is listed here and, if people go there directly, in `shell/places.ts`. */
export const router = createRouter({
  routeTree: rootRoute.addChildren([
    homeRoute,
    logsRoute,
    newRunRoute,
    experimentsRoute,
    experimentRoute,
    ...shadowRoutes,
    configsRoute,
    configRoute,
    ...endpointRoutes,
    keysRoute,
    healthRoute,
    auditRoute,
  ]),
  parseSearch: readSearch,
  stringifySearch: writtenSearch,
  // Around each page alone: the navigation stays.
  defaultErrorComponent: PageFailure,
  defaultPreload: "intent",
  scrollRestoration: true,
});

declare module "@tanstack/react-router" {
  interface Register {
    router: typeof router;
  }
}
