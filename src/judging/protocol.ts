/** `pairwise`: which of two answers is better, blind; `equivalence`: how far one can stand for the other, 0 to 1. */
export const PROTOCOLS = ["pairwise", "equivalence"] as const;

export type Protocol = (typeof PROTOCOLS)[number];
