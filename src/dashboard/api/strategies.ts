import { queryOptions } from "@tanstack/react-query";
import type { DescribedStrategy } from "../../core/strategy-schemas.ts";
import { ask } from "./client.ts";

/** Every strategy with its schema: they change with the gateway only. */
export const strategiesQuery = queryOptions({
  queryKey: ["strategies"],
  staleTime: Number.POSITIVE_INFINITY,
  queryFn: async ({ signal }) =>
    (await ask<{ readonly strategies: readonly DescribedStrategy[] }>("/api/strategies", { signal })).strategies,
});
