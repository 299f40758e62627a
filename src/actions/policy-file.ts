import { parsePolicy, type Policy } from "../core/policy.ts";
import { readDocument } from "./document-file.ts";

/** What a policy looks like, for the errors of a file that holds none. */
export const POLICY_HINT = 'Expected a policy such as {"strategy":"single","model":"gpt-4o-mini:openai"}.';

/**
 * The policy of a JSON or YAML file. Throws `file_unreadable`, `not_json`, `not_yaml` and `policy_invalid`,
 * each with file and, where known, line and field.
 */
export function readPolicyFile(path: string): Policy {
  return parsePolicy(readDocument(path, "the policy", POLICY_HINT), path);
}
