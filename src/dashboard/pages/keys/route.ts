import { createRoute, lazyRouteComponent } from "@tanstack/react-router";
import { rootRoute } from "../../shell/root-route.tsx";

/** `/keys`: who may ask for what, and the projects that keys and traffic belong to. */
export const keysRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/keys",
  component: lazyRouteComponent(() => import("./keys-page.tsx"), "KeysPage"),
});
