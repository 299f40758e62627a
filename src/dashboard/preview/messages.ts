import type { Policy } from "../../core/policy.ts";
import type { SimulationResult } from "../../replay/result.ts";

/** What the thread is told: the columns first, then policies. Each gets one answer, in order; once no other comes, the last one's result is said again, refined. */
export type ToPreview =
  | { readonly kind: "open"; readonly buffer: ArrayBuffer }
  | { readonly kind: "policy"; readonly policy: Policy };

export type FromPreview =
  | { readonly kind: "opened" }
  | { readonly kind: "result" | "refined"; readonly result: SimulationResult }
  | { readonly kind: "mistake"; readonly message: string };
