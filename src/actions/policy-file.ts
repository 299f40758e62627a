import { readFileSync } from "node:fs";
import { OperatorError } from "../core/errors.ts";
import { parsePolicy, type Policy } from "../core/policy.ts";
import { jsonErrorLine } from "../prices/json-line.ts";
import { unreadable } from "./log-source.ts";

/** The policy of a JSON file. Throws `file_unreadable`, `not_json` and `policy_invalid`, each with file and, where known, line and field. */
export function readPolicyFile(path: string): Policy {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    throw unreadable(path, error);
  }
  const plain = text.replace(/^\ufeff/u, "");
  let parsed: unknown;
  try {
    parsed = JSON.parse(plain);
  } catch (error) {
    const line = jsonErrorLine(plain, error as Error);
    throw new OperatorError("not_json", `the policy is not JSON: ${(error as Error).message}`, {
      file: path,
      line,
      hint: 'Expected a policy such as {"strategy":"single","model":"gpt-4o-mini:openai"}.',
    });
  }
  return parsePolicy(parsed, path);
}
