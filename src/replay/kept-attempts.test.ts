import * as fc from "fast-check";
import { expect, it } from "vitest";
import { compilePolicy } from "../core/compile.ts";
import { parsePolicy } from "../core/policy.ts";
import { policyArbitrary } from "../testing/arbitraries.ts";
import { makeKnowledge } from "./knowledge/index.ts";
import { logArbitrary } from "./log.fixtures.ts";
import { frameOf } from "./log-frame.fixtures.ts";
import { makeWorkbench, replayPolicy, type Replay } from "./replay-policy.ts";
import { surroundingsArbitrary } from "./surroundings.fixtures.ts";
import type { Tally } from "./tally.ts";
import { chooseWindow } from "./window.ts";

const TARGETS = ["a:one", "a:two", "b:one", "c:three"];

function told({ baseline, candidate, ...tally }: Tally): unknown {
  const { latencies, ...rest } = candidate;
  return { ...tally, ...rest, baseline: baseline.cost, quantiles: latencies.quantiles() };
}

/** All that a replay says; what targets spent within rounding, for it is added up in another order. */
function said(replay: Replay): unknown {
  return {
    ...replay,
    total: told(replay.total),
    outliers: [replay.outliers.cost, replay.outliers.latency],
    arms: [...replay.arms].map(([name, tally]) => [name, told(tally)]),
    spentAt: Array.from(replay.spentAt.subarray(0, TARGETS.length), (usd) => Number(usd.toPrecision(12))),
  };
}

it("replays many policies as each is replayed alone, out of attempts that others asked for", () => {
  let drawn = 0;
  let late = 0;
  const property = fc.property(
    fc.record({
      log: logArbitrary(TARGETS),
      surroundings: surroundingsArbitrary(TARGETS),
      policies: fc.array(policyArbitrary(TARGETS), { minLength: 3, maxLength: 3 }),
      segmentRows: fc.constantFrom(17, 5_000),
      sample: fc.constantFrom(30, Number.POSITIVE_INFINITY),
    }),
    ({ log, surroundings, policies, segmentRows, sample }) => {
      const knowledge = makeKnowledge(frameOf(log, segmentRows), surroundings);
      const { selection } = chooseWindow(knowledge.frame, {}, { rows: sample, seed: "understudy" });
      const compiled = policies.map((policy) =>
        compilePolicy(parsePolicy(policy), {
          known: TARGETS,
          resolve: (text) => text,
          capabilities: surroundings.capabilities,
          config: () => null,
        }),
      );
      const keeping = makeWorkbench(knowledge, true);
      for (const pricesAt of [null, Date.UTC(2026, 5, 1)]) {
        for (const unknownAccept of ["escalate", "accept"] as const) {
          for (const policy of compiled) {
            const options = { pricesAt, unknownAccept, outliers: 3 };
            const alone = replayPolicy(policy, selection, makeWorkbench(knowledge), options);
            const among = replayPolicy(policy, selection, keeping, options);
            expect(said(among)).toEqual(said(alone));
            drawn += alone.ratios.length;
            late += alone.total.happened.budget_missed;
          }
        }
      }
    },
  );
  fc.assert(property, { numRuns: 20, seed: 1 });
  fc.assert(property, { numRuns: 20 });
  for (const count of [drawn, late]) expect(count).toBeGreaterThan(20);
}, 60_000);
