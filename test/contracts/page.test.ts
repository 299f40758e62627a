import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { parseYaml } from "../../src/actions/yaml-text.ts";
import {
  ASSERTIONS,
  FAILURE_CLASSES,
  INVARIANT_OPERATORS,
  invariantSchema,
  responseAssertionSchema,
} from "../../src/contracts/index.ts";
import { neutralView } from "../../src/contracts/view-invariants.ts";

const PAGE = readFileSync(join(import.meta.dirname, "../../docs/reference/packs.md"), "utf8");

/** The rows of the table below a heading of the third rank: cells by column. */
function rows(heading: string): readonly (readonly string[])[] {
  const section = PAGE.split(/^### /m).find((part) => part.startsWith(`${heading}\n`)) ?? "";
  const [, , ...lines] =
    section
      .split(/^## /m)[0]
      ?.split("\n")
      .filter((line) => line.startsWith("| ") || line.startsWith("|-")) ?? [];
  return lines.map((line) => line.slice(2, -2).split(" | "));
}

function codes(cell = ""): readonly string[] {
  return [...cell.matchAll(/`([^`]+)`/g)].map(([, text]) => text as string);
}

function example(cell: string | undefined): Readonly<Record<string, unknown>> {
  const read = parseYaml(codes(cell)[0] ?? "");
  if (!("value" in read)) throw new Error(`${cell}: ${JSON.stringify(read)}`);
  return read.value as Readonly<Record<string, unknown>>;
}

describe("docs/reference/packs.md, what a contract can say", () => {
  it("lists every operator and no other, with an example that is taken", () => {
    const table = rows("Invariants");
    expect(table.map(([name]) => codes(name)[0])).toEqual(INVARIANT_OPERATORS.map(({ name }) => name));
    for (const [name, , shown] of table) {
      const invariant = example(shown);
      expect(Object.keys(invariant)).toContain(codes(name)[0]);
      expect(invariantSchema.parse(invariant)).toEqual(invariant);
    }
  });

  it("shows an answer as invariants see it", () => {
    const [, shown = "{}"] = /^### Invariants\n.*?^```json\n(.*?)^```$/ms.exec(PAGE) ?? [];
    const call = { name: "get_weather", arguments: { city: "Oslo" }, parses: true };
    const answer = {
      text: "It is sunny.",
      tool_calls: [call],
      finish_reason: "stop",
      refused: false,
      mean_logprob: null,
    };
    expect(JSON.parse(shown)).toEqual(neutralView(answer));
  });

  it("lists every kind of response assertion and no other, with every key and an example that is taken", () => {
    const table = rows("Response assertions");
    expect(table.map(([name]) => codes(name))).toEqual(ASSERTIONS.map(({ name, aliases }) => [name, ...aliases]));
    for (const [index, [, meaning, shown]] of table.entries()) {
      const { name, schema } = ASSERTIONS[index] as (typeof ASSERTIONS)[number];
      const assertion = example(shown);
      expect(String(assertion["type"]).replace("not-", "")).toBe(name);
      expect(responseAssertionSchema.parse(assertion)).toEqual(assertion);
      for (const key of Object.keys(schema.shape)) expect(codes(meaning), `${name}: ${key}`).toContain(key);
    }
  });

  it("lists every failure class", () => {
    expect(
      rows("How an answer fails")
        .map(([name]) => codes(name)[0])
        .toSorted(),
    ).toEqual(FAILURE_CLASSES.toSorted());
  });
});
