import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as fc from "fast-check";
import { XmlDocument, XsdValidator, type XmlElement } from "libxml2-wasm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { anyDocument, caseOf, documentOf, EVERY_STATUS, reportOf, trialOf } from "../check-report.fixtures.ts";
import type { CheckDocument } from "../check-document.ts";
import { junit } from "./junit.ts";

let schema: XmlDocument;
let validator: XsdValidator;

beforeAll(() => {
  schema = XmlDocument.fromBuffer(readFileSync(join(import.meta.dirname, "junit.xsd")));
  validator = XsdValidator.fromDoc(schema);
});
afterAll(() => {
  validator.dispose();
  schema.dispose();
});

/** Reads it as any reader of XML would, against the schema. */
function read<T>(document: CheckDocument, look: (root: XmlElement) => T): T {
  using xml = XmlDocument.fromString(junit.write(document));
  validator.validate(xml);
  return look(xml.root);
}

function texts(root: XmlElement, path: string): readonly string[] {
  return root.find(path).map((node) => node.content);
}

describe("JUnit XML", () => {
  it("fails promoted contracts only, and skips with a reason what blocks nothing", () => {
    const draft = caseOf("failed", { case: "draft", blocking: false });
    const document = documentOf(reportOf([...EVERY_STATUS.results, draft]));
    read(document, (root) => {
      expect(texts(root, "//testcase[failure]/@name")).toEqual(["case-failed", "case-not_reproducible"]);
      expect(texts(root, "//testcase[error]/@name")).toEqual(["case-error"]);
      expect(texts(root, "//testcase[skipped]/@name")).toEqual(["case-allowed", "case-skipped", "draft"]);
      expect(texts(root, "//testcase[@name='draft']/skipped/@message")).toEqual([
        "a draft, which blocks nothing: expected get_weather, found no tool call",
      ]);
      expect(texts(root, "//failure/@type")).toEqual(["tool_not_invoked", "recording_not_found"]);
      expect(texts(root, "/testsuites/testsuite/@tests | /testsuites/@tests")).toEqual(["8", "8"]);
      expect(texts(root, "//testsuite/@failures")).toEqual(["2"]);
      expect(texts(root, "//testsuite/@errors")).toEqual(["1"]);
      expect(texts(root, "//testsuite/@skipped")).toEqual(["3"]);
    });
  });

  it("says in an element's text what GitLab shows: the reason, the findings, and where", () => {
    read(documentOf(reportOf([caseOf("failed", { message: "2 of 3 trials failed" })])), (root) =>
      expect(texts(root, "//failure")).toEqual([
        "2 of 3 trials failed\n" +
          "expect_tools at $.tool_calls[0].name: expected get_weather, found no tool call\n" +
          "at packs/support/contracts/weather.yaml:7",
      ]),
    );
  });

  it("passes a flaky case, with a flakyFailure for each trial that failed", () => {
    read(documentOf(EVERY_STATUS), (root) => {
      expect(texts(root, "//testcase[@name='case-flaky']/*/@message")).toEqual([
        "trial 2: expect_tools at $.tool_calls[0].name: expected get_weather, found no tool call",
      ]);
      expect(texts(root, "//testcase[@name='case-flaky']/flakyFailure/@type")).toEqual(["tool_not_invoked"]);
    });
  });

  it("tells of further trials that failed as reruns", () => {
    const trials = [1, 2, 3].map((trial) => ({ ...trialOf("wrong_tool"), trial }));
    read(documentOf(reportOf([caseOf("failed", { trials })])), (root) => {
      expect(texts(root, "//testcase/rerunFailure/@message").map((text) => text.slice(0, 8))).toEqual([
        "trial 2:",
        "trial 3:",
      ]);
      expect(texts(root, "//testcase/@time")).toEqual(["0.360"]);
    });
  });

  it("has a suite for each contract file, and no time where none is known", () => {
    const other = caseOf("skipped", { contract: "refund", file: "contracts/refund.yaml" });
    read(documentOf(reportOf([caseOf("passed"), other])), (root) => {
      expect(texts(root, "//testsuite/@name")).toEqual([
        "support/contracts/weather.yaml",
        "support/contracts/refund.yaml",
      ]);
      expect(texts(root, "//testcase/@classname")).toEqual(["support.weather", "support.refund"]);
      expect(texts(root, "//testcase[@time]/@name")).toEqual(["case-passed"]);
    });
  });

  it("keeps to the schema whatever is in the report, and loses no case", () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        expect(read(document, (root) => root.find("//testcase").length)).toBe(document.report.results.length);
      }),
    );
  });

  it("shows what XML cannot hold as a replacement character, and keeps every other", () => {
    const message = "tab\t line\n <&>\"' ]]> \u0000\u001f\ud800 \ufffe 😀 \u0085";
    read(documentOf(reportOf([caseOf("failed", { message, trials: [] })])), (root) =>
      expect(texts(root, "//failure/@message")).toEqual([
        "tab\t line\n <&>\"' ]]> \ufffd\ufffd\ufffd \ufffd 😀 \u0085",
      ]),
    );
  });
});
