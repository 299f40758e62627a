import type { Evidence, EvidenceCounts } from "../core/evidence.ts";
import { EVIDENCE } from "../core/evidence.ts";
import { thousands } from "../core/counts.ts";
import { html, type Html } from "./html.ts";
import { properties } from "./table.ts";

const MEANING: Readonly<Record<Evidence, string>> = {
  measured: "The candidate was called in this very experiment.",
  recorded: "The log holds it: this target answered this request, or one with the same hash.",
  projected: "Calculated with what earlier pairs of both models, and the target's own logged answers, teach.",
  assumed: "Calculated without such pairs: the baseline's own numbers stand in.",
  unidentified: "The data cannot tell. No number is printed.",
};

/** The word that every number carries. */
export function badge(evidence: Evidence): Html {
  return html`<span class="badge ${evidence}" title="${MEANING[evidence]}">${evidence}</span>`;
}

/** The evidence of a number that was measured; where there is none, the data could not tell. */
export function told(value: number | null): Evidence {
  return value === null ? "unidentified" : "measured";
}

/** `1,200 recorded, 40 projected`; nothing where nothing was counted. */
export function evidenceCounts(counts: EvidenceCounts): string {
  return EVIDENCE.filter((kind) => counts[kind] > 0)
    .map((kind) => `${thousands(counts[kind])} ${kind}`)
    .join(", ");
}

/** What the words mean. */
export function evidenceMeanings(): Html {
  return properties(EVIDENCE.map((kind) => [kind, MEANING[kind]] as const));
}
