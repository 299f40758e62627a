import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Answer } from "../../core/answer/answer.ts";
import { BUCKETS } from "../bucket.ts";
import { DIFFERENCE_KINDS } from "../difference.ts";
import { MEASURES } from "./index.ts";

const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.jsonValue().map((value) => JSON.stringify(value)),
  fc.jsonValue().map((value) => `\`\`\`json\n${JSON.stringify(value, null, 1)}\n\`\`\``),
  fc
    .array(fc.constantFrom("not", "the", "refund", "$1,240.00", "2024-05-13", "max_tokens", "https://a.b/c", "ない"))
    .map((words) => words.join(" ")),
);
const answer: fc.Arbitrary<Answer> = fc.record({
  text: fc.option(text, { nil: null }),
  tool_calls: fc.array(
    fc.record({ name: fc.constantFrom("f", "g"), arguments: fc.jsonValue(), parses: fc.constant(true) }),
    { maxLength: 3 },
  ),
  refused: fc.constant(false),
  finish_reason: fc.constant("stop"),
  mean_logprob: fc.constant(null),
});
const cosine = fc.option(fc.double({ min: 0, max: 1, noNaN: true }), { nil: null });

describe.each(MEASURES)("$name", (measure) => {
  test("an answer is wholly like itself", () => {
    fc.assert(
      fc.property(answer, (one) => {
        const likeness = measure.compare({ original: one, replay: structuredClone(one), cosine: 1 });
        if (likeness !== null) expect(likeness).toEqual({ similarity: 1, differences: [], atMost: "high" });
      }),
    );
  });

  test("both ways round are the same, and within bounds", () => {
    fc.assert(
      fc.property(answer, answer, cosine, (original, replay, cosine) => {
        const there = measure.compare({ original, replay, cosine });
        const back = measure.compare({ original: replay, replay: original, cosine });
        if (there === null || back === null) {
          expect(there).toBe(back);
          return;
        }
        expect(there.similarity).toBeCloseTo(back.similarity, 12);
        expect(there.atMost).toBe(back.atMost);
        expect(there.similarity >= 0 && there.similarity <= 1).toBe(true);
        expect(BUCKETS).toContain(there.atMost);
        for (const { kind, path } of there.differences) {
          expect(DIFFERENCE_KINDS).toContain(kind);
          expect(path.startsWith("/")).toBe(true);
        }
      }),
    );
  });

  test("its thresholds are in order", () => {
    const { high, mild } = measure.thresholds;
    expect(high > mild && high <= 1 && mild >= 0).toBe(true);
  });
});

test("the last takes any pair, and names are told apart", () => {
  fc.assert(
    fc.property(answer, answer, (original, replay) => {
      expect(MEASURES.at(-1)?.compare({ original, replay, cosine: null })).not.toBeNull();
    }),
  );
  expect(new Set(MEASURES.map(({ name }) => name)).size).toBe(MEASURES.length);
});
