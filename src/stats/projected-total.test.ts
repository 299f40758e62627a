import { expect, test } from "vitest";
import { projectedTotal, ratioDraw } from "./projected-total.ts";
import { pairSums, ratioOfSums } from "./ratio.ts";
import { seeded } from "./seeded.ts";

const random = seeded([1, 2, 3, 4]);
const uniform = (): number => (random.next() + 0.5) / 2 ** 32;
const lognormal = (sigma: number): number =>
  Math.exp(sigma * Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()));

test("nothing uncertain: the point; rows alone; and both are wider than either", () => {
  const baseline = Array.from({ length: 400 }, () => lognormal(1));
  const nothing = new Float64Array(400);
  const certain = { amount: baseline, ratio: 0.5, draw: () => 0.5 };
  const shaky = { amount: baseline, ratio: 0.5, draw: ratioDraw(0.5, 0.05, 29) };
  const of = (part: typeof shaky, estimand: "future" | "window") =>
    projectedTotal(nothing, [part], baseline, { random: seeded([5, 6, 7, 8]), estimand });
  const point = of(certain, "window");
  expect(point.total.upper - point.total.lower).toBeLessThan(1e-9);
  expect(point.saving?.estimate).toBeCloseTo(0.5, 12);
  const width = ({ total }: ReturnType<typeof of>): number => total.upper - total.lower;
  const [rows, ratio, both] = [of(certain, "future"), of(shaky, "window"), of(shaky, "future")];
  expect(width(rows)).toBeGreaterThan(0);
  expect(width(both)).toBeGreaterThan(width(rows));
  expect(width(both)).toBeGreaterThan(width(ratio));
  expect(width(both)).toBeLessThan(width(rows) + width(ratio));
  expect(of(shaky, "future")).toEqual(both);
});

test("no baseline: no saving", () => {
  const none = projectedTotal([1, 2], [], [0, 0], { random, estimand: "future" });
  expect(none).toMatchObject({ saving: null, total: { estimate: 3 } });
  expect(projectedTotal([], [], [], { random, estimand: "future" }).total).toEqual({ estimate: 0, lower: 0, upper: 0 });
});

test("the range of 5 % to 95 % holds the truth in about 9 of 10 windows", () => {
  const truth = 0.4;
  const runs = 300;
  let inside = 0;
  for (let run = 0; run < runs; run += 1) {
    const x = Array.from({ length: 60 }, () => lognormal(0.8));
    const y = x.map((value) => truth * value * lognormal(0.5) * Math.exp(-0.125));
    const learnt = ratioOfSums(pairSums(x, y));
    const window = Array.from({ length: 500 }, () => lognormal(0.8));
    const ratio = learnt.estimate as number;
    const { saving } = projectedTotal(
      new Float64Array(500),
      [{ amount: window, ratio, draw: ratioDraw(ratio, learnt.standardError as number, 59) }],
      window,
      { random: seeded([run + 1, 2, 3, 4]), estimand: "future", draws: 200 },
    );
    if ((saving?.lower ?? 1) <= 1 - truth && 1 - truth <= (saving?.upper ?? 0)) inside += 1;
  }
  process.stdout.write(`projected savings: ${inside} of ${runs} ranges hold the truth\n`);
  expect(inside / runs).toBeGreaterThan(0.83);
  expect(inside / runs).toBeLessThan(0.96);
});
