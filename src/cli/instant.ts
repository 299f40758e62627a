import { UNKNOWN } from "../core/figures/rounding.ts";

/** `2024-08-05 00:00:02` in UTC, from ms since the epoch; null is not known. */
export function instant(at: number | null): string {
  return at === null ? UNKNOWN : new Date(at).toISOString().slice(0, 19).replace("T", " ");
}

/** ISO 8601 with milliseconds, for JSON; null stays null. */
export function isoInstant(at: number | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}
