import * as fc from "fast-check";
import { expect, it } from "vitest";
import { compilePolicy } from "../core/compile.ts";
import { parsePolicy } from "../core/policy.ts";
import { policyArbitrary } from "../testing/arbitraries.ts";
import { makeKnowledge } from "./knowledge/index.ts";
import { logArbitrary } from "./log.fixtures.ts";
import { frameOf } from "./log-frame.fixtures.ts";
import { makeWorkbench, replayPolicy } from "./replay-policy.ts";
import { surroundingsArbitrary } from "./surroundings.fixtures.ts";
import { chooseWindow } from "./window.ts";

const TARGETS = ["a:one", "a:two", "b:one", "c:three"];
const ACCEPTS = [{ tool_calls: "present" }, { json_schema: true }, { min_mean_logprob: -0.4 }];

const cascadeArbitrary = fc.record({
  strategy: fc.constant("cascade"),
  steps: fc.array(fc.oneof(fc.constantFrom(...TARGETS), policyArbitrary(TARGETS)), { minLength: 2, maxLength: 3 }),
  accept: fc.constantFrom(...ACCEPTS),
});

it(
  "tells in one walk what a second one tells that accepts every answer nobody can tell of",
  { timeout: 60_000 },
  () => {
    let told = 0;
    let untold = 0;
    fc.assert(
      fc.property(
        fc.record({
          log: logArbitrary(TARGETS),
          surroundings: surroundingsArbitrary(TARGETS),
          policy: cascadeArbitrary,
          segmentRows: fc.constantFrom(17, 64, 5_000),
          manyPolicies: fc.boolean(),
        }),
        ({ log, surroundings, policy, segmentRows, manyPolicies }) => {
          const frame = frameOf(log, segmentRows);
          const bench = makeWorkbench(makeKnowledge(frame, surroundings), manyPolicies);
          const { selection } = chooseWindow(frame, {}, { rows: Number.POSITIVE_INFINITY, seed: "understudy" });
          if (selection.rows === 0) return;
          const compiled = compilePolicy(parsePolicy(policy), {
            known: TARGETS,
            resolve: (text) => text,
            capabilities: surroundings.capabilities,
            config: () => null,
          });
          const question = { pricesAt: null, outliers: 0 };
          const replay = replayPolicy(compiled, selection, bench, { ...question, unknownAccept: "escalate" });
          const again = replayPolicy(compiled, selection, bench, {
            ...question,
            unknownAccept: "accept",
            costsOnly: true,
          });
          expect(again.accepted).toBeNull();
          if (replay.accepted === null) {
            if (replay.total.happened.unidentified > 0) untold++;
            return;
          }
          told++;
          const { cost, low, high } = again.total.candidate;
          expect(replay.accepted).toEqual({ escalated: again.total.happened.escalated, cost, low, high });
        },
      ),
      { numRuns: 80 },
    );
    expect(told).toBeGreaterThan(10);
    expect(untold).toBeGreaterThan(0);
  },
);
