import { expect, test } from "vitest";
import { answerDifferences } from "./differences.ts";
import { calling, saying } from "./pairs.fixtures.ts";
import { protectedPlaces } from "./protected-places.ts";

const none = protectedPlaces([]);

test("words that differ are a difference though no number, address or name in them does", () => {
  expect(answerDifferences(saying("It is sunny."), saying("It rains."), none)).toEqual([
    { kind: "value", path: "/text", original: "It is sunny.", replay: "It rains." },
  ]);
});

test("white space, case and compatible characters are no difference", () => {
  expect(answerDifferences(saying("Paris,\n  FRANCE"), saying("paris, ｆｒａｎｃｅ "), none)).toEqual([]);
  expect(answerDifferences(saying("See Order_ID 12"), saying("see order_id 12"), none)).toEqual([]);
  expect(answerDifferences(calling("f", { city: "Paris " }), calling("f", { city: "PARIS" }), none)).toEqual([]);
  expect(answerDifferences(saying('{"city": "Paris"}'), saying('{ "city": "PARIS" }'), none)).toEqual([]);
});

test("numbers are values: 1.0 is 1, and 1 is not a text", () => {
  expect(answerDifferences(saying('{"n": 1.0}'), saying('{"n": 1}'), none)).toEqual([]);
  expect(answerDifferences(calling("f", { n: 1 }), calling("f", { n: "1" }), none)).toMatchObject([
    { kind: "argument_type", path: "/tool_calls/0/arguments/n" },
  ]);
});

test("at protected places every character counts, and only there", () => {
  const before = calling("pay", { iban: "DE12", note: "Rent" });
  const after = calling("pay", { iban: "de12", note: "RENT" });
  const places = protectedPlaces(["$.tool_calls[*].arguments.iban"]);
  expect(answerDifferences(before, after, places)).toEqual([
    { kind: "argument_value", path: "/tool_calls/0/arguments/iban", original: "DE12", replay: "de12" },
  ]);
  expect(
    answerDifferences(saying('{"id":"A","b":"x"}'), saying('{"id":"a","b":"X"}'), protectedPlaces(["$.json.id"])),
  ).toEqual([{ kind: "value", path: "/text/id", original: "A", replay: "a" }]);
  expect(answerDifferences(saying("Yes"), saying("yes"), protectedPlaces(["$.text"]))).toEqual([
    { kind: "value", path: "/text", original: "Yes", replay: "yes" },
  ]);
});

test("words beside tool calls count where they are protected", () => {
  const before = { ...calling("f", {}), text: "Let me look." };
  const after = { ...calling("f", {}), text: "Sure!" };
  expect(answerDifferences(before, after, none)).toEqual([]);
  expect(answerDifferences(before, after, protectedPlaces(["$.text"]))).toMatchObject([{ path: "/text" }]);
});

test("another tool, a refusal and an answer that is cut short are told as such", () => {
  expect(answerDifferences(calling("f", {}), calling("g", {}), none)).toMatchObject([{ kind: "other_name" }]);
  expect(answerDifferences(saying("a"), saying("b", { refused: true }), none)).toMatchObject([{ kind: "refusal" }]);
  expect(answerDifferences(saying("a"), saying("a", { finish_reason: "length" }), none)).toMatchObject([
    { kind: "finish_reason" },
  ]);
  expect(answerDifferences(saying("a"), null, none)).toMatchObject([{ kind: "failure" }]);
  expect(answerDifferences(null, null, none)).toEqual([]);
});
