import type { Chance } from "./chance.ts";

export interface Person {
  readonly name: string;
  readonly plan: "free" | "pro" | "enterprise";
  readonly region: string;
}

const PEOPLE = 120;
const REGIONS = ["eu", "us", "apac"];

/** End users, some of whom use far more than others. */
export interface People {
  someone(): Person;
}

/** 120 end users; the k-th uses about 1/k^1.1 of what the first does. */
export function people(chance: Chance): People {
  const all = Array.from({ length: PEOPLE }, (_, index): Person => {
    const plan = chance.yes(0.1) ? "enterprise" : chance.yes(0.4) ? "pro" : "free";
    return { name: `sample-user-${String(index + 1).padStart(3, "0")}`, plan, region: chance.pick(REGIONS) };
  });
  const weights = all.map((_, index) => (index + 1) ** -1.1);
  return { someone: () => all[chance.weighted(weights)] as Person };
}
