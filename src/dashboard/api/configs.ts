import { queryOptions } from "@tanstack/react-query";
import { ask } from "./client.ts";

/** A named policy in one of its versions, which never change. */
export interface Config {
  readonly name: string;
  readonly version: number;
  readonly policy: unknown;
  /** ISO 8601. */
  readonly created_at: string;
  readonly note: string | null;
}

/** Every version of every config, by name and version. */
export const configsQuery = queryOptions({
  queryKey: ["configs", "list"],
  queryFn: async ({ signal }) =>
    (await ask<{ readonly configs: readonly Config[] }>("/api/configs", { signal })).configs,
});

/** Stores a policy as the next version of a name; the newest version where it says the same already. */
export function addConfig(config: Pick<Config, "name" | "policy" | "note">): Promise<Config> {
  return ask<Config>("/api/configs", { method: "POST", body: config });
}
