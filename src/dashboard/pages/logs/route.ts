import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "../../shell/lazy-page.ts";
import { rootRoute } from "../../shell/root-route.tsx";
import { textIn, type GivenSearch } from "../../shell/search.ts";
import { FILTER_NAMES } from "./filters.ts";

/** `/logs?status=failed&open=ID&tab=replay`: the filter, the open row and its tab. */
export const logsRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/logs",
  validateSearch: (given: GivenSearch) => textIn(given, ...FILTER_NAMES, "open", "tab"),
  component: lazyPage(() => import("./logs-page.tsx"), "LogsPage"),
});
