import { hash } from "node:crypto";
import { seeded, seedWords } from "../../stats/seeded.ts";

/** Reproducible choices. */
export interface Chance {
  /** Uniform in [0, 1). */
  uniform(): number;
  normal(): number;
  yes(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** A position, each as likely as its weight. */
  weighted(weights: readonly number[]): number;
  /** 32 random bits as 8 hex digits. */
  hex8(): string;
}

/** Choices fixed by a seed. */
export function chanceOf(seed: string): Chance {
  const stream = seeded(seedWords(hash("sha256", seed, "buffer")));
  const uniform = (): number => stream.next() / 2 ** 32;
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    yes: (probability) => uniform() < probability,
    pick: (list) => list[stream.index(list.length)] as (typeof list)[number],
    weighted: (weights) => {
      let rest = uniform() * weights.reduce((sum, weight) => sum + weight, 0);
      const found = weights.findIndex((weight) => (rest -= weight) < 0);
      return found === -1 ? weights.length - 1 : found;
    },
    hex8: () => stream.next().toString(16).padStart(8, "0"),
  };
}
