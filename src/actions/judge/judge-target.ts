import { OperatorError } from "../../core/errors.ts";
import type { Target } from "../../core/target.ts";
import type { Spine } from "../serve/spine.ts";

/** Checks that a judge can be asked. Throws `provider_unknown`, `provider_key_missing`, `judge_refused`, `price_unknown`. @param force also without a known price */
export function checkTarget(spine: Pick<Spine, "about" | "providers">, judge: Target, force: boolean): void {
  const about = spine.about(judge);
  if (about === null) {
    throw new OperatorError("provider_unknown", `the provider of judge ${judge} is not configured`, {
      field: "judge",
      hint: `Name a judge as MODEL:PROVIDER; there are ${spine.providers.join(", ") || "no providers"}.`,
    });
  }
  if (about.missing_key !== null) {
    throw new OperatorError(
      "provider_key_missing",
      `the key of judge ${judge} is missing: ${about.missing_key} is not in the environment`,
    );
  }
  if (about.recorded) {
    throw new OperatorError("judge_refused", `${judge} answers from a recording, which holds no verdicts`, {
      field: "judge",
    });
  }
  if (about.rates === null && !force) {
    throw new OperatorError(
      "price_unknown",
      `no price is known of ${judge}: its calls could not be kept under the cap`,
    );
  }
}
