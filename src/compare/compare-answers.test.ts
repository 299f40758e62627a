import { expect, test } from "vitest";
import type { Answer } from "../core/answer/answer.ts";
import { bucketOf } from "./bucket.ts";
import { compareAnswers } from "./compare-answers.ts";
import { MEASURES } from "./measures/index.ts";

const said = (text: string | null, more: Partial<Answer> = {}): Answer => ({
  text,
  tool_calls: [],
  refused: false,
  finish_reason: "stop",
  mean_logprob: null,
  ...more,
});
const called = (name: string, args: unknown): Answer =>
  said(null, { tool_calls: [{ name, arguments: args, parses: true }] });

/** Measure and bucket by the constants of the measure. */
function judged(original: Answer | null, replay: Answer | null, cosine: number | null = null): string {
  const { measure, similarity, atMost } = compareAnswers(original, replay, cosine);
  const thresholds = MEASURES.find(({ name }) => name === measure)?.thresholds;
  if (thresholds === undefined || similarity === null) return String(atMost);
  return `${measure} ${bucketOf(similarity, thresholds, atMost ?? "high")}`;
}

test("the outcome comes before the words", () => {
  expect(judged(said("a"), null)).toBe("hard");
  expect(judged(said("a"), said("a", { refused: true }))).toBe("hard");
  expect(judged(said("a"), said(""))).toBe("hard");
  expect(judged(said("a b c"), said("a b c", { finish_reason: "length" }))).toBe("hard");
  expect(judged(null, said("a"))).toBe("null");
  expect(judged(null, null)).toBe("null");
  expect(compareAnswers(said("a"), said("", { finish_reason: "stop" })).differences).toEqual([
    { kind: "empty", path: "/text", original: "a", replay: "" },
  ]);
});

test("tool calls, then JSON, then embeddings, then words", () => {
  expect(judged(called("f", { x: 1 }), called("f", { x: 1 }))).toBe("tool_calls high");
  expect(judged(called("f", { x: 1, y: 2 }), called("f", { x: 1, y: 3 }))).toBe("tool_calls major");
  expect(judged(called("f", {}), called("g", {}))).toBe("tool_calls major");
  expect(judged(called("f", {}), said("I would call f."))).toBe("tool_calls major");
  expect(judged(said('{"a":1,"b":2}'), said('{"b":2.0,"a":1}'))).toBe("json high");
  expect(judged(said('{"a":1}'), said('```json\n{"a":1}\n```'))).toBe("json mild");
  expect(judged(said('{"a":1}'), said("a is 1"))).toBe("json major");
  expect(judged(said("The sky is blue."), said("Blue is the sky's colour."), 0.95)).toBe("embedding_cosine high");
  expect(judged(said("The sky is blue."), said("the sky is  blue."))).toBe("lexical_trigram_dice high");
});

test("what looks alike and is not", () => {
  const long = Array.from({ length: 30 }, (_, at) => `word${String.fromCharCode(97 + at)}`).join(" ");
  expect(judged(said("The refund was issued."), said("The refund was not issued."), 0.99)).toBe(
    "embedding_cosine major",
  );
  expect(judged(said("Total: $1,240.00"), said("Total: $1,420.00"), 0.99)).toBe("embedding_cosine major");
  expect(judged(said(`${long} 10`), said(`${long} 11`), 0.99)).toBe("embedding_cosine mild");
  const { differences } = compareAnswers(said("Pay $5, see https://a.b/c."), said("Do not pay $6, see https://a.b/d."));
  expect(differences).toEqual([
    { kind: "number", path: "/text", original: ["5"], replay: ["6"] },
    { kind: "negation", path: "/text", original: [], replay: ["not"] },
    { kind: "url", path: "/text", original: ["a.b/c"], replay: ["a.b/d"] },
  ]);
});

test("places lead to what differs", () => {
  expect(compareAnswers(said('{"a":{"b":[1]}}'), said('{"a":{"b":[2]}}')).differences).toEqual([
    { kind: "value", path: "/text/a/b/0", original: 1, replay: 2 },
  ]);
  expect(compareAnswers(called("f", { x: 1 }), called("f", { x: "1" })).differences).toEqual([
    { kind: "argument_type", path: "/tool_calls/0/arguments/x", original: 1, replay: "1" },
  ]);
  expect(compareAnswers(called("f", {}), said("no"))).toMatchObject({
    similarity: 0,
    differences: [{ kind: "missing_call", path: "/tool_calls/0", original: "f" }],
  });
});

test("identical is more than alike", () => {
  expect(compareAnswers(said("Yes."), said("yes. ")).identical).toBe(true);
  expect(compareAnswers(said("a b c"), said("a b d"), 1).identical).toBe(false);
  expect(compareAnswers(called("f", { x: 1 }), called("f", { x: 1 })).identical).toBe(true);
});
