import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import { problemOf } from "./problem.ts";
import { sessionQuery } from "./session.ts";

/** What fails while the session is fine is asked again after each look at the session: without a pause the two would chase each other. */
const BETWEEN_LOOKS_MS = 1_000;
let pausing = false;
let wanted = false;

/** Looks whether the session still holds; what is heard of in the pause behind that is looked at once when it ends. */
function look(): void {
  wanted = pausing;
  if (pausing) return;
  pausing = true;
  void queryClient.invalidateQueries(sessionQuery);
  setTimeout(() => {
    pausing = false;
    if (wanted) look();
  }, BETWEEN_LOOKS_MS);
}

/** Whatever finds out first that the session is over, or the gateway gone, tells the page around it. */
function heard(error: unknown): void {
  const { kind } = problemOf(error);
  if (kind === "signed_out" || kind === "offline") look();
}

/** What the pages asked the API, and what it answered. */
export const queryClient: QueryClient = new QueryClient({
  queryCache: new QueryCache({
    onError(error, { queryKey }) {
      if (queryKey[0] !== "session") heard(error);
    },
    // And once the gateway is there again, what failed meanwhile is asked again.
    onSuccess(_, { queryKey }) {
      if (queryKey[0] === "session")
        void queryClient.refetchQueries({ predicate: ({ state }) => state.status === "error" });
    },
  }),
  mutationCache: new MutationCache({
    onError(error) {
      heard(error);
      // What was to be changed went while the page was open: the page finds out what of it is left.
      if (problemOf(error).kind === "gone") void queryClient.invalidateQueries();
    },
  }),
  defaultOptions: {
    queries: {
      staleTime: 10_000,
      // A gateway on this very machine answers without a network.
      networkMode: "always",
      retry: (failures, error) => failures < 2 && ["offline", "broken"].includes(problemOf(error).kind),
    },
    mutations: { networkMode: "always" },
  },
});
