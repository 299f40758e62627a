import { hash64, mix32 } from "../../core/dice.ts";

/** A stream of numbers fixed by a text. */
export interface Draws {
  /** Uniform in [0, 1). */
  uniform(): number;
  /** Standard normal. */
  normal(): number;
  /** True with this probability. */
  chance(probability: number): boolean;
  /** A whole number from `least` to `most`, both possible. */
  between(least: number, most: number): number;
  pick<T>(list: readonly T[]): T;
}

/** Numbers that look random and are the same for the same text. */
export function draws(text: string): Draws {
  const { hi, lo } = hash64(text);
  let count = 0;
  const uniform = (): number => {
    count += 1;
    const word = mix32(hi ^ mix32(lo + Math.imul(count, 0x9e3779b9)));
    return word / 2 ** 32;
  };
  const between = (least: number, most: number): number => least + Math.floor(uniform() * (most - least + 1));
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    chance: (probability) => uniform() < probability,
    between,
    pick: (list) => list[between(0, list.length - 1)] as (typeof list)[number],
  };
}
