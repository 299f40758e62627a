import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "../../shell/lazy-page.ts";
import { rootRoute } from "../../shell/root-route.tsx";

/** `/keys`: who may ask for what, and the projects that keys and traffic belong to. */
export const keysRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/keys",
  component: lazyPage(() => import("./keys-page.tsx"), "KeysPage"),
});
