import type { FailureClass } from "./contract.ts";
import type { Finding } from "./finding.ts";
import { printJsonPath, type JsonPath } from "./json-path.ts";
import { cutText } from "./short-text.ts";

/** What a finding is about, and what was expected and found. */
export interface Told {
  readonly path?: JsonPath;
  readonly expected: unknown;
  readonly found: unknown;
  readonly message: string;
}

export function passed(assertion: string, told: Told): Finding {
  return { assertion, status: "passed", failure_class: null, ...placed(told) };
}

export function failed(assertion: string, failure_class: FailureClass, told: Told): Finding {
  return { assertion, status: "failed", failure_class, ...placed(told) };
}

/** It could not be told, for the reason in the message. */
export function unknown(assertion: string, told: Told): Finding {
  return { assertion, status: "unknown", failure_class: null, ...placed(told) };
}

function placed({ path, expected, found, message }: Told): Omit<Finding, "assertion" | "status" | "failure_class"> {
  return { path: path === undefined ? null : printJsonPath(path), expected, found: kept(found), message };
}

const LONGEST_TEXT = 500;
const LONGEST_JSON = 2_000;

/** What was found as a finding keeps it: whole where it is small, its beginning as text where it is not. Findings are stored, many to an answer. */
function kept(found: unknown): unknown {
  if (typeof found === "string") return cutText(found, LONGEST_TEXT);
  if (typeof found !== "object" || found === null) return found;
  const json = JSON.stringify(found);
  return json.length <= LONGEST_JSON ? found : cutText(json, LONGEST_TEXT);
}
