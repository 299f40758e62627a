import { CatchBoundary } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { Failure } from "./failure.tsx";

/** Keeps what goes wrong in one part of a page to that part; another address begins anew. */
export function Boundary({ children }: { readonly children: ReactNode }) {
  return (
    <CatchBoundary getResetKey={() => location.href} errorComponent={Failure}>
      {children}
    </CatchBoundary>
  );
}
