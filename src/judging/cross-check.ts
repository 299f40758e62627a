import { cohenKappa } from "../stats/kappa.ts";
import type { JudgedPair } from "./judged-pair.ts";

/** Two runs on the same pairs. Their disagreement is shown, and never voted away. */
export interface CrossCheck {
  /** Pairs that both have a verdict for. */
  readonly pairs: number;
  readonly categories: readonly ["worse", "equivalent", "better"];
  /** Rows the first run, columns the second. */
  readonly confusion: readonly (readonly number[])[];
  readonly agreement: number | null;
  readonly kappa: number | null;
  readonly linear_kappa: number | null;
}

const CATEGORIES = ["worse", "equivalent", "better"] as const;

/** Agreement of two runs over the pairs that both judged. */
export function crossCheck(first: readonly JudgedPair[], second: readonly JudgedPair[]): CrossCheck {
  const verdicts = new Map(second.map(({ request_id, verdict }) => [request_id, verdict]));
  const confusion = CATEGORIES.map((one) =>
    CATEGORIES.map(
      (other) =>
        first.filter(({ request_id, verdict }) => verdict === one && verdicts.get(request_id) === other).length,
    ),
  );
  const { n, agreement, kappa, linearKappa } = cohenKappa(confusion);
  return { pairs: n, categories: CATEGORIES, confusion, agreement, kappa, linear_kappa: linearKappa };
}
