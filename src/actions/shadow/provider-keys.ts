import type { AskingSide } from "../asking/ask-target.ts";

type Side = Pick<AskingSide, "provider" | "model">;

/** The variables that keys of both sides are taken from before the providers' own. */
export const PRIMARY_KEY = "REPLAYCI_PROVIDER_KEY";
export const SHADOW_KEY = "REPLAYCI_SHADOW_PROVIDER_KEY";

/**
 * Both sides with their keys by value; null leaves a side to its provider's own variable. The primary's key serves the shadow of the same provider: sent to another one
 * it would be told to another company.
 */
export function withKeys(
  primary: Side,
  shadow: Side,
  environment: (name: string) => string | undefined,
): { readonly primary: AskingSide; readonly shadow: AskingSide } {
  const of = (name: string): string | null => environment(name) || null;
  const key = of(PRIMARY_KEY);
  return {
    primary: { ...primary, key },
    shadow: { ...shadow, key: of(SHADOW_KEY) ?? (shadow.provider === primary.provider ? key : null) },
  };
}
