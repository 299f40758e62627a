import { useQuery } from "@tanstack/react-query";
import { Outlet } from "@tanstack/react-router";
import { useEffect, useMemo, useRef, useState } from "react";
import { problemOf } from "../api/problem.ts";
import { sessionQuery } from "../api/session.ts";
import { ProblemNotice } from "../parts/notice.tsx";
import { SigningInAgainContext } from "../parts/signing-in-again.ts";
import { Skeleton } from "../parts/skeleton.tsx";
import { KeyList } from "./key-list.tsx";
import { Navigation } from "./navigation.tsx";
import { SignInAgain } from "./sign-in-again.tsx";
import { SignIn } from "./sign-in.tsx";

const RETRY_MS = 2_000;
/** So that a page nothing is asked on says it too. */
const LOOK_MS = 5_000;

/** The page around the page: who is signed in, where one can go. */
export function Layout() {
  const session = useQuery({
    ...sessionQuery,
    refetchInterval: ({ state }) => (state.status === "error" ? RETRY_MS : LOOK_MS),
  });
  const lost = session.isError ? problemOf(session.error) : null;
  const signedOut = lost?.kind === "signed_out";
  const page = useRef<HTMLElement>(null);
  const [times, setTimes] = useState(0);
  const [asking, setAsking] = useState(false);
  useEffect(() => {
    if (!signedOut) return undefined;
    return () => {
      setTimes((before) => before + 1);
      setAsking(false);
    };
  }, [signedOut]);
  const again = useMemo(() => ({ begin: () => setAsking(true), times }), [times]);

  if (session.data === undefined) {
    if (session.isPending) return <Skeleton lines={6} label="Signing in" />;
    if (signedOut) return <SignIn />;
    return (
      <main className="mx-auto max-w-xl p-4">
        <ProblemNotice error={session.error} retry={() => void session.refetch()} />
      </main>
    );
  }
  return (
    <SigningInAgainContext value={again}>
      <div className="flex min-h-screen flex-col">
        <a
          href="#page"
          className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-paper focus:p-2"
          onClick={(event) => {
            // The address is the page's, and says nothing of where the focus is.
            event.preventDefault();
            page.current?.focus();
          }}
        >
          To the content
        </a>
        <Navigation session={session.data} />
        {/* What is on the page stays there when a session ends or the gateway stops: nothing typed is lost. */}
        {lost !== null && (
          <div className="px-3">
            <ProblemNotice error={lost} retry={() => void session.refetch()} />
          </div>
        )}
        <main ref={page} id="page" tabIndex={-1} className="min-w-0 flex-1 outline-none">
          <Outlet />
        </main>
        <KeyList />
        {asking && <SignInAgain onClose={() => setAsking(false)} />}
      </div>
    </SigningInAgainContext>
  );
}
