import { readFileSync } from "node:fs";
import { OperatorError } from "../core/errors.ts";
import { jsonErrorLine } from "../prices/json-line.ts";
import { unreadable } from "./log-source.ts";

/** A parsed JSON file. @param what it should be, for the error. Throws `file_unreadable` and `not_json`, with file and line. */
export function readJsonFile(path: string, what: string, hint?: string): unknown {
  let text: string;
  try {
    text = readFileSync(path, "utf8").replace(/^\ufeff/u, "");
  } catch (error) {
    throw unreadable(path, error);
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const line = jsonErrorLine(text, error as Error);
    throw new OperatorError("not_json", `${what} is not JSON: ${(error as Error).message}`, {
      file: path,
      line,
      ...(hint === undefined ? {} : { hint }),
    });
  }
}
