import type { Asking, AskingSide } from "../actions/asking/ask-target.ts";
import type { AskFailure } from "../actions/shadow/ask-shadow.ts";
import { OperatorError } from "../core/errors.ts";
import { PROVIDER_KEY } from "./live-check.ts";

/** Where the shadow's key may stand, before its provider's own variable. */
const SHADOW_KEY = "REPLAYCI_SHADOW_PROVIDER_KEY";

/**
 * A shadow with its key by value; null leaves it to its provider's own variable. The primary's key serves a shadow of the same provider: told to
 * another one it would be told to another company.
 */
export function shadowSide(
  primary: string,
  shadow: Pick<AskingSide, "provider" | "model">,
  environment: (name: string) => string | undefined,
): AskingSide {
  const shared = shadow.provider === primary ? environment(PROVIDER_KEY) : undefined;
  return { ...shadow, key: environment(SHADOW_KEY) || shared || null };
}

/**
 * Connects to both sides before anything is sent. A shadow without a key changes nothing of the primary: it is a failure to be told of. Throws what
 * is wrong with the primary, and with the command line; `provider_key_missing` that names both keys where both are missing.
 */
export async function connectSides<Primary>(
  primary: () => Promise<Primary>,
  shadow: (primary: Primary | null) => Promise<Asking>,
  side: AskingSide,
): Promise<{ readonly primary: Primary; readonly shadow: Asking | AskFailure }> {
  const first = await orKeyMissing(primary);
  const second = await orKeyMissing(() => shadow(first instanceof OperatorError ? null : first));
  if (first instanceof OperatorError) {
    if (!(second instanceof OperatorError)) throw first;
    throw new OperatorError("provider_key_missing", "neither the primary nor the shadow has a key", {
      hint: `Set ${PROVIDER_KEY} and ${SHADOW_KEY}; ${first.message}, and ${second.message}.`,
    });
  }
  if (!(second instanceof OperatorError)) return { primary: first, shadow: second };
  const message = `the shadow was not asked: ${second.message}, or ${SHADOW_KEY} (${side.provider})`;
  return { primary: first, shadow: { class: "client_4xx", code: "401", message } };
}

async function orKeyMissing<Side>(connect: () => Promise<Side>): Promise<Side | OperatorError> {
  try {
    return await connect();
  } catch (error) {
    if (error instanceof OperatorError && error.code === "provider_key_missing") return error;
    throw error;
  }
}
