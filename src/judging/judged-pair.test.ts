import { expect, it } from "vitest";
import type { JudgedPair } from "./judged-pair.ts";
import { worstFirst } from "./judged-pair.ts";
import { judgedGroups } from "./judged.fixtures.ts";
import { pairsOf } from "./summarise-judging.ts";

it("puts the worst verdicts first, of equals the least alike, and what has none last", () => {
  const pairs = pairsOf(
    judgedGroups([
      { bucket: "high", said: { unjudged: "refused" }, n: 1 },
      { bucket: "high", said: "better", n: 1 },
      { bucket: "high", said: "worse", n: 1 },
      { bucket: "mild", said: "equivalent", n: 1 },
      { bucket: "major", said: "worse", n: 2 },
    ]),
  );
  expect(pairs.toSorted(worstFirst).map(({ verdict, bucket }) => `${verdict} ${bucket}`)).toEqual([
    "worse major",
    "worse major",
    "worse high",
    "equivalent mild",
    "better high",
    "unjudged high",
  ]);
});

it("puts the lowest scores first", () => {
  const [one] = pairsOf(judgedGroups([{ bucket: "high", said: "better", n: 1 }]));
  const scored = [0.9, null, 0, 0.4].map((score, pair): JudgedPair => ({
    ...(one as JudgedPair),
    pair,
    score,
    verdict: null,
  }));
  expect(scored.toSorted(worstFirst).map(({ score }) => score)).toEqual([0, 0.4, 0.9, null]);
});
