import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { GUARDRAILS } from "./index.ts";

function compiled(kind: string, options: object = {}) {
  const definition = GUARDRAILS.find((one) => one.kind === kind)!;
  return definition.compile(definition.options.parse(options));
}

function found(kind: string, text: string, options: object = {}): readonly string[] {
  return compiled(kind, options)
    .find(text)
    .map(({ start, end, kind: what }) => `${what} ${text.slice(start, end)}`);
}

function problems(kind: string, options: object): readonly string[] {
  const parsed = GUARDRAILS.find((one) => one.kind === kind)!.options.safeParse(options);
  return parsed.success ? [] : parsed.error.issues.map((issue) => `${issue.path.join(".")}: ${issue.message}`);
}

describe("every guardrail", () => {
  it.each(GUARDRAILS.map(({ kind }) => kind))("%s finds only what is in the text, whatever the text", (kind) => {
    const options = {
      regex: { pattern: "a+b" },
      keyword: { words: ["ab", "ß"] },
      max_length: { characters: 10 },
      json_schema: { schema: {} },
    }[kind];
    const detector = compiled(kind, options ?? {});
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 200 }), (text) => {
        for (const { start, end } of detector.find(text)) {
          expect(start).toBeGreaterThanOrEqual(0);
          expect(end).toBeGreaterThan(start);
          expect(end).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });

  it("has a name of its own and at least one action", () => {
    expect(new Set(GUARDRAILS.map(({ kind }) => kind)).size).toBe(GUARDRAILS.length);
    for (const { actions, summary } of GUARDRAILS) {
      expect(actions).not.toEqual([]);
      expect(summary).not.toBe("");
    }
  });
});

describe("keyword", () => {
  it("takes whole words in any case, and parts where told", () => {
    expect(found("keyword", "The Art of start", { words: ["art"] })).toEqual(["keyword Art"]);
    expect(found("keyword", "The Art of start", { words: ["art"], whole_words: false })).toHaveLength(2);
    expect(found("keyword", "über ÜBERALL", { words: ["über"] })).toEqual(["keyword über"]);
  });
});

describe("regex", () => {
  it("is linear where backtracking would never end, and refuses what RE2 does not take", () => {
    const text = "a".repeat(100_000);
    expect(found("regex", `${text}!`, { pattern: "(a+)+$" })).toEqual([]);
    expect(found("regex", "Order 17 and order 4", { pattern: "order \\d+", ignore_case: true })).toEqual([
      "match Order 17",
      "match order 4",
    ]);
    expect(problems("regex", { pattern: "(?=a)" })[0]).toContain("pattern: not a regular expression RE2 takes");
  });
});

describe("pii", () => {
  it.each([
    ["write to jane.doe+news@mail.example.org today", "email jane.doe+news@mail.example.org"],
    ["card 4111 1111 1111 1111.", "credit_card 4111 1111 1111 1111"],
    ["IBAN GB82 WEST 1234 5698 7654 32", "iban GB82 WEST 1234 5698 7654 32"],
    ["SSN 078-05-1120", "us_ssn 078-05-1120"],
    ["from 192.168.0.17 port 80", "ip_address 192.168.0.17"],
    ["call +41 44 668 18 00 please", "phone +41 44 668 18 00"],
  ])("finds in %j", (text, expected) => {
    expect(found("pii", text)).toContain(expected);
  });

  it.each([
    "card 4111 1111 1111 1112",
    "IBAN GB82 WEST 1234 5698 7654 33",
    "SSN 666-05-1120",
    "version 300.1.2.3",
    "a@b and @home",
    "at 10:20:30 sharp",
  ])("leaves %j alone: no check digit, no grammar", (text) => {
    expect(found("pii", text)).toEqual([]);
  });

  it("looks for what is wanted only, and reads local numbers of a country", () => {
    expect(found("pii", "a@b.org 078-05-1120", { kinds: ["us_ssn"] })).toEqual(["us_ssn 078-05-1120"]);
    expect(found("pii", "call 044 668 18 00", { kinds: ["phone"], country: "CH" })).toEqual(["phone 044 668 18 00"]);
  });
});

describe("secrets", () => {
  const letters = (count: number): string => "aB3".repeat(count).slice(0, count);
  it.each([
    ["anthropic_api_key", `sk-ant-${letters(40)}`],
    ["openai_api_key", `sk-proj-${letters(48)}`],
    ["aws_access_key", `AKIA${"A2B7".repeat(4)}`],
    ["github_token", `ghp_${letters(36)}`],
    ["slack_token", `xoxb-${"1".repeat(12)}-${letters(24)}`],
    ["stripe_key", `sk_live_${letters(24)}`],
    ["google_api_key", `AIza${letters(35)}`],
    ["url_password", "postgres://admin:hunter22@"],
  ])("finds a %s", (kind, secret) => {
    expect(found("secrets", `before ${secret} after`)).toEqual([`${kind} ${secret}`]);
  });

  it("takes no task for a key", () => {
    expect(found("secrets", "the task-force asked for risk-adjusted-returns-by-quarter")).toEqual([]);
  });
});

describe("whole bodies", () => {
  it("are measured, and held against a schema", () => {
    expect(compiled("max_length", { characters: 5 }).judge?.(["abc", "de"])).toBeNull();
    expect(compiled("max_length", { characters: 5 }).judge?.(["abc", "def"])).toBe("6 characters where 5 are allowed");
    const schema = { type: "object", properties: { n: { type: "integer", minimum: 1 } }, required: ["n"] };
    const { judge } = compiled("json_schema", { schema });
    expect(judge?.(['{"n":', "2}"])).toBeNull();
    expect(judge?.(['{"n":0}'])).toBe("/n must be >= 1");
    expect(judge?.(["no"])).toBe("it is not JSON");
    expect(problems("json_schema", { schema: { type: "thing" } })[0]).toContain("not a JSON Schema");
  });
});
