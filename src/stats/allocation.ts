/** A stratum to draw from: its share of the window, what share of it we expect to count, and how many rows it has (unlimited unless told). */
export interface Allotment {
  readonly weight: number;
  readonly expected: number;
  readonly rows?: number;
}

/** How many to draw of each stratum, in the order given; the sum is n unless the strata have fewer rows. Neyman (1934): n_h ~ W_h sqrt(p_h (1 - p_h)). */
export function neyman(strata: readonly Allotment[], n: number): readonly number[] {
  return share(
    strata.map(({ weight, expected }) => weight * Math.sqrt(expected * (1 - expected))),
    strata.map(({ rows = Infinity }) => rows),
    n,
  );
}

/** n_h ~ W_h, whole numbers. */
export function proportional(strata: readonly Allotment[], n: number): readonly number[] {
  return share(
    strata.map(({ weight }) => weight),
    strata.map(({ rows = Infinity }) => rows),
    n,
  );
}

/** At least `floor` of each stratum (all of it where it has fewer), and what remains by Neyman. Where n is not enough for the floors, equal parts. */
export function floorThenNeyman(strata: readonly Allotment[], n: number, floor = 40): readonly number[] {
  const sizes = strata.map(({ rows = Infinity }) => rows);
  const floors = sizes.map((rows) => Math.min(floor, rows));
  const least = floors.reduce((sum, count) => sum + count, 0);
  if (least >= n)
    return share(
      strata.map(() => 1),
      floors,
      n,
    );
  const left = strata.map((stratum, index) => ({
    ...stratum,
    rows: (sizes[index] as number) - (floors[index] as number),
  }));
  return neyman(left, n - least).map((count, index) => count + (floors[index] as number));
}

/** Standard error of the weighted share under an allocation: sqrt(sum W^2 p (1-p) / n). Infinite where a stratum that varies gets nothing. */
export function allocationError(strata: readonly Allotment[], counts: readonly number[]): number {
  const variance = strata.reduce((sum, { weight, expected }, index) => {
    const spread = weight * weight * expected * (1 - expected);
    return spread === 0 ? sum : sum + spread / (counts[index] as number);
  }, 0);
  return Math.sqrt(variance);
}

/** n in parts, by largest remainder (ties: the earlier one), none above its size; what one cannot take goes to the others. */
function share(parts: readonly number[], sizes: readonly number[], n: number): readonly number[] {
  const counts = parts.map(() => 0);
  let open = parts.map((_, index) => index).filter((index) => (sizes[index] as number) > 0);
  let left = n;
  while (open.length > 0 && left > 0) {
    const total = open.reduce((sum, index) => sum + (parts[index] as number), 0);
    const exact = (index: number): number => left * (total > 0 ? (parts[index] as number) / total : 1 / open.length);
    const full = open.filter((index) => exact(index) >= (sizes[index] as number));
    if (full.length === 0) {
      for (const [index, count] of largestRemainders(open, exact, left)) counts[index] = count;
      return counts;
    }
    for (const index of full) {
      counts[index] = sizes[index] as number;
      left -= sizes[index] as number;
    }
    open = open.filter((index) => !full.includes(index));
  }
  return counts;
}

function largestRemainders(
  open: readonly number[],
  exact: (index: number) => number,
  n: number,
): ReadonlyMap<number, number> {
  const counts = new Map(open.map((index) => [index, Math.floor(exact(index))]));
  const over = n - [...counts.values()].reduce((sum, count) => sum + count, 0);
  const byRemainder = open.toSorted((a, b) => (exact(b) % 1) - (exact(a) % 1) || a - b);
  for (const index of byRemainder.slice(0, over)) counts.set(index, (counts.get(index) as number) + 1);
  return counts;
}
