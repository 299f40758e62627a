import { ORIGINS, PASSING_ORIGINS } from "../../core/exchange.ts";
import { BIT } from "../../replay/frame.ts";

const DAY = 86_400_000;

/**
 * Which rows of a project share blocks: those of one UTC day that go together. What retention removes never shares a block with
 * what stays, or bodies would outlive their rows. Days count from the epoch; rows that retention removes have negative shelves.
 */
export function shelfOf(createdAt: number, bits: number): number {
  const day = Math.floor(createdAt / DAY);
  return PASSING_ORIGINS.includes(ORIGINS[(bits >> BIT.origin) & 7] as (typeof ORIGINS)[number]) ? -1 - day : day;
}

/** The span of time of a shelf's rows, ms, half-open. */
export function spanOf(shelf: number): readonly [from: number, to: number] {
  const day = shelf < 0 ? -1 - shelf : shelf;
  return [day * DAY, (day + 1) * DAY];
}
