import * as fc from "fast-check";
import { expect, it } from "vitest";
import { OperatorError } from "../core/errors.ts";
import { parsePolicy, type Policy } from "../core/policy.ts";
import { splitTarget } from "../core/target.ts";
import { policyArbitrary } from "../testing/arbitraries.ts";
import { makeKnowledge } from "./knowledge/index.ts";
import { logArbitrary } from "./log.fixtures.ts";
import { frameOf } from "./log-frame.fixtures.ts";
import {
  openPreview,
  type OpenPreview,
  previewBytes,
  previewQuestion,
  previewResult,
  refinedPreview,
} from "./preview.ts";
import { makeWorkbench } from "./replay-policy.ts";
import type { SimulationResult } from "./result.ts";
import { capabilitiesOf } from "./replay-world.ts";
import { surroundingsArbitrary } from "./surroundings.fixtures.ts";
import { chooseWindow } from "./window.ts";

/** The last one is in no log. */
const TARGETS = ["a:one", "a:two", "b:one", "c:three"];
const NOWHERE = "a:four";

/** What comes of it, be it a mistake: a log with no answer leaves a ranking nobody to choose. */
function answerOf(work: () => SimulationResult): SimulationResult | string {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof OperatorError)) throw error;
    return error.message;
  }
}

function previewPolicy(open: OpenPreview, policy: Policy): SimulationResult {
  const question = previewQuestion(open, policy);
  return refinedPreview(question, previewResult(question));
}

it("rows that are carried away are replayed as they are at home, to the last digit", () => {
  let told = 0;
  let joined = 0;
  const property = fc.property(
    fc.record({
      log: logArbitrary(TARGETS),
      surroundings: surroundingsArbitrary([...TARGETS, NOWHERE]),
      policies: fc.array(policyArbitrary([...TARGETS, NOWHERE]), { minLength: 3, maxLength: 3 }),
      segmentRows: fc.constantFrom(17, 64, 5_000),
      sample: fc.constantFrom(5, 40, 400, Number.POSITIVE_INFINITY),
      seed: fc.constantFrom("understudy", "another"),
      filter: fc.constantFrom({}, {}, { project: "shop" }, { model: "a" }),
    }),
    ({ log, surroundings, policies, segmentRows, sample, seed, filter }) => {
      const frame = frameOf(log, segmentRows);
      const window = chooseWindow(frame, filter, { rows: sample, seed });
      if (window.selection.rows === 0) return;
      const prices = {
        version: "for testing",
        card: surroundings.rates,
        knows: () => true,
        providersOf: (model: string) =>
          TARGETS.flatMap((target) => (splitTarget(target)?.model === model ? [splitTarget(target)!.provider] : [])),
        contextWindow: (target: string) => surroundings.capabilities(target).context_window,
      };
      const about = { from: null, to: null, seed, price_file: null, lessons: [], configs: [], notes: [] };
      const bytes = previewBytes(frame, window, about);
      const away = openPreview(bytes.buffer, () => prices);
      const knowledge = makeKnowledge(frame, {
        priceVersion: prices.version,
        rates: prices.card,
        capabilities: capabilitiesOf(prices),
        quality: new Map(),
        inSampleTiers: false,
      });
      const home = { about: { ...about, window }, prices, bench: makeWorkbench(knowledge), window };
      for (const policy of policies.map((given) => parsePolicy(given))) {
        const expected = answerOf(() => previewPolicy(home, policy));
        expect(answerOf(() => previewPolicy(away, policy))).toEqual(expected);
        if (typeof expected !== "string") told++;
      }
      for (const target of knowledge.census.targets.keys()) {
        for (const segment of away.bench.knowledge.frame.segments())
          joined += away.bench.knowledge
            .join(target)(segment)
            .filter((entry) => entry >= 0).length;
      }
    },
  );
  fc.assert(property, { numRuns: 40, seed: 1 });
  fc.assert(property, { numRuns: 40 });
  expect(told).toBeGreaterThan(100);
  expect(joined).toBeGreaterThan(20);
}, 60_000);
