import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { anyDocument, caseOf, documentOf, lossOf, reportOf, shadowOf } from "../check-report.fixtures.ts";
import type { CheckDocument } from "../check-document.ts";
import { github } from "./github.ts";

interface Command {
  readonly kind: string;
  readonly properties: Readonly<Record<string, string>>;
  readonly message: string;
}

/** As the runner reads its input: line by line, unescaping what it finds. */
function commands(document: CheckDocument): readonly Command[] {
  const text = github.write(document);
  return text
    .split(/\r\n|[\n\r\u2028\u2029\u0085]/u)
    .slice(0, -1)
    .map((line) => {
      const {
        kind = "",
        given = "",
        message = "",
      } = /^::(?<kind>\w+) (?<given>.*?)::(?<message>.*)$/u.exec(line)?.groups ?? {};
      const properties = given.split(",").map((pair) => {
        const [name = "", value = ""] = pair.split(/=(?<value>.*)/su);
        return [name, unescaped(value)] as const;
      });
      return { kind, properties: Object.fromEntries(properties), message: unescaped(message) };
    });
}

function unescaped(text: string): string {
  const read: Readonly<Record<string, string>> = { "0D": "\r", "0A": "\n", "3A": ":", "2C": ",", "25": "%" };
  return text.replace(/%(?<code>0D|0A|3A|2C|25)/gu, (_, code: string) => read[code] as string);
}

const many = (count: number, blocking: boolean) =>
  Array.from({ length: count }, (_, index) =>
    caseOf("failed", { case: `${blocking ? "case" : "draft"}-${index}`, blocking }),
  );

describe("annotations", () => {
  it("stand at the line of the contract's file, from the root of the repository", () => {
    const failed = caseOf("failed", { message: "2 of 3 trials failed" });
    expect(commands(documentOf(reportOf([failed])))[0]).toEqual({
      kind: "error",
      properties: {
        file: "packs/support/contracts/weather.yaml",
        line: "7",
        title: "weather / case-failed: tool_not_invoked",
      },
      message: "2 of 3 trials failed\nexpect_tools at $.tool_calls[0].name: expected get_weather, found no tool call",
    });
  });

  it("are errors where they fail the run or got no answer, warnings where a draft fails or a case is flaky, and silent otherwise", () => {
    const cases = (["passed", "skipped", "allowed", "flaky", "error", "not_reproducible", "failed"] as const).map(
      (status) => caseOf(status),
    );
    const written = commands(documentOf(reportOf([...cases, ...many(1, false)])));
    expect(written.map(({ kind, properties }) => `${kind} ${properties["title"]}`)).toEqual([
      "error weather / case-failed: tool_not_invoked",
      "error weather / case-not_reproducible: recording_not_found",
      "error weather / case-error: rate_limited",
      "warning weather / draft-0: tool_not_invoked",
      "warning weather / case-flaky: tool_not_invoked",
    ]);
  });

  it("are ten of a kind, critical contracts first, and one more line says how many there are besides", () => {
    const critical = caseOf("failed", { case: "worst", critical: true });
    const written = commands(documentOf(reportOf([...many(13, true), critical, ...many(11, false)])));
    expect(written.filter(({ kind }) => kind === "error").length).toBe(10);
    expect(written[0]?.properties["title"]).toContain("worst");
    expect(written.filter(({ kind }) => kind === "warning").length).toBe(10);
    expect(written.filter(({ kind }) => kind === "notice").map(({ message }) => message)).toEqual([
      "4 more failing cases than GitHub shows as annotations: the job summary has them all.",
      "1 more warning than GitHub shows as annotations: the job summary has them all.",
    ]);
  });

  it("tell of a shadow in one line", () => {
    const shadow = shadowOf([lossOf("weather", "one")]);
    const written = commands(documentOf(reportOf([caseOf("passed")]), { shadow }));
    expect(written.map(({ kind, properties }) => [kind, properties["title"]])).toEqual([
      ["warning", "support, shadow: needs review"],
    ]);
  });

  it("say which lane they are of where it is the live one", () => {
    const [first] = commands(documentOf(reportOf([caseOf("failed")], { lane: "live", provider: "openai" })));
    expect(first?.properties["title"]).toBe("live: weather / case-failed: tool_not_invoked");
  });

  it("are one command a line, whatever is in the report", () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        for (const { kind, properties, message } of commands(document)) {
          expect(["error", "warning", "notice"]).toContain(kind);
          expect(Object.keys(properties).every((name) => ["file", "line", "title"].includes(name))).toBe(true);
          expect(message).not.toBe("");
        }
      }),
    );
  });
});
