import type { ChoosableScope } from "../../../api/promotions.ts";

/** Where a candidate belongs without being told: an endpoint version to the endpoint it was tried on, a policy to the only one in its window; "" where there is no such one. */
export function onlyScope(scopes: readonly ChoosableScope[], kind: "policy" | "endpoint"): string {
  const [first] = scopes;
  const found = scopes.filter(({ requests }) => requests > 0);
  if (kind === "endpoint" || scopes.length === 1) return first?.scope ?? "";
  return found.length === 1 ? (found[0]?.scope ?? "") : "";
}
