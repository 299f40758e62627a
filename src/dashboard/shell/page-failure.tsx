import { useRouter } from "@tanstack/react-router";
import { Failure } from "../parts/failure.tsx";
import { Page } from "../parts/page.tsx";

/** A page that could not be drawn, inside the navigation that leads on to the others. */
export function PageFailure({ error, reset }: { readonly error: unknown; readonly reset: () => void }) {
  const router = useRouter();
  return (
    <Page title="This page failed">
      <Failure
        error={error}
        reset={() => {
          reset();
          void router.invalidate();
        }}
      />
    </Page>
  );
}
