/** What a share of requests to the strong model buys, in percent, ascending. */
export interface RouterCurve {
  /** Percent of requests that went to the strong model. */
  readonly strongPercent: readonly number[];
  readonly score: readonly number[];
  readonly weak: number;
  readonly strong: number;
}

/** Average performance gap recovered (RouteLLM, Ong et al. 2024): (mean score over the curve - weak) / (strong - weak). Null where strong = weak. */
export function gapRecovered({ strongPercent, score, weak, strong }: RouterCurve): number | null {
  if (strong === weak) return null;
  let area = 0;
  for (let index = 1; index < score.length; index += 1) {
    const width = (strongPercent[index] as number) - (strongPercent[index - 1] as number);
    area += (width * ((score[index] as number) + (score[index - 1] as number))) / 2;
  }
  return (area / 100 - weak) / (strong - weak);
}

/** Percent of calls to the strong model at which a share of the gap is recovered, by linear interpolation; null where it never is. */
export function callsForGap({ strongPercent, score, weak, strong }: RouterCurve, share: number): number | null {
  const wanted = weak + share * (strong - weak);
  for (let index = 0; index < score.length; index += 1) {
    if ((score[index] as number) < wanted) continue;
    if (index === 0) return strongPercent[0] as number;
    const from = score[index - 1] as number;
    const low = strongPercent[index - 1] as number;
    return low + ((wanted - from) / ((score[index] as number) - from)) * ((strongPercent[index] as number) - low);
  }
  return null;
}

/** A router or model: what it costs, and how good it is. */
export interface CostQuality {
  readonly cost: number;
  readonly quality: number;
}

/** The corners of the non-decreasing concave hull over cost, ascending: what no mixture of others beats. */
export function costQualityHull(points: readonly CostQuality[]): readonly CostQuality[] {
  const hull: CostQuality[] = [];
  for (const point of points.toSorted((a, b) => a.cost - b.cost || b.quality - a.quality)) {
    const last = hull.at(-1);
    if (last !== undefined && point.quality <= last.quality) continue;
    while (hull.length >= 2 && !bends(hull.at(-2) as CostQuality, hull.at(-1) as CostQuality, point)) hull.pop();
    hull.push(point);
  }
  return hull;
}

/** Average improvement in quality (RouterBench, Hu et al. 2024): area below the hull up to `mostCost`, over mostCost - least cost. */
export function averageQuality(
  points: readonly CostQuality[],
  mostCost: number,
): { readonly area: number; readonly mean: number } | null {
  const hull = costQualityHull(points);
  const first = hull[0];
  if (first === undefined || first.cost >= mostCost) return null;
  const last = hull.at(-1) as CostQuality;
  let area = Math.max(0, mostCost - last.cost) * last.quality;
  for (let index = 1; index < hull.length; index += 1) {
    const from = hull[index - 1] as CostQuality;
    const to = hull[index] as CostQuality;
    const end = Math.min(to.cost, mostCost);
    if (end <= from.cost) break;
    const quality = from.quality + ((end - from.cost) / (to.cost - from.cost)) * (to.quality - from.quality);
    area += ((end - from.cost) * (from.quality + quality)) / 2;
  }
  return { area, mean: area / (mostCost - first.cost) };
}

function bends(a: CostQuality, b: CostQuality, c: CostQuality): boolean {
  return (b.quality - a.quality) * (c.cost - b.cost) > (c.quality - b.quality) * (b.cost - a.cost);
}
