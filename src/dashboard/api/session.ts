import { queryOptions } from "@tanstack/react-query";
import { ask } from "./client.ts";
import { Problem, problemOf } from "./problem.ts";

/** Who is signed in, and to what. */
export interface Session {
  readonly name: string;
  readonly role: "viewer" | "editor" | "admin" | "client";
  readonly project: string;
  readonly version: string;
}

/** Who is signed in: fails with `signed_out` where nobody is. */
export const sessionQuery = queryOptions({
  queryKey: ["session"],
  queryFn: ({ signal }) => ask<Session>("/api/session", { signal }),
  staleTime: 60_000,
  retry: false,
});

/** Signs in with a key; the browser keeps a session cookie, and the key nowhere. */
export async function signIn(key: string): Promise<Session> {
  try {
    return await ask<Session>("/api/session", { method: "POST", body: { key } });
  } catch (error) {
    const { kind, code, message } = problemOf(error);
    // A key that is not taken ends no session.
    if (kind === "signed_out") throw new Problem(400, { code, message });
    throw error;
  }
}

export function signOut(): Promise<null> {
  return ask<null>("/api/session", { method: "DELETE" });
}
