import { words } from "../../../report/shadow/words.ts";
import type { ShadowSummary } from "../../../shadow/summary.ts";
import { Badge, type Tone } from "../../parts/badge.tsx";
import { VERDICT_ACTIONS } from "./verdicts.ts";

const TONES: Readonly<Record<ShadowSummary["verdict"], Tone>> = {
  needs_review: "bad",
  needs_better_evidence: "warn",
  changed_but_passing: "accent",
  clean: "good",
};

/** What to do about a switch, in two words. */
export function VerdictBadge({ verdict }: { readonly verdict: ShadowSummary["verdict"] }) {
  return (
    <Badge tone={TONES[verdict]} title={VERDICT_ACTIONS[verdict]}>
      {words(verdict)}
    </Badge>
  );
}
