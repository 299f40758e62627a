import { readdirSync } from "node:fs";
import { join } from "node:path";

const SUFFIX = ".spool";

/** The file of a segment: numbered from 1 within a run's folder. */
export function segmentFile(folder: string, segment: number): string {
  return join(folder, `${String(segment).padStart(8, "0")}${SUFFIX}`);
}

/** Numbers of the segments in a run's folder, oldest first. */
export function segmentsIn(folder: string): readonly number[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(SUFFIX))
    .map((name) => Number(name.slice(0, -SUFFIX.length)))
    .filter((segment) => Number.isSafeInteger(segment))
    .toSorted((a, b) => a - b);
}
