import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "../../shell/lazy-page.ts";
import { rootRoute } from "../../shell/root-route.tsx";
import { textIn, type GivenSearch } from "../../shell/search.ts";

/** `/health?hours=168&target=gpt-4o:openai`: how targets do, one of them over time. */
export const healthRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/health",
  validateSearch: (given: GivenSearch) => textIn(given, "hours", "target"),
  component: lazyPage(() => import("./health-page.tsx"), "HealthPage"),
});
