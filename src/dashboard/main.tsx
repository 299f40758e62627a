import { QueryCache, QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { setNonce } from "get-nonce";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { problemOf } from "./api/problem.ts";
import { sessionQuery } from "./api/session.ts";
import { pageNonce } from "./look/nonce.ts";
import { startTheme } from "./look/theme.ts";
import { router } from "./router.ts";

startTheme();
// Style sheets that the dialogs' library writes are let in by it.
setNonce(pageNonce());

const client = new QueryClient({
  queryCache: new QueryCache({
    // Whatever finds out first that the session is over tells the page around it.
    onError(error, { queryKey }) {
      const { kind } = problemOf(error);
      if (queryKey[0] !== "session" && (kind === "signed_out" || kind === "offline"))
        void client.invalidateQueries(sessionQuery);
    },
    // And once the gateway is there again, what failed meanwhile is asked again.
    onSuccess(_, { queryKey }) {
      if (queryKey[0] === "session") void client.refetchQueries({ predicate: ({ state }) => state.status === "error" });
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      retry: (failures, error) => failures < 2 && ["offline", "broken"].includes(problemOf(error).kind),
    },
  },
});

createRoot(document.querySelector("#root") as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={client}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
