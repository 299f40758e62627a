import { readFileSync } from "node:fs";
import { OperatorError } from "../core/errors.ts";
import { jsonErrorLine } from "../prices/json-line.ts";
import { unreadable } from "./log-source.ts";
import { parseYaml } from "./yaml-text.ts";

/** How the names of files that hold JSON or YAML end. */
const DOCUMENT_NAME = /\.(?:json|ya?ml)$/iu;

/** Whether a file is named as one that holds YAML. */
export function isYamlName(path: string): boolean {
  return /\.ya?ml$/iu.test(path);
}

/** Whether a file is named as one that holds JSON or YAML. */
export function isDocumentName(path: string): boolean {
  return DOCUMENT_NAME.test(path);
}

/** The name of such a file without its ending. */
export function withoutEnding(path: string): string {
  return path.replace(DOCUMENT_NAME, "");
}

/**
 * What a file holds: YAML where its name ends in `.yaml` or `.yml`, else JSON.
 * @param what it should be, for the error. Throws `file_unreadable`, `not_json` and `not_yaml`, with file and line.
 */
export function readDocument(path: string, what: string, hint?: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8").replace(/^\ufeff/u, "");
  } catch (error) {
    throw unreadable(path, error);
  }
  return parseDocument(text, path, what, hint);
}

/** What the text of a file says: see `readDocument`. Throws `not_json` and `not_yaml`. */
export function parseDocument(text: string, path: string, what: string, hint?: string): unknown {
  const help = hint === undefined ? {} : { hint };
  if (isYamlName(path)) {
    const read = parseYaml(text);
    if (!("mistake" in read)) return read.value;
    const { mistake, line } = read;
    throw new OperatorError("not_yaml", `${what} is not YAML: ${mistake}`, {
      file: path,
      ...(line === null ? {} : { line }),
      ...help,
    });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const line = jsonErrorLine(text, error as Error);
    throw new OperatorError("not_json", `${what} is not JSON: ${(error as Error).message}`, {
      file: path,
      line,
      ...help,
    });
  }
}
