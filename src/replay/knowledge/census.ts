import { ORIGINS, type Origin } from "../../core/exchange.ts";
import type { Target } from "../../core/target.ts";
import { BIT, type Frame } from "../frame.ts";

/** Origins whose rows count as evidence of how a target answers. */
export const EVIDENCE_ORIGINS: readonly Origin[] = ["live", "import", "experiment", "replay"];

export const EVIDENCE_ORIGIN_MASK = EVIDENCE_ORIGINS.reduce((mask, origin) => mask | (1 << ORIGINS.indexOf(origin)), 0);

/** `live` and `import` stand first. */
const LAST_TRAFFIC_ORIGIN = ORIGINS.indexOf("import");

/** Whether a row's target was really asked, and ended with an answer or a failure. */
export function hasEnded(bits: number): boolean {
  return (
    ((bits >>> BIT.status) & 7) <= 1 &&
    ((bits >>> BIT.gateway_cache_hit) & 1) === 0 &&
    ((bits >>> BIT.embeddings) & 1) === 0
  );
}

/** Whether a row shows how its target answers, for other rows too. */
export function isEvidence(bits: number): boolean {
  return ((EVIDENCE_ORIGIN_MASK >>> ((bits >>> BIT.origin) & 7)) & 1) === 1 && hasEnded(bits);
}

/** Whether a row is evidence from traffic itself: what health and expected lengths are made of, live and over a log alike. */
export function isTraffic(bits: number): boolean {
  return isEvidence(bits) && ((bits >>> BIT.origin) & 7) <= LAST_TRAFFIC_ORIGIN;
}

export interface TargetCount {
  readonly target: Target;
  /** Its code in the frame's dictionary. */
  readonly code: number;
  readonly rows: number;
  readonly failures: number;
}

/** Who served how many rows of a log. */
export interface Census {
  readonly rows: number;
  readonly oldest: number;
  readonly newest: number;
  readonly targets: ReadonlyMap<Target, TargetCount>;
}

/** A loop of its own: one that stands in another is compiled anew for each segment. */
function countRows(target: Uint32Array, bits: Uint32Array, rows: Float64Array, failures: Float64Array): void {
  for (let row = 0; row < bits.length; row++) {
    const word = bits[row]!;
    if (!isEvidence(word)) continue;
    rows[target[row]!]!++;
    failures[target[row]!]! += (word >>> BIT.status) & 1;
  }
}

/** Counts evidence rows by target in one pass. */
export function takeCensus(frame: Frame): Census {
  const names = frame.dictionary("target");
  const rows = new Float64Array(names.length);
  const failures = new Float64Array(names.length);
  let total = 0;
  let oldest = Number.POSITIVE_INFINITY;
  let newest = Number.NEGATIVE_INFINITY;
  for (const segment of frame.segments()) {
    const target = segment.column("target");
    const bits = segment.column("bits");
    total += segment.rows;
    oldest = Math.min(oldest, segment.from);
    newest = Math.max(newest, segment.to);
    countRows(target, bits, rows, failures);
  }
  const targets = new Map<Target, TargetCount>();
  // By name, not by code: the same rows are the same census, whatever else the log has held.
  for (const [code, name] of [...names.entries()].toSorted(([, a], [, b]) => ((a ?? "") < (b ?? "") ? -1 : 1))) {
    if (name === null || rows[code] === 0) continue;
    targets.set(name, { target: name, code, rows: rows[code]!, failures: failures[code]! });
  }
  return { rows: total, oldest, newest, targets };
}
