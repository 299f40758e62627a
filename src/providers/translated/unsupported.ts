import type { SharedV4Warning } from "@ai-sdk/provider";
import type { OutcomeFailure } from "../../core/outcome.ts";

/** Dropped fields without which a request is another one: what a provider keeps under a name that no other knows. */
const KEPT_BY_A_PROVIDER =
  /^(?:previous_response_id|conversation|prompt|background|container|input\.item_reference|messages\.audio)$|\.file_id$|\.source\.file$/u;

/** A request that the target cannot be asked. Another target may: it falls over as a provider's 400 does. */
export function unsupported(message: string): OutcomeFailure {
  return { class: "client_4xx", code: "unsupported_for_target", message };
}

/** Why a request cannot leave the dialect it came in; null where it can. */
export function boundToItsProvider(dropped: readonly string[], provider: string): OutcomeFailure | null {
  const bound = dropped.filter((name) => KEPT_BY_A_PROVIDER.test(name));
  if (bound.length === 0) return null;
  return unsupported(
    `${bound.join(", ")}: kept by the provider that made it, and not known to ${provider}; send the content itself, or name a target that speaks this dialect`,
  );
}

/** What a provider's package says it left out, in the names that bodies use. */
export function leftOut(warnings: readonly SharedV4Warning[]): readonly string[] {
  return warnings.flatMap((warning) => {
    if (warning.type === "other") return [warning.message];
    if (warning.type !== "unsupported") return [];
    return [warning.feature.replaceAll(/[A-Z]/gu, (letter) => `_${letter.toLowerCase()}`)];
  });
}
