import { basename } from "node:path";
import type { StoredMirror } from "../../store/shadow.ts";
import type { NamedPolicy } from "../policy-reference.ts";

/** What is mirrored, as scopes are named: `project:NAME`, `endpoint:PROJECT/NAME`. */
export function mirroredScope({ project, endpoint }: Pick<StoredMirror, "project" | "endpoint">): string {
  return endpoint === null ? `project:${project}` : `endpoint:${project}/${endpoint}`;
}

/** A candidate as lists of comparisons name it: `config NAME@3`, `model:provider`, else the strategy and the file it stands in. */
export function candidateOf({ policy, name, version, file }: NamedPolicy): string {
  if (version !== null && file === null) return `config ${name}@${version}`;
  if (policy.strategy === "single") return String(policy["model"]);
  return file === null ? policy.strategy : `${policy.strategy} of ${basename(file)}`;
}
