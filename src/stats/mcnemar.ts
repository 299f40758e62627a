import { atLeast, atMost, binomialMass, type Mass } from "./mass.ts";

/** p-values of paired pass/fail outcomes, given only the pairs that disagree. */
export interface McNemar {
  /** Exact, two-sided: min(1, 2 P(Bin(b+c, 1/2) <= min(b, c))). */
  readonly twoSided: number;
  /** Two-sided mid-p: half of the observed outcome's probability is left out on either side; less conservative. */
  readonly midP: number;
  /** One-sided: P(Bin(b+c, 1/2) >= losses); small where the candidate harms. */
  readonly harm: number;
}

/** Exact McNemar test (1947; mid-p: Fagerland, Lydersen and Laake 2013). `gains`: only the candidate passes; `losses`: only the baseline does. */
export function mcnemar(gains: number, losses: number): McNemar {
  const n = gains + losses;
  if (n === 0) return { twoSided: 1, midP: 1, harm: 1 };
  const mass = binomialMass(n, 0.5);
  const fewer = Math.min(gains, losses);
  const tail = atMost(mass, fewer);
  return {
    twoSided: Math.min(1, 2 * tail),
    midP: gains === losses ? 1 : Math.min(1, 2 * tail - at(mass, fewer)),
    harm: Math.min(1, atLeast(mass, losses)),
  };
}

/**
 * Evidence against "gains are as likely as losses" that may be looked at after every pair: the Beta(1, 1) mixture
 * b! c! 2^(b+c) / (b+c+1)!. At 20 or more, stop at 5 %.
 */
export function mcnemarEvidence(gains: number, losses: number): number {
  // 1 / ((n + 1) C(n, gains) / 2^n): the mass at gains is C(n, gains) / 2^n.
  const n = gains + losses;
  let log = Math.log(n + 1) - n * Math.LN2;
  const fewer = Math.min(gains, losses);
  for (let index = 1; index <= fewer; index += 1) log += Math.log((n - fewer + index) / index);
  return Math.exp(-log);
}

function at({ from, probabilities }: Mass, k: number): number {
  return probabilities[k - from] ?? 0;
}
