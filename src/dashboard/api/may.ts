import { useQuery } from "@tanstack/react-query";
import { sessionQuery } from "./session.ts";

const RANK = { client: 0, viewer: 1, editor: 2, admin: 3 } as const;

/** Whether whoever is signed in has at least this role; the API says no to all others anyway. */
export function useMay(least: "editor" | "admin"): boolean {
  const { data } = useQuery(sessionQuery);
  return data !== undefined && RANK[data.role] >= RANK[least];
}
