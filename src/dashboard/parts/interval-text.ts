export interface Ends {
  readonly lower: number | null;
  readonly upper: number | null;
}

type WriteEnds = (low: number | null, high: number | null) => string;

/** `95%: 3.1% to 4.0%`; empty where neither end is known. */
export function between({ lower, upper }: Ends, write: WriteEnds): string {
  return lower === null && upper === null ? "" : `95%: ${write(lower, upper)}`;
}

/** The same where a number stands alone: that it has none is said. */
export function interval(ends: Ends, write: WriteEnds): string {
  return between(ends, write) || "no interval";
}

/** Of a number that was counted or summed up over these very requests. */
export const COUNTED = "counted: no interval";
