import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { writeMadeUpLog, type MadeUpCall } from "../made-up-log.ts";
import { temporaryFolder, understudy, understudyJson } from "../understudy.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/reference/simulate.md"), "utf8");
const MINI = "gpt-4o-mini:openai";
const HAIKU = "claude-haiku-4-5:anthropic";

/** The page's tables: by heading, each field's row. */
const TABLES = new Map(
  PAGE.split(/^## /mu)
    .slice(1)
    .map((section) => {
      const rows = [...section.matchAll(/^\| `(?<field>[\w.]+)` \|.*$/gmu)];
      return [
        section.slice(0, section.indexOf("\n")),
        new Map(rows.map((row) => [row.groups?.["field"] ?? "", row[0]])),
      ] as const;
    }),
);

const seen = new Set<string>();

/** Fails at the first key of a real answer that the page does not have. */
function check(value: object, table: string, inside = ""): void {
  for (const [key, child] of Object.entries(value)) {
    const field = inside === "" ? key : `${inside}.${key}`;
    const row = TABLES.get(table)?.get(field);
    if (row === undefined) throw new Error(`docs/reference/simulate.md has no ${field} under "${table}"`);
    seen.add(`${table}: ${field}`);
    const [, shape] = /\]\(#(?<shape>[\w-]+)\)/u.exec(row) ?? [];
    const parts: readonly unknown[] =
      field === "arms" ? Object.values((child ?? {}) as object) : Array.isArray(child) ? child : [child];
    if (
      field === "policy.data" ||
      (/ by (?:target|reason|evidence): /u.test(row.replace(/^\| \S+ \|/u, "")) && shape === undefined)
    )
      continue;
    for (const part of parts) {
      if (typeof part !== "object" || part === null) continue;
      if (field === "arms") check(part, "result");
      else if (shape === undefined) check(part, table, field);
      else check(part, shape.replaceAll("-", " "));
    }
  }
}

function calls(): readonly MadeUpCall[] {
  return Array.from({ length: 120 }, (_, index) => {
    const call = { daysAgo: 1 + index / 100, text: `question ${index}`, input: 500 + index, failed: index % 40 === 7 };
    const again = {
      ...call,
      id: `${index} mini`,
      target: MINI,
      failed: index % 30 === 3,
      latency_ms: 300 + index,
      output: 90 + (index % 30),
    };
    const made = [{ ...call, id: `${index}` }];
    return index < 100 ? [...made, { ...again, columns: { origin: "experiment" } }] : made;
  }).flat();
}

describe("docs/reference/simulate.md", () => {
  const answers: object[] = [];
  beforeAll(async () => {
    using folder = temporaryFolder();
    const at = { cwd: folder.path };
    writeMadeUpLog(folder.file("log.jsonl"), calls());
    await understudy(["import", "log.jsonl"], at);
    const chain = { strategy: "fallback_chain", targets: [MINI, "gpt-4o:openai"], budget_ms: 10_000 };
    const split = [
      { weight: 1, name: "chain", policy: chain },
      { weight: 1, name: "as it is", policy: "gpt-4o:openai" },
    ];
    const policies = {
      split: { strategy: "ab_test", split },
      // Nobody has haiku's answers: the escalations are bounded, not known.
      cascade: { strategy: "cascade", steps: [HAIKU, MINI], accept: { tool_calls: "present" } },
    };
    for (const [name, policy] of Object.entries(policies)) {
      writeFileSync(folder.file(`${name}.json`), JSON.stringify(policy));
      answers.push(await understudyJson<object>(["simulate", "--policy", `${name}.json`], at));
    }
    answers.push(await understudyJson<object>(["simulate", "--policy", `single:${MINI}`], at));
    const calling = ["simulate", "--policy", "single:gpt-4o-mini:mock", "--mock", "--pilot", "4", "--max-spend", "1"];
    answers.push(await understudyJson<object>([...calling, "--yes"], at));
  });

  it("has every field of a real answer", () => {
    expect(answers).toHaveLength(4);
    for (const answer of answers) check(answer, "result");
  });

  it("has no field that no answer has", () => {
    const written = [...TABLES].flatMap(([table, fields]) => [...fields.keys()].map((field) => `${table}: ${field}`));
    expect(written.filter((field) => !seen.has(field))).toEqual([]);
  });

  it("says of every figure what it rests on or what it is about", () => {
    const bare = [...TABLES.values()].flatMap((fields) =>
      [...fields.values()].filter((row) => {
        const [, , meaning = "", unit = "", evidence = "", estimand = ""] = row.split("|").map((cell) => cell.trim());
        return meaning === "" || (/^(?:USD|ms|share|%|rows)$/u.test(unit) && evidence + estimand === "");
      }),
    );
    expect(bare.map((row) => row.split("|")[1]?.trim())).toEqual(["`sample.rows`", "`sample.inclusion_probability`"]);
  });
});
