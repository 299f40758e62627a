import { expect, test } from "vitest";
import { seeded } from "../stats/seeded.ts";
import { readPairs } from "./columns.ts";
import { measureResults, thresholdsOf } from "./calibration.ts";
import { bucketOfComparison } from "./compare-pair.ts";
import { controlFindings } from "./control.ts";
import { definition, pair, records, said, side } from "./pairs.fixtures.ts";

const RUNS = 150;

/** Shares of runs whose interval of the excess holds `truth`, and mean excess, for candidates whose likeness to the baseline is drawn lower by `shift`. */
function excesses(shift: number): { readonly holdZero: number; readonly mean: number } {
  const random = seeded([11, 22, 33, 44]);
  const uniform = (): number => (random.next() + 0.5) / 2 ** 32;
  let holdZero = 0;
  let sum = 0;
  for (let run = 0; run < RUNS; run += 1) {
    const pairs = Array.from({ length: 300 }, (_, at) =>
      pair(at, {
        replay: side({ answer: said("It left on its way to you yesterday.") }),
        control: at < 100 ? side({ answer: said("It left on its way to you, yesterday.") }) : null,
        // Between the 10th percentile and 1 either way; the candidate's lie lower by the shift.
        cosine: { replay: Math.max(0, 0.7 + 0.3 * uniform() - shift), control: 0.7 + 0.3 * uniform() },
      }),
    );
    const asked = definition(300, { embeddings: "e:p" });
    const columns = readPairs(records(pairs));
    const thresholds = thresholdsOf(measureResults(columns, asked));
    const buckets = columns.likeness.similarity.map((similarity, row) =>
      bucketOfComparison({ measure: columns.likeness.measure[row] ?? null, similarity, atMost: "high" }, thresholds),
    );
    const excess = controlFindings(columns, buckets, thresholds, asked)?.result.differs.excess;
    if ((excess?.ci_95.lower ?? 1) <= 0 && 0 <= (excess?.ci_95.upper ?? -1)) holdZero += 1;
    sum += excess?.estimate ?? Number.NaN;
  }
  return { holdZero: holdZero / RUNS, mean: sum / RUNS };
}

test("a candidate that differs no more than the baseline from itself has no excess, one that does has", () => {
  const same = excesses(0);
  const other = excesses(0.1);
  process.stdout.write(`excess over the noise floor: ${JSON.stringify({ same, other })}\n`);
  expect(Math.abs(same.mean)).toBeLessThan(0.03);
  expect(same.holdZero).toBeGreaterThan(0.91);
  expect(other.mean).toBeGreaterThan(0.25);
  expect(other.holdZero).toBeLessThan(0.05);
}, 60_000);
