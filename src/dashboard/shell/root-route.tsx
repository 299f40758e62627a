import { createRootRoute } from "@tanstack/react-router";
import { Layout } from "./layout.tsx";
import { NoPage } from "./no-page.tsx";
import { PageFailure } from "./page-failure.tsx";

/** What every page hangs below. */
export const rootRoute = createRootRoute({ component: Layout, errorComponent: PageFailure, notFoundComponent: NoPage });
