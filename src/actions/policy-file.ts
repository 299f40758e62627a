import { parsePolicy, type Policy } from "../core/policy.ts";
import { readJsonFile } from "./json-file.ts";

/** The policy of a JSON file. Throws `file_unreadable`, `not_json` and `policy_invalid`, each with file and, where known, line and field. */
export function readPolicyFile(path: string): Policy {
  const hint = 'Expected a policy such as {"strategy":"single","model":"gpt-4o-mini:openai"}.';
  return parsePolicy(readJsonFile(path, "the policy", hint), path);
}
