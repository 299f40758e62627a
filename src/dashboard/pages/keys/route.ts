import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "../../shell/lazy-page.ts";
import { rootRoute } from "../../shell/root-route.tsx";
import { textIn, type GivenSearch } from "../../shell/search.ts";

/** `/keys?dialog=new-key`, `?revoke=ID`, `?project=NAME`: who may ask for what, and the projects that keys and traffic belong to. */
export const keysRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/keys",
  validateSearch: (given: GivenSearch) => textIn(given, "dialog", "revoke", "project"),
  component: lazyPage(() => import("./keys-page.tsx"), "KeysPage"),
});
