import { describe, expect, it, test } from "vitest";
import { json } from "../measures/json.ts";
import { identifiers } from "./identifiers.ts";
import { negation } from "./negation.ts";
import { numbers } from "./numbers.ts";
import { urls } from "./urls.ts";

describe("numbers", () => {
  const same: readonly (readonly [string, string])[] = [
    ["Total: $1,240.00", "total $1240"],
    ["1.240,50 €", "€1,240.50"],
    ["1 240 000", "1,240,000"],
    ["1’240’000", "1240000"],
    ["٣٥ كم", "35 km"],
    ["in 3,5 Stunden", "in 3.5 hours"],
    ["1. one\n2. two", "- one\n- two"],
    ["on 13 May 2024", "on 13. Mai 2024"],
    ["13 de mayo", "13 мая"],
    ["$12", "12 USD"],
    ["007", "7"],
    ["see https://example.com/v2/17", "see it"],
  ];
  test.each(same)("%j is %j", (one, other) => {
    expect(numbers.find(one).toSorted()).toEqual(numbers.find(other).toSorted());
  });

  const different: readonly (readonly [string, string])[] = [
    ["Total: $1,240.00", "Total: $1,420.00"],
    ["2024-05-13", "2024-05-31"],
    ["May 13", "June 13"],
    ["on Monday", "on Tuesday"],
    ["$5", "€5"],
    ["-5 degrees", "5 degrees"],
    ["-$5", "$5"],
    ["at 12:30", "at 13:30"],
    ["1.10", "1.1.0"],
  ];
  test.each(different)("%j is not %j", (one, other) => {
    expect(numbers.find(one).toSorted()).not.toEqual(numbers.find(other).toSorted());
  });

  it("are not words that may be months, nor parts of names", () => {
    expect(numbers.find("You may march on. The ABC said so.")).toEqual([]);
  });
});

test("negations of several languages", () => {
  const count = (text: string) => negation.find(text).length;
  for (const text of [
    "The refund was not issued.",
    "The refund wasn't issued.",
    "The refund wasn’t issued.",
    "Die Erstattung wurde nicht ausgestellt.",
    "Le remboursement n'a pas été émis.",
    "El reembolso nunca se emitió.",
    "Il rimborso non è stato emesso.",
    "O reembolso não foi emitido.",
    "Возврат не оформлен.",
    "退款没有发出。",
    "返金されませんでした。",
    "환불되지 않았습니다.",
    "لم يتم رد المبلغ",
  ])
    expect(count(text), text).toBe(1);
  for (const text of ["A notable knot.", "Another one.", "不错", "Neon lights"]) expect(count(text), text).toBe(0);
});

test("addresses without the sentence around them", () => {
  expect(urls.find("See (https://WWW.Example.com/a/), www.example.com/a and http://example.com/B.")).toEqual([
    "example.com/a",
    "example.com/a",
    "example.com/B",
  ]);
});

test("names of code", () => {
  expect(
    identifiers.find("Call `open(file)` or readFile, max_tokens, os.path.join() of a HashMap in JavaScript."),
  ).toEqual(["open(file)", "readFile", "max_tokens", "os.path.join", "HashMap", "JavaScript"]);
  expect(identifiers.find("A sentence of IBM, e.g. this one (see above).")).toEqual([]);
});

test("long texts made to be slow are not", () => {
  const length = 200_000;
  const texts = [
    "a",
    "a.",
    "A",
    "aA",
    "a_",
    "_",
    "1",
    "1 ",
    "1 234",
    "1,",
    "1.",
    "-1",
    "$1",
    "`",
    "``",
    "()",
    "a()",
    " ",
    "\n",
    "http://",
    "https://a.",
    "n't",
    "不",
    "May 1",
    "1. ",
  ].map((part) => part.repeat(length / part.length));
  for (const text of texts) {
    for (const guard of [numbers, negation, urls, identifiers]) {
      const started = performance.now();
      guard.find(text);
      guard.find(`${text}! \`x_y\` 7`);
      // Each takes some tens of ms; what grows with the square of the length takes minutes.
      expect(performance.now() - started, `${guard.kind} of ${JSON.stringify(text.slice(0, 10))}`).toBeLessThan(5_000);
    }
    const answer = {
      text: `\`\`\`json\n${text}`,
      tool_calls: [],
      refused: false,
      finish_reason: "stop",
      mean_logprob: null,
    };
    expect(json.compare({ original: answer, replay: answer, cosine: null })).toBeNull();
  }
}, 60_000);
