import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { requestAsk } from "./ask.ts";
import { compileCondition } from "./conditions.ts";
import { OperatorError } from "./errors.ts";
import type { Features } from "./features.ts";
import { OPERATORS } from "./operators.ts";
import type { Question, Unnumbered } from "./question.ts";
import type { CompileContext } from "./strategy.ts";
import { conditionArbitrary, featuresArbitrary } from "../testing/arbitraries.ts";
import { featuresOf } from "../testing/features.ts";
import { factsSnapshot } from "../testing/world.ts";

const FACTS = factsSnapshot([], { ada: 0.95 });

interface Asking extends CompileContext {
  readonly questions: Map<string, Question>;
}

function asking(): Asking {
  const questions = new Map<string, Question>();
  const unused = (): never => {
    throw new Error("a condition asks about the request alone");
  };
  return {
    questions,
    resolve: unused,
    known: [],
    capabilities: unused,
    compile: unused,
    reach: unused,
    config: unused,
    question: <Q extends Unnumbered>(question: Q, key: string) => {
      const known = questions.get(key) ?? ({ ...question, id: questions.size } as unknown as Question);
      questions.set(key, known);
      return known as Extract<Question, { kind: Q["kind"] }>;
    },
  };
}

function holds(condition: unknown, said: Partial<Features> = {}): boolean {
  return compileCondition(condition, asking(), "when")(requestAsk(featuresOf(said), FACTS));
}

function refusal(condition: unknown): OperatorError {
  try {
    compileCondition(condition, asking(), "when");
  } catch (error) {
    if (error instanceof OperatorError) return error;
    throw error;
  }
  throw new Error(`${JSON.stringify(condition)} was taken`);
}

const RICH: Partial<Features> = {
  model: "gpt-4o",
  project: "shop",
  endpoint: "triage",
  api_key: "key-1",
  end_user: "ada",
  session: "s-1",
  tags: ["vip", "feature:search"],
  metadata: {
    plan: "pro",
    size: 7,
    beta: true,
    team: { name: "core", "a.b": 1 },
    "x.y": "dotted",
    labels: ["red", "blue"],
  },
  input_tokens: 9_000,
  stream: true,
  needs: { tools: true, images: false, json_schema: true },
};

describe("fields", () => {
  it.each<[string, unknown]>([
    ["model", "gpt-4o"],
    ["project", "shop"],
    ["endpoint", "triage"],
    ["api_key", "key-1"],
    ["end_user", "ada"],
    ["session", "s-1"],
    ["tags", "vip"],
    ["feature", "search"],
    ["input_tokens", 9_000],
    ["tools", true],
    ["images", false],
    ["json_schema", true],
    ["stream", true],
    ["hour", 10],
    ["weekday", 3],
    ["time_of_day", "10:30"],
    ["end_user_spend_percentile", 0.95],
    ["metadata.plan", "pro"],
    ["metadata.size", 7],
    ["metadata.beta", true],
    ["metadata.team.name", "core"],
    ["metadata.x.y", "dotted"],
    ["metadata.labels", "blue"],
  ])("%s is read", (field, value) => {
    expect(holds({ [field]: value }, RICH)).toBe(true);
    expect(holds({ [field]: { $ne: value } }, RICH)).toBe(false);
    expect(holds({ [field]: "something else" }, RICH)).toBe(false);
    expect(holds({ [field]: { $exists: true } }, RICH)).toBe(true);
  });

  it.each([
    "endpoint",
    "api_key",
    "end_user",
    "session",
    "tags",
    "feature",
    "input_tokens",
    "metadata.plan",
    "end_user_spend_percentile",
  ])("a missing %s equals nothing, is below and above nothing, and does not exist", (field) => {
    const bare = { input_tokens: null };
    for (const test of [
      "x",
      { $gt: 0 },
      { $lt: 9 },
      { $gte: "" },
      { $regex: "" },
      { $in: ["x", 1] },
      { $exists: true },
    ])
      expect(holds({ [field]: test }, bare)).toBe(false);
    for (const test of [{ $ne: "x" }, { $nin: ["x", 1] }, { $exists: false }, { $not: { $gt: 0 } }])
      expect(holds({ [field]: test }, bare)).toBe(true);
  });

  it("metadata.feature comes before a feature: tag", () => {
    expect(holds({ feature: "billing" }, { tags: ["feature:search"], metadata: { feature: "billing" } })).toBe(true);
  });

  it("metadata is read by its own keys only", () => {
    expect(holds({ "metadata.constructor": { $exists: true } }, RICH)).toBe(false);
    expect(holds({ "metadata.plan.length": { $exists: true } }, RICH)).toBe(false);
    expect(holds({ "metadata.team": { $exists: true } }, RICH)).toBe(false);
  });

  it("hours, weekdays and times are those of UTC", () => {
    const sunday = { created_at: Date.UTC(2026, 0, 4, 23, 59, 59) };
    expect(holds({ weekday: 7, hour: 23, time_of_day: { $gte: "23:59", $lt: "24:00" } }, sunday)).toBe(true);
    const early = { created_at: Date.UTC(1969, 11, 31, 0, 5) };
    expect(holds({ weekday: 3, hour: 0, time_of_day: "00:05" }, early)).toBe(true);
  });
});

describe("operators", () => {
  it.each<[unknown, boolean]>([
    [{ $eq: 9_000 }, true],
    [{ $eq: "9000" }, false],
    [{ $ne: 9_000 }, false],
    [{ $gt: 8_999 }, true],
    [{ $gt: 9_000 }, false],
    [{ $gte: 9_000 }, true],
    [{ $lt: 9_000 }, false],
    [{ $lt: 9_001 }, true],
    [{ $lte: 9_000 }, true],
    [{ $gt: "1" }, false],
    [{ $in: [1, 9_000] }, true],
    [{ $in: [] }, false],
    [[1, 9_000], true],
    [{ $nin: [1, 2] }, true],
    [{ $nin: [9_000] }, false],
    [{ $exists: true }, true],
    [{ $exists: false }, false],
    [{ $gt: 1, $lt: 5 }, false],
    [{ $gt: 1, $lt: 10_000, $ne: 3 }, true],
    [{ $not: { $gt: 1 } }, false],
    [{ $not: 4 }, true],
    [{ $not: { $not: 9_000 } }, true],
    [{ $regex: "9" }, false],
  ])("on 9,000 input tokens %j gives %s", (test, expected) => {
    expect(holds({ input_tokens: test }, RICH)).toBe(expected);
  });

  it("compare texts by their characters and find regular expressions anywhere", () => {
    expect(holds({ model: { $gte: "gpt-4", $lt: "gpt-5" } }, RICH)).toBe(true);
    expect(holds({ model: { $regex: "4o" } }, RICH)).toBe(true);
    expect(holds({ model: { $regex: "^4o" } }, RICH)).toBe(false);
    expect(holds({ model: { $regex: "(?i)GPT" } }, RICH)).toBe(true);
  });

  it("hold for a list where they hold for one of its members, $ne and $nin where for none", () => {
    const tags = ["alpha", "beta"];
    expect(holds({ tags: "beta" }, { tags })).toBe(true);
    expect(holds({ tags: ["x", "alpha"] }, { tags })).toBe(true);
    expect(holds({ tags: { $regex: "^b" } }, { tags })).toBe(true);
    expect(holds({ tags: { $ne: "beta" } }, { tags })).toBe(false);
    expect(holds({ tags: { $nin: ["beta"] } }, { tags })).toBe(false);
    expect(holds({ tags: { $gt: "b" } }, { tags })).toBe(true);
    expect(holds({ $and: [{ tags: "alpha" }, { tags: "beta" }] }, { tags })).toBe(true);
  });

  it("a missing field equals null", () => {
    expect(holds({ end_user: null })).toBe(true);
    expect(holds({ end_user: { $ne: null } }, RICH)).toBe(true);
    expect(holds({ end_user: { $in: [null, "x"] } })).toBe(true);
  });

  it("are all listed with what they do", () => {
    expect(OPERATORS.map(({ name }) => name)).toEqual([
      "$eq",
      "$ne",
      "$gt",
      "$gte",
      "$lt",
      "$lte",
      "$in",
      "$nin",
      "$regex",
      "$exists",
    ]);
    for (const { summary } of OPERATORS) expect(summary).not.toBe("");
  });
});

describe("conditions", () => {
  it("join with $and, $or and $not, and several keys must all hold", () => {
    const [yes, no] = [{ stream: true }, { stream: false }];
    expect(holds({ ...yes, project: "shop" }, RICH)).toBe(true);
    expect(holds({ ...yes, project: "x" }, RICH)).toBe(false);
    expect(holds({ $and: [yes, no] }, RICH)).toBe(false);
    expect(holds({ $or: [no, yes] }, RICH)).toBe(true);
    expect(holds({ $or: [no, no] }, RICH)).toBe(false);
    expect(holds({ $not: no }, RICH)).toBe(true);
    expect(holds({ $not: { $or: [no, { $and: [yes, { $not: yes }] }] } }, RICH)).toBe(true);
    expect(holds({}, RICH)).toBe(true);
  });

  it("ask one question however often a test is repeated", () => {
    const context = asking();
    const heavy = { input_tokens: { $gt: 8_000 } };
    compileCondition(
      { $or: [heavy, { $not: heavy }, { $and: [heavy, { input_tokens: { $gt: 8_001 } }] }] },
      context,
      "when",
    );
    expect([...context.questions.keys()]).toEqual(["input_tokens $gt 8000", "input_tokens $gt 8001"]);
  });

  it("obey De Morgan on random requests", () => {
    fc.assert(
      fc.property(conditionArbitrary(), conditionArbitrary(), featuresArbitrary(), (one, other, features) => {
        const neither = holds({ $and: [{ $not: one }, { $not: other }] }, features);
        expect(holds({ $not: { $or: [one, other] } }, features)).toBe(neither);
      }),
    );
  });

  it.each<[unknown, string, string]>([
    [3, "when", "expected a condition"],
    [[], "when", "expected a condition"],
    [{ sizes: 3 }, "when.sizes", "unknown field"],
    [{ metadata: {} }, "when.metadata", "unknown field"],
    [{ "metadata.": 1 }, "when.metadata.", "unknown field"],
    [{ $nor: [] }, "when.$nor", "unknown field"],
    [{ $and: [] }, "when.$and", "expected a list of conditions"],
    [{ $or: { stream: true } }, "when.$or", "expected a list of conditions"],
    [{ $or: [{ stream: true }, { $not: 4 }] }, "when.$or[1].$not", "expected a condition"],
    [{ input_tokens: {} }, "when.input_tokens", "at least one operator"],
    [{ input_tokens: { $above: 3 } }, "when.input_tokens.$above", "unknown operator"],
    [{ input_tokens: { $gt: null } }, "when.input_tokens.$gt", "a number or a string"],
    [{ input_tokens: { $eq: {} } }, "when.input_tokens.$eq", "a string, number, boolean or null"],
    [{ input_tokens: { $in: 3 } }, "when.input_tokens.$in", "expected a list"],
    [{ model: ["a", {}] }, "when.model[1]", "a string, number, boolean or null"],
    [{ model: { $exists: "yes" } }, "when.model.$exists", "true or false"],
    [{ model: { $regex: 4 } }, "when.model.$regex", "regular expression"],
    [{ model: { $regex: "(" } }, "when.model.$regex", "not a regular expression"],
    [{ model: { $regex: "(a)\\1" } }, "when.model.$regex", "not a regular expression"],
    [{ model: { $regex: "a".repeat(513) } }, "when.model.$regex", "at most 512 characters"],
  ])("refuse %j by its place", (condition, field, message) => {
    const error = refusal(condition);
    expect(error.code).toBe("condition_invalid");
    expect(error.place.field).toBe(field);
    expect(error.message).toContain(message);
  });

  it("match a pathological regular expression in linear time", () => {
    // A backtracking engine needs 2^5000 steps for this.
    expect(holds({ model: { $regex: "^(a+)+$" } }, { model: `${"a".repeat(5_000)}!` })).toBe(false);
    expect(holds({ model: { $regex: "^(a|aa)+$" } }, { model: "a".repeat(5_000) })).toBe(true);
  });
});
