import { queryOptions } from "@tanstack/react-query";
import { ask } from "./client.ts";

/** What a client or a person presents; never the key itself. */
export interface Key {
  readonly id: string;
  readonly name: string;
  /** Its first characters, to tell keys apart. */
  readonly prefix: string;
  readonly role: "client" | "viewer" | "editor" | "admin";
  readonly project: string;
  readonly endpoint: string | null;
  readonly budget_usd_per_day: number | null;
  readonly spent_usd_today: number;
  /** ISO 8601. */
  readonly expires_at: string | null;
  readonly revoked_at: string | null;
  readonly created_at: string;
  readonly state: "good" | "expired" | "revoked";
}

export type NewKey = Pick<Key, "name" | "role" | "project" | "endpoint" | "budget_usd_per_day" | "expires_at">;

/** Oldest first. */
export const keysQuery = queryOptions({
  queryKey: ["keys", "list"],
  queryFn: async ({ signal }) => (await ask<{ readonly keys: readonly Key[] }>("/api/keys", { signal })).keys,
});

/** Makes a key: `key` is in this answer and nowhere else. */
export function createKey(asked: NewKey): Promise<Key & { readonly key: string }> {
  return ask("/api/keys", { method: "POST", body: asked });
}

export function revokeKey(id: string): Promise<Key> {
  return ask<Key>(`/api/keys/${encodeURIComponent(id)}`, { method: "DELETE" });
}
