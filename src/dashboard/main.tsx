import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { setNonce } from "get-nonce";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { queryClient } from "./api/query-client.ts";
import { pageNonce } from "./look/nonce.ts";
import { startTheme } from "./look/theme.ts";
import { router } from "./router.ts";

startTheme();
// Style sheets that the dialogs' library writes are let in by it.
setNonce(pageNonce());

createRoot(document.querySelector("#root") as HTMLElement).render(
  <StrictMode>
    <QueryClientProvider client={queryClient}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
