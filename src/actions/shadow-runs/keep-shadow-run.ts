import type { ShadowComparison } from "../../shadow/comparison.ts";
import type { Control } from "../../store/control.ts";
import type { StoredShadowRun } from "../../store/shadow.ts";
import { tellVerdict } from "./verdict-event.ts";

/** Stores a run that ended, once, and tells webhooks where its verdict is news. @returns false where it was there already */
export function keepShadowRun(
  { control }: { readonly control: Pick<Control, "shadows" | "webhooks"> },
  run: StoredShadowRun,
  comparisons: readonly ShadowComparison[],
): boolean {
  if (!control.shadows.putShadowRun(run, comparisons)) return false;
  tellVerdict(control, run.id);
  return true;
}
