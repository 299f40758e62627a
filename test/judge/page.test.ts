import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { judgeCommand } from "../../src/cli/commands/judge.ts";
import { summariseJudging, UNJUDGED, type JudgedDecision } from "../../src/judging/index.ts";
import { definition, judgedGroups, RUN } from "../../src/judging/judged.fixtures.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/reference/judge.md"), "utf8");

/** The published example: a hundred pairs of each bucket. */
const RESULT = summariseJudging(
  definition(),
  judgedGroups(
    (
      [
        ["high", 20, 75, 5],
        ["mild", 45, 40, 15],
        ["major", 55, 10, 35],
      ] as const
    ).flatMap(([bucket, better, equivalent, worse]) => [
      { bucket, said: "better", n: better },
      { bucket, said: "equivalent", n: equivalent },
      { bucket, said: "worse", n: worse },
    ]),
  ),
  RUN,
);

const DECISIONS: readonly JudgedDecision[] = [
  "better",
  "no_worse",
  "no_worse_but_tail_risk",
  "worse_within_margin",
  "worse",
  "harmful",
  "inconclusive",
  "void",
];

/** What a value is, numbers to four places, as far as an example shows it. */
function asShown(value: unknown, example: unknown): unknown {
  if (typeof value === "number") return Number(value.toFixed(4));
  if (typeof value !== "object" || value === null || typeof example !== "object" || example === null) return value;
  return Object.fromEntries(
    Object.entries(example).map(([name, part]) => [name, asShown((value as Record<string, unknown>)[name], part)]),
  );
}

describe("docs/reference/judge.md", () => {
  it("shows a result as it really is", () => {
    const example = JSON.parse(/```json\n(.*?)```/su.exec(PAGE)?.[1] ?? "") as Record<string, unknown>;
    expect(Object.keys(example).length).toBeGreaterThan(5);
    expect(asShown({ ...RESULT, spend_usd: 1.94 }, example)).toEqual(example);
  });

  it("names fields that a result has", () => {
    const table = PAGE.slice(PAGE.indexOf("| field |"), PAGE.indexOf("`--protocol equivalence` gives"));
    const fields = [...table.matchAll(/^\| (`[^|]*`) \|/gmu)].flatMap(([, names = ""]) => names.match(/\w+/gu) ?? []);
    expect(fields.length).toBeGreaterThan(8);
    expect(fields.filter((field) => !(field in RESULT))).toEqual([]);
  });

  it("says every decision, every reason of a missing verdict, and every command", () => {
    const words = [...DECISIONS, ...UNJUDGED, "stopped_early"].map((word) => `\`${word}\``);
    expect(words.filter((word) => !PAGE.includes(word))).toEqual([]);
    const commands = (judgeCommand.subcommands ?? []).map(({ name }) => name);
    expect(commands.filter((name) => !new RegExp(`judge ${name}\\b|\`${name}\``, "u").test(PAGE))).toEqual([]);
  });
});
