import { createRoute } from "@tanstack/react-router";
import { lazyPage } from "../../shell/lazy-page.ts";
import { rootRoute } from "../../shell/root-route.tsx";
import { textIn, type GivenSearch } from "../../shell/search.ts";
import { FORM_NAMES } from "./form-names.ts";

/** `/experiments/new?window=30d&tag=support&config=cheaper@3&mode=with_responses`: the form as it is filled in. */
export const newRunRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: "/experiments/new",
  validateSearch: (given: GivenSearch) => textIn(given, ...FORM_NAMES),
  component: lazyPage(() => import("./new-run-page.tsx"), "NewRunPage"),
});
