import { describe, expect, it } from "vitest";
import { argsOf } from "./args.ts";
import { OUTPUT_FLAGS, readOutputs } from "./output-flags.ts";

const read = (texts: readonly string[], json = false) =>
  readOutputs(argsOf(OUTPUT_FLAGS, new Map([["output", texts]]), []), { json }).files.map(({ format, file }) => [
    format.name,
    file,
  ]);

describe("--output", () => {
  it.each([
    ["junit=out/results.xml", "junit", "out/results.xml"],
    ["html=-", "html", null],
    ["json=a=b.json", "json", "a=b.json"],
    ["results.junit.xml", "junit", "results.junit.xml"],
    ["TESTS.XML", "junit", "TESTS.XML"],
    ["a/results.sarif", "sarif", "a/results.sarif"],
    ["results.sarif.json", "sarif", "results.sarif.json"],
    ["report.json", "json", "report.json"],
    ["comment.md", "markdown", "comment.md"],
    ["job-summary.md", "summary", "job-summary.md"],
    ["report.html", "html", "report.html"],
    ["summary=comment.md", "summary", "comment.md"],
    ["./a=b/c.html", "html", "./a=b/c.html"],
  ])("%s: %s to %s", (text, format, file) => {
    expect(read([text])).toEqual([[format, file]]);
  });

  it.each([
    ["junti=a.xml", 'there is no format "junti": did you mean junit=a.xml?'],
    ["pdf=a.pdf", 'there is no format "pdf"'],
    ["results", 'the name "results" does not say which format is meant'],
    ["junit=", 'the name "junit=" does not say which format is meant'],
    ["-", 'the name "-" does not say which format is meant'],
  ])("%s is refused: %s", (text, message) => {
    expect(() => read([text])).toThrow(message);
  });

  it("goes to a place once, and to standard output where nothing else does", () => {
    expect(() => read(["junit=-", "html=-"])).toThrow("only one output can go to standard output");
    expect(() => read(["junit=-"], true)).toThrow("--json and an output on standard output exclude one another");
    expect(() => read(["junit=a", "html=a"])).toThrow("two outputs go to a");
    expect(read(["junit=-", "a.html"])).toEqual([
      ["junit", null],
      ["html", "a.html"],
    ]);
  });
});
