import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../shell/root-route.tsx";
import { textIn, type GivenSearch } from "../../shell/search.ts";

/** `/audit?action=gateway.replay`: every change, and who made it. */
export const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/audit",
  validateSearch: (given: GivenSearch) => ({ ...textIn(given, "action") }),
  component: lazyRouteComponent(() => import("./audit-page.tsx"), "AuditPage"),
});
