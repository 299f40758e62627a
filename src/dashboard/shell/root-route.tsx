import { createRootRoute } from "@tanstack/react-router";
import { Page } from "../parts/page.tsx";
import { ProblemNotice } from "../parts/notice.tsx";
import { Button } from "../parts/button.tsx";
import { Layout } from "./layout.tsx";

function Broken({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  return (
    <Page title="This page failed">
      <ProblemNotice error={error} retry={reset} />
    </Page>
  );
}

function NotFound() {
  return (
    <Page title="There is no such page">
      <Button onClick={() => history.back()}>Back</Button>
    </Page>
  );
}

/** What every page hangs below. */
export const rootRoute = createRootRoute({ component: Layout, errorComponent: Broken, notFoundComponent: NotFound });
