import type { Evidence } from "../../core/evidence.ts";
import { Badge, type Tone } from "./badge.tsx";

const TONE: Readonly<Record<Evidence, Tone>> = {
  measured: "good",
  recorded: "good",
  projected: "accent",
  assumed: "warn",
  unidentified: "bad",
};

const MEANING: Readonly<Record<Evidence, string>> = {
  measured: "the target was really called for this",
  recorded: "the log holds the same request answered by the same target",
  projected: "computed from prices and observed speed, with token ratios learnt from pairs of real answers",
  assumed: "computed without such pairs: the baseline's own numbers stand in",
  unidentified: "the log cannot tell; there is no number",
};

/** What a number stands on. No number of an experiment is shown without it. */
export function EvidenceBadge({ evidence }: { readonly evidence: Evidence }) {
  return (
    <Badge tone={TONE[evidence]} title={MEANING[evidence]}>
      {evidence}
    </Badge>
  );
}
