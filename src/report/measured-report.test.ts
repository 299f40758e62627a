import { describe, expect, it } from "vitest";
import { pairView, summarise, type ExperimentResult, type Pair } from "../experiments/index.ts";
import { definition, DOWN, pair, records, RUN, said, side } from "../experiments/pairs.fixtures.ts";
import { pairsOf, summariseJudging, type JudgeResult, type JudgeUnit, type UnitOutcome } from "../judging/index.ts";
import { definition as judging, judgedGroups, outcome } from "../judging/judged.fixtures.ts";
import { measuredReport } from "./measured-report.ts";
import { worstFirst, type ReadPair } from "./read-pair.ts";

const HEAD = { created_at: Date.UTC(2026, 3, 20), written_at: Date.UTC(2026, 3, 21), version: "0.1.0" };
const HOSTILE = `</title></style></pre><script>alert("1")</script><img src=x onerror='alert(2)'>`;
const JUDGING: Parameters<typeof summariseJudging>[2] = {
  state: "completed",
  reason: null,
  spend: { cap_usd: 2, spent_usd: 0.3, reserved_usd: 0, calls: 30 },
};

/** Pairs of which every tenth replay says something else, and every fiftieth fails. */
const PAIRS: readonly Pair[] = Array.from({ length: 600 }, (_, ordinal) =>
  pair(ordinal, {
    original: side({ evidence: "recorded", latency_ms: 800 + (ordinal % 7) * 10 }),
    replay: side({
      target: "small:p",
      cost_usd: 0.001,
      latency_ms: 400 + (ordinal % 11) * 10,
      ...(ordinal % 50 === 49
        ? { failure: DOWN }
        : { answer: said(ordinal % 10 === 3 ? "No." : "The order left our house yesterday.") }),
    }),
    outcomes: { valid: { original: 1, replay: ordinal % 50 === 49 ? 0 : 1 } },
  }),
);
const RESULT: ExperimentResult = summarise(records(PAIRS), definition(600), RUN);

function scored(scores: readonly number[]): {
  readonly judge: JudgeResult;
  readonly units: JudgeUnit[];
  readonly outcomes: Map<number, UnitOutcome>;
} {
  const units: JudgeUnit[] = scores.map((_, ordinal) => ({
    kind: "pair",
    pair: ordinal,
    request_id: `request-${ordinal}`,
    bucket: "high",
    order: "original_first",
    rule: null,
  }));
  const outcomes = new Map(scores.map((score, ordinal) => [ordinal, outcome(score)]));
  const asked = judging({
    protocol: "equivalence",
    order: "single",
    drawn: { high: scores.length, mild: 0, major: 0, hard: 0 },
  } as never);
  return { judge: summariseJudging(asked, { units, outcomes, labels: [] }, JUDGING), units, outcomes };
}

const view = (one: Pair): ReadPair => ({ view: pairView(one, RESULT.similarity.measures), judgements: [] });
const written = (result = RESULT, judges: readonly JudgeResult[] = [], pairs: readonly ReadPair[] = []): string =>
  measuredReport({ result, judges, pairs }, HEAD);

/** The text of a page as a reader sees it. */
function text(document: string): string {
  return document
    .replace(/<style>[^]*?<\/style>/u, "")
    .replaceAll(/<[^>]+>/gu, " ")
    .replaceAll(/\s+/gu, " ");
}

const stepsOf = (document: string) =>
  [...document.matchAll(/<h3>\d\. ([^<]+)<\/h3>\s*<p>\s*<span class="badge (\w+)">/gu)].map(([, question, state]) => [
    question,
    state,
  ]);

describe("the report of an experiment with responses", () => {
  it("says what was measured, with evidence and intervals", () => {
    const read = text(written());
    expect(read).toContain(
      "Where both answered, requests cost $1.18 recorded and took $0.588 measured : a saving of 50.0% (saving, 95%: 50.0% to 50.0%).",
    );
    expect(read).toMatch(/12 of 600: 2\.00%/u);
    expect(read).toMatch(/Median latency: -\d+ ms \(95%: -\d+ ms to -\d+ ms\) measured/u);
    expect(read).toMatch(/valid 0 12 588 -2\.00% 95%: /u);
    expect(read).not.toMatch(/NaN|undefined|\[object|null/u);
  });

  it("answers the five steps: without a judge, quality stays open", () => {
    expect(stepsOf(written())).toEqual([
      ["Is the sample representative?", "yes"],
      ["What are cost and latency in total?", "yes"],
      ["How are the quality scores distributed?", "open"],
      ["What do the lowest-scoring pairs look like?", "open"],
      ["Switch?", "open"],
    ]);
    const few = summarise(records(PAIRS.slice(0, 40)), definition(100), RUN);
    expect(stepsOf(written(few))[0]).toEqual(["Is the sample representative?", "no"]);
  });

  it("shows the scores of an equivalence judge in bands, and the lowest pair first", () => {
    const { judge, units, outcomes } = scored([0.95, 0.95, 0.8, 0.3, 0.75, 0.92]);
    const judged = pairsOf({ units, outcomes });
    const pairs = PAIRS.slice(0, 6)
      .map((one, index) => ({
        ...view(one),
        judgements: [{ run: judge, judged: judged[index] as (typeof judged)[number] }],
      }))
      .toSorted(worstFirst);
    const document = written(RESULT, [judge], pairs);
    const read = text(document);
    expect(read).toContain("Mean equivalence 0.78");
    expect(read).toMatch(/0\.9 or more: does the same 3 of 6: 50\.0%/u);
    expect(read).toMatch(/0\.7 to 0\.9: some loss 2 of 6: 33\.3%/u);
    expect(read).toMatch(/below 0\.7: struggles 1 of 6: 16\.7%/u);
    expect(stepsOf(document)[2]).toEqual(["How are the quality scores distributed?", "yes"]);
    expect([...document.matchAll(/<h3>\d+\. <code>request-(\d)<\/code>/gu)].map(([, ordinal]) => ordinal)).toEqual([
      "3",
      "4",
      "2",
      "5",
      "0",
      "1",
    ]);
    expect(read).toMatch(
      /Model big:p small:p Input tokens 100 100 Output tokens 20 20 Cost \$0\.0020* \$0\.0010* Latency 830 ms 430 ms Quality score 0\.30 measured/u,
    );
  });

  it("takes a pairwise judge's decision", () => {
    const groups = [
      { bucket: "high", said: "equivalent", n: 100 },
      { bucket: "mild", said: "worse", n: 50 },
      { bucket: "mild", said: "better", n: 50 },
      { bucket: "major", said: "worse", n: 100 },
    ] as const;
    const judge = summariseJudging(judging(), judgedGroups(groups), JUDGING);
    const document = written(RESULT, [judge]);
    const [, switching] = stepsOf(document).at(-1) ?? [];
    expect(["yes", "partly", "no"]).toContain(switching);
    expect(text(document)).toMatch(/Decision: [a-z ]+ Better less worse: [+-]\d/u);
    expect(text(document)).toContain("Which is right?");
  });

  it("says what people say of the judge", () => {
    const { judge, units, outcomes } = scored([0.9]);
    const groups = judgedGroups([{ bucket: "high", said: "equivalent", n: 100 }]);
    const labels = Array.from({ length: 60 }, (_, at) => ({
      request_id: `r${2 * at}`,
      verdict: at < 50 ? ("equivalent" as const) : ("worse" as const),
      who: "ana",
    }));
    const labelled = summariseJudging(judging(), { ...groups, labels }, JUDGING);
    const read = text(written(RESULT, [labelled]));
    expect(read).toMatch(/People&#39;s labels 60 by 1: the judge agrees with 83\.3% of them/u);
    const none = summariseJudging(judge.definition, { units, outcomes, labels: [] }, JUDGING);
    expect(text(written(RESULT, [none]))).not.toContain("s labels");
  });

  it("keeps whatever was asked and answered as text", () => {
    const answer = said(HOSTILE, {
      tool_calls: [{ name: HOSTILE, arguments: { x: HOSTILE }, parses: true }],
      finish_reason: HOSTILE,
    });
    const hostile = pair(0, {
      request_id: HOSTILE,
      prompt: [
        { role: HOSTILE, content: HOSTILE },
        {
          role: "user",
          content: [
            { type: "text", text: HOSTILE },
            { type: "image", url: HOSTILE },
          ],
          name: HOSTILE,
        },
      ],
      original: side({ target: HOSTILE as never, answer }),
      replay: side({ failure: { ...DOWN, code: HOSTILE, message: HOSTILE } }),
      outcomes: { [HOSTILE]: { original: 1, replay: 0 } },
    });
    const result = { ...summarise(records([hostile]), definition(1), RUN), notes: [HOSTILE] };
    const judge = scored([0.5]);
    const judged = {
      ...pairsOf(judge)[0],
      orders: [{ order: "original_first", reason: HOSTILE, unjudged: null }],
    } as never;
    const run = {
      ...judge.judge,
      definition: judging({ judge: HOSTILE as never, rubric: { id: "r", criterion: HOSTILE } }),
      notes: [HOSTILE],
    };
    const document = written(result, [run], [{ view: pairView(hostile, []), judgements: [{ run, judged }] }]);
    expect(document).not.toMatch(/<script|<img|onerror='/iu);
    expect(document.match(/<\/title>|<\/style>/gu)).toHaveLength(2);
    expect(document.split("&lt;script&gt;").length).toBeGreaterThan(12);
    expect(document).not.toMatch(/<[^>]*\s(?:src|srcset|style|on\w+)=/iu);
  });

  it("prints no number where there is none: an experiment that was never begun", () => {
    const read = text(written(summarise([], definition(100), { ...RUN, state: "interrupted" })));
    expect(read).toContain("What these requests cost cannot be compared unidentified");
    expect(read).toMatch(/high – 95%: 0\.0% to 100\.0% unidentified/u);
    expect(read).not.toMatch(/NaN|undefined|\[object|null/u);
  });

  it("cuts what is too long to be read", () => {
    const long = pair(0, { original: side({ answer: said("word ".repeat(10_000)) }) });
    const document = written(RESULT, [], [view(long)]);
    expect(document).toContain("… and 46,000 more characters");
  });
});
