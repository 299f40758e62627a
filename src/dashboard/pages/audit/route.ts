import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "../../shell/lazy-page.ts";
import { rootRoute } from "../../shell/root-route.tsx";
import { textIn, type GivenSearch } from "../../shell/search.ts";
import { AUDIT_FILTERS } from "./filters.ts";

/** `/audit?kind=config&actor=cli&last=7d&open=ID`: every change, who made it, and one of them closely. */
export const auditRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/audit",
  validateSearch: (given: GivenSearch) => textIn(given, ...AUDIT_FILTERS, "open"),
  component: lazyPage(() => import("./audit-page.tsx"), "AuditPage"),
});
