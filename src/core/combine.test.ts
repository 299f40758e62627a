import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { combineMembers, endOf } from "./combine.ts";

const ALIKE = [1, 1, 1];
const ENDED = [30, 10, 20];

function voted(
  answers: readonly (string | null)[],
  weights: readonly number[] = answers.map(() => 1),
  invalid: readonly number[] = [],
) {
  const valid = answers.map((_, index) => !invalid.includes(index));
  return combineMembers("voting", { valid, answers, weights, ended: answers.map(() => 1) });
}

describe("voting", () => {
  it.each<[string, readonly (string | null)[], number, string]>([
    ["a majority", ["a", "b", "b"], 1, "2 of 3 votes"],
    ["all alike", ["a", "a", "a"], 0, "3 of 3 votes"],
    ["all different", ["a", "b", "c"], 0, "no majority: first member in order"],
    ["a tie", ["a", "b", "b", "a"], 0, "no majority: first member in order"],
    ["half is no majority", ["a", "b", "b", "c"], 0, "no majority: first member in order"],
  ])("%s", (_, answers, winner, reason) => {
    expect(voted(answers)).toEqual({ winner, identified: true, reason });
  });

  it("counts only valid answers", () => {
    expect(voted(["a", "b", "b"], ALIKE, [1])).toMatchObject({
      winner: 0,
      reason: "no majority: first member in order",
    });
    expect(voted(["a", "b", "b"], ALIKE, [0])).toMatchObject({ winner: 1, reason: "2 of 2 votes" });
    expect(voted(["a", "b"], [1, 1], [0, 1])).toEqual({
      winner: -1,
      identified: true,
      reason: "no member gave a valid answer",
    });
  });

  it("cannot be told where an unknown answer could decide, and can where it could not", () => {
    expect(voted([null, "b", "c"])).toEqual({
      winner: 0,
      identified: false,
      reason: "the votes are not known: first member in order",
    });
    expect(voted([null, "b", "b"])).toMatchObject({ winner: 1, identified: true });
    expect(voted([null, "b", "b"], ALIKE, [0])).toMatchObject({ winner: 1, identified: true });
    expect(voted([null, "b"], [1, 1], [1])).toMatchObject({ winner: 0, identified: true });
  });

  it("never calls a winner certain that another completion of the unknown answers would change", () => {
    const answer = fc.constantFrom("a", "b", "c");
    const member = fc.record({
      known: fc.boolean(),
      answer,
      other: answer,
      valid: fc.boolean(),
      weight: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(fc.array(member, { minLength: 1, maxLength: 5 }), (members) => {
        const ballots = (answers: readonly (string | null)[]) =>
          combineMembers("weighted", {
            valid: members.map(({ valid }) => valid),
            answers,
            weights: members.map(({ weight }) => weight),
            ended: members.map(() => 1),
          });
        const seen = ballots(members.map(({ known, answer }) => (known ? answer : null)));
        fc.pre(seen.identified && seen.winner !== -1);
        const completed = members.map(({ known, answer, other }) => (known ? answer : other));
        expect(completed[ballots(completed).winner]).toBe(completed[seen.winner]);
      }),
    );
  });
});

describe("weighted", () => {
  it("lets weights decide, and falls back to order on a tie of weights", () => {
    const ballots = { valid: [true, true, true], answers: ["a", "b", "b"], ended: ENDED };
    expect(combineMembers("weighted", { ...ballots, weights: [3, 1, 1] })).toMatchObject({
      winner: 0,
      reason: "3 of 5 votes",
    });
    expect(combineMembers("weighted", { ...ballots, weights: [2, 1, 1] })).toMatchObject({
      winner: 0,
      reason: /no majority/,
    });
    expect(combineMembers("weighted", { ...ballots, weights: [1, 1, 1] })).toMatchObject({ winner: 1 });
  });
});

describe("first_valid", () => {
  const answers = [null, null, null];

  it("takes the valid answer that came first, the earlier member on a tie", () => {
    expect(
      combineMembers("first_valid", { valid: [true, true, true], answers, weights: ALIKE, ended: ENDED }).winner,
    ).toBe(1);
    expect(
      combineMembers("first_valid", { valid: [true, false, true], answers, weights: ALIKE, ended: ENDED }).winner,
    ).toBe(2);
    const tied = { valid: [false, true, true], answers, weights: ALIKE, ended: [1, 5, 5] };
    expect(combineMembers("first_valid", tied)).toEqual({ winner: 1, identified: true, reason: "first valid answer" });
    expect(combineMembers("first_valid", { ...tied, valid: [false, false, false] }).winner).toBe(-1);
  });

  it("cannot be told where two valid answers came and the time of one is not known", () => {
    const unknown = { answers, weights: ALIKE, ended: [Number.NaN, 10, 20] };
    expect(combineMembers("first_valid", { ...unknown, valid: [true, true, false] }).identified).toBe(false);
    expect(combineMembers("first_valid", { ...unknown, valid: [true, false, false] }).identified).toBe(true);
    expect(combineMembers("first_valid", { ...unknown, valid: [false, true, true] })).toMatchObject({
      winner: 1,
      identified: true,
    });
  });
});

describe("endOf", () => {
  it("is the winner's end where the first valid answer counts, else the slowest member's", () => {
    expect(endOf("first_valid", 1, ENDED)).toBe(10);
    expect(endOf("first_valid", -1, ENDED)).toBe(30);
    expect(endOf("voting", 1, ENDED)).toBe(30);
    expect(endOf("voting", 1, [Number.NaN, 3])).toBeNaN();
  });
});
