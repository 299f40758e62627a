import { useQuery } from "@tanstack/react-query";
import { Outlet } from "@tanstack/react-router";
import { problemOf } from "../api/problem.ts";
import { sessionQuery } from "../api/session.ts";
import { ProblemNotice } from "../parts/notice.tsx";
import { Skeleton } from "../parts/skeleton.tsx";
import { KeyList } from "./key-list.tsx";
import { Navigation } from "./navigation.tsx";
import { SignIn } from "./sign-in.tsx";

const RETRY_MS = 3_000;

/** The page around the page: who is signed in, where one can go. */
export function Layout() {
  const session = useQuery({
    ...sessionQuery,
    refetchInterval: ({ state }) => (state.status === "error" ? RETRY_MS : false),
  });
  if (session.data === undefined) {
    if (session.isPending) return <Skeleton lines={6} label="Signing in" />;
    if (problemOf(session.error).kind === "signed_out") return <SignIn />;
    return (
      <main className="mx-auto max-w-xl p-4">
        <ProblemNotice error={session.error} retry={() => void session.refetch()} />
      </main>
    );
  }
  // What is on the page stays there when a session ends or the gateway stops: nothing typed is lost.
  const lost = session.isError ? problemOf(session.error) : null;
  return (
    <div className="flex min-h-screen flex-col">
      <a href="#page" className="sr-only focus:not-sr-only focus:absolute focus:z-50 focus:bg-paper focus:p-2">
        To the content
      </a>
      <Navigation session={session.data} />
      {lost !== null && (
        <div className="px-3">
          <ProblemNotice error={lost} retry={() => void session.refetch()} />
        </div>
      )}
      <main id="page" tabIndex={-1} className="min-w-0 flex-1 outline-none">
        <Outlet />
      </main>
      <KeyList />
    </div>
  );
}
