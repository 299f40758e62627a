/** A sketch as JSON: counts by bucket key. */
export interface SketchJson {
  readonly alpha: number;
  readonly zero: number;
  readonly pos: readonly (readonly [key: number, weight: number])[];
  readonly neg: readonly (readonly [key: number, weight: number])[];
  readonly count: number;
  readonly sum: number;
  readonly min: number | null;
  readonly max: number | null;
}

/** Quantiles of any finite numbers within a relative error, in the memory of the buckets in use. Merging is exact and in any order. */
export interface SignedSketch {
  /** A weight of occurrences, 1 unless told. A value that is not finite, or a weight that is not above 0, throws. */
  readonly add: (value: number, weight?: number) => void;
  /** Takes the other's counts in; its relative error must be the same. */
  readonly merge: (other: SignedSketch) => void;
  /** The value at rank floor(q (n - 1)), within alpha of it; with weights, where the cumulative weight passes q of it. Null when empty. */
  readonly quantile: (q: number) => number | null;
  readonly toJson: () => SketchJson;
}

/** DDSketch (Masson, Rim and Lee 2019) with stores for both signs: key = ceil(ln v / ln gamma), gamma = (1 + alpha) / (1 - alpha). */
export function signedSketch(alpha = 0.01, from?: SketchJson): SignedSketch {
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`a sketch's relative error lies between 0 and 1, not ${alpha}`);
  const gamma = (1 + alpha) / (1 - alpha);
  const log = Math.log(gamma);
  const positive = new Map<number, number>();
  const negative = new Map<number, number>();
  let zero = 0;
  let count = 0;
  let sum = 0;
  let min = Infinity;
  let max = -Infinity;
  if (from !== undefined) take(from);

  function take(json: SketchJson): void {
    if (json.alpha !== alpha) throw new RangeError(`a sketch of ${json.alpha} cannot be merged into one of ${alpha}`);
    for (const [key, weight] of json.pos) raise(positive, key, weight);
    for (const [key, weight] of json.neg) raise(negative, key, weight);
    zero += json.zero;
    count += json.count;
    sum += json.sum;
    min = Math.min(min, json.min ?? Infinity);
    max = Math.max(max, json.max ?? -Infinity);
  }

  function toJson(): SketchJson {
    const ordered = (store: ReadonlyMap<number, number>) => [...store].sort(([a], [b]) => a - b);
    return {
      alpha,
      zero,
      pos: ordered(positive),
      neg: ordered(negative),
      count,
      sum,
      min: count === 0 ? null : min,
      max: count === 0 ? null : max,
    };
  }

  return {
    add(value, weight = 1) {
      if (!Number.isFinite(value)) throw new RangeError(`a sketch holds finite numbers, not ${value}`);
      if (!(weight > 0 && weight < Infinity)) throw new RangeError(`a weight is above 0 and finite, not ${weight}`);
      if (value === 0) zero += weight;
      else raise(value > 0 ? positive : negative, sketchKey(Math.abs(value), log), weight);
      count += weight;
      sum += value * weight;
      min = Math.min(min, value);
      max = Math.max(max, value);
    },
    merge: (other) => take(other.toJson()),
    quantile(q) {
      if (count === 0) return null;
      const { pos, neg } = toJson();
      const whole = [...pos, ...neg].every(([, weight]) => Number.isInteger(weight)) && Number.isInteger(zero);
      const rank = whole ? Math.floor(q * (count - 1)) : q * count;
      let reached = 0;
      const passes = (weight: number): boolean => (reached += weight) > rank;
      for (const [key, weight] of neg.toReversed()) if (passes(weight)) return Math.max(min, -middle(key));
      if (zero > 0 && passes(zero)) return 0;
      for (const [key, weight] of pos) if (passes(weight)) return Math.min(max, middle(key));
      return max;
    },
    toJson,
  };

  function middle(key: number): number {
    return (2 * gamma ** key) / (gamma + 1);
  }
}

function raise(store: Map<number, number>, key: number, weight: number): void {
  store.set(key, (store.get(key) ?? 0) + weight);
}

function sketchKey(size: number, log: number): number {
  return Math.ceil(Math.log(size) / log);
}

/** Relative error of an OpenTelemetry exponential histogram at a scale: (base - 1) / (base + 1), base = 2^(2^-scale). */
export function exponentialHistogramError(scale: number): number {
  const base = 2 ** (2 ** -scale);
  return (base - 1) / (base + 1);
}
