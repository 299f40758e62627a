import type { CallKind } from "../core/send.ts";
import type { PairAttempt } from "./pair.ts";
import type { SideColumns } from "./columns.ts";
import type { Share } from "./figure.ts";
import { shareOf } from "./figures.ts";

/** How often one side asked more than its first choice, of the pairs whose calls were kept. */
export interface Exercised {
  /** Another target was asked because one failed. */
  readonly fallback: Share;
  /** A target was asked again because it failed. */
  readonly retried: Share;
  /** A further step of a cascade was asked because an answer was not accepted. */
  readonly escalated: Share;
}

/** Null where no pair kept its calls. */
export function exercisedOf({ attempts }: SideColumns, clusters: readonly number[]): Exercised | null {
  const kept = attempts.flatMap((calls, row) => (calls === null ? [] : [{ calls, cluster: clusters[row] as number }]));
  if (kept.length === 0) return null;
  const of = kept.map(({ cluster }) => cluster);
  const made = (kind: CallKind): Share =>
    shareOf(
      kept.map(({ calls }) => calls.some((one: PairAttempt) => one.kind === kind)),
      of,
    );
  return { fallback: made("fallback"), retried: made("retry"), escalated: made("step") };
}
