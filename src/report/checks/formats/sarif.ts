import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { CaseResult } from "../../../contracts/check-report.ts";
import { detailLines, kindOf, messageOf, pathOf, severityOf, worstFirst, type Severity } from "../case-words.ts";
import type { CheckDocument } from "../check-document.ts";
import { failureKind } from "../failure-kinds.ts";
import type { OutputFormat } from "./format.ts";

/** SARIF 2.1.0, as code scanning reads it: a rule for each kind of failure, a result for each case that is not as it should be. */
export const sarif: OutputFormat = {
  name: "sarif",
  write: (document) => `${JSON.stringify(log(document), null, 2)}\n`,
};

/** GitHub takes no more results of one run. */
const MOST_RESULTS = 25_000;

function log(document: CheckDocument): object {
  const { report, version } = document;
  const results = worstFirst(report.results).slice(0, MOST_RESULTS);
  const kinds = [...new Set(results.map(kindOf))].toSorted();
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: { driver: { name: "understudy", version, rules: kinds.map(rule) } },
        // The part before the last slash groups runs: both lanes of a pack are kept beside one another.
        automationDetails: { id: `understudy/${wellFormed(report.pack.name)}/${report.lane}/` },
        columnKind: "utf16CodeUnits",
        invocations: [
          {
            executionSuccessful: report.exit_code !== 3,
            exitCode: report.exit_code,
            startTimeUtc: new Date(report.started_at).toISOString(),
            endTimeUtc: new Date(report.started_at + report.took_ms).toISOString(),
          },
        ],
        results: results.map((result) => finding(document, result, kinds.indexOf(kindOf(result)))),
      },
    ],
  };
}

function rule(kind: string): object {
  const { means, todo } = failureKind(kind);
  return {
    id: wellFormed(kind),
    shortDescription: { text: wellFormed(means) },
    fullDescription: { text: wellFormed(`${means}. ${todo}`) },
    help: { text: todo },
    properties: { tags: ["contract"] },
  };
}

const LEVELS: Readonly<Record<Severity, string>> = { error: "error", warning: "warning", notice: "note" };

function finding({ report, folder }: CheckDocument, result: CaseResult, ruleIndex: number): object {
  const { contract, case: id, line } = result;
  const kind = wellFormed(kindOf(result));
  const text = [`${contract} / ${id}: ${messageOf(result)}`, ...detailLines(result)].join("\n");
  const fingerprint = bytesToHex(sha256(utf8ToBytes(JSON.stringify([report.pack.name, contract, id, kind])))).slice(
    0,
    32,
  );
  return {
    ruleId: kind,
    ruleIndex,
    level: LEVELS[severityOf(result) ?? "notice"],
    message: { text: wellFormed(text) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(pathOf(folder, result)), uriBaseId: "%SRCROOT%" },
          region: { startLine: line ?? 1 },
        },
        logicalLocations: [{ fullyQualifiedName: wellFormed(`${contract}/${id}`), kind: "member" }],
      },
    ],
    // The name code scanning knows. Of the case and not of the line, so that an alert stays itself when the contract's file is edited.
    partialFingerprints: { primaryLocationLineHash: `${fingerprint}:1`, "contractCase/v1": fingerprint },
    properties: {
      status: result.status,
      blocking: result.blocking,
      critical: result.critical,
      trials: result.trials.length,
    },
  };
}

function uriOf(path: string): string {
  return wellFormed(path).replaceAll("\\", "/").split("/").map(encodeURIComponent).join("/");
}

/** JSON can name half of a pair, and readers stumble over it. */
function wellFormed(text: string): string {
  return text.toWellFormed();
}
