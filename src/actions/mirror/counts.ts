/** What became of the requests that a mirror chose. */
export const MIRROR_OUTCOMES = ["compared", "failed", "skipped", "dropped", "capped"] as const;
export type MirrorOutcome = (typeof MIRROR_OUTCOMES)[number];

/** Requests by what became of them. */
export type MirrorCounts = Readonly<Partial<Record<MirrorOutcome, number>>>;

export function addCounts(one: MirrorCounts, other: MirrorCounts): MirrorCounts {
  const sums = MIRROR_OUTCOMES.map((outcome) => [outcome, (one[outcome] ?? 0) + (other[outcome] ?? 0)] as const);
  return Object.fromEntries(sums.filter(([, count]) => count > 0));
}
