import type { Policy } from "../../core/policy.ts";
import type { SimulationResult } from "../../replay/result.ts";

/** What the thread is told: the columns first, then policies. Each gets one answer, in order; once no other comes, the last one's result is said again, refined. */
export type ToPreview =
  | { readonly kind: "open"; readonly buffer: ArrayBuffer }
  | { readonly kind: "policy"; readonly policy: Policy };

/** Why a policy cannot be replayed. */
export interface PreviewMistake {
  readonly message: string;
  /** What to do; "" where there is nothing to say. */
  readonly hint: string;
  /** Where in the policy it stands: `targets[1].model`; null where that is not known, or in a stored config that it uses. */
  readonly field: string | null;
}

export type FromPreview =
  | { readonly kind: "opened" }
  | { readonly kind: "result" | "refined"; readonly result: SimulationResult }
  | ({ readonly kind: "mistake" } & PreviewMistake);
