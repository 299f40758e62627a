import { readdirSync, statSync } from "node:fs";
import { basename, join } from "node:path";
import { type ErrorPlace, OperatorError } from "../core/errors.ts";
import { parsePolicy, strategyOf } from "../core/policy.ts";
import { isDocumentName, readDocument, withoutEnding } from "./document-file.ts";
import { unreadable } from "./log-source.ts";
import { POLICY_HINT } from "./policy-file.ts";
import { inPolicy, type NamedPolicy } from "./policy-reference.ts";

/** A file of a swept folder that was left out. */
export interface SkippedFile {
  readonly file: string;
  readonly reason: string;
}

export interface SweepCandidates {
  readonly candidates: readonly NamedPolicy[];
  readonly skipped: readonly SkippedFile[];
}

/**
 * Every policy of a folder (`*.json`, `*.yaml`, `*.yml`, by name), of a grid file (`{"name": policy}` or `[{"name", "policy"}]`), or the one of a policy file.
 * What stands in a folder without a `strategy` key (a price file, say) is skipped; of a file named by itself the same is an error.
 */
export function sweepCandidates(path: string): SweepCandidates {
  let folder: boolean;
  try {
    folder = statSync(path).isDirectory();
  } catch (error) {
    throw unreadable(path, error);
  }
  return folder ? folderCandidates(path) : { candidates: gridCandidates(path), skipped: [] };
}

function folderCandidates(folder: string): SweepCandidates {
  const candidates: NamedPolicy[] = [];
  const skipped: SkippedFile[] = [];
  const names = readdirSync(folder, { recursive: true }).map(String);
  for (const fileName of names.filter(isDocumentName).toSorted()) {
    const file = join(folder, fileName);
    const value = readDocument(file, "the policy", POLICY_HINT);
    if (!isPolicyLike(value)) {
      skipped.push({ file, reason: "not a policy: it has no `strategy` key" });
      continue;
    }
    const name = withoutEnding(fileName);
    if (candidates.some((other) => other.name === name)) throw namedTwice(name, { file });
    candidates.push({ policy: parsePolicy(value, file), name, version: null, file });
  }
  if (candidates.length > 0) return { candidates, skipped };
  const found =
    skipped.length === 0 ? "" : `; of its JSON and YAML files (${skipped.length}) none has a \`strategy\` key`;
  throw new OperatorError("policy_invalid", `the folder holds no policy (*.json, *.yaml, *.yml)${found}`, {
    file: folder,
  });
}

/** A target alone is a policy too. */
function isPolicyLike(value: unknown): boolean {
  return typeof value === "string" || (typeof value === "object" && value !== null && "strategy" in value);
}

const GRID_HINT = 'Expected {"name": policy, ...} or [{"name": "...", "policy": {...}}, ...].';

function gridCandidates(file: string): readonly NamedPolicy[] {
  const grid = readDocument(file, "the grid", GRID_HINT);
  if (typeof grid !== "object" || grid === null)
    throw new OperatorError("policy_invalid", "the grid is neither an object nor a list", { file, hint: GRID_HINT });
  if ("strategy" in grid && strategyOf(grid.strategy) !== null)
    return [{ policy: parsePolicy(grid, file), name: withoutEnding(basename(file)), version: null, file }];
  const entries = Array.isArray(grid)
    ? grid.map((item: unknown, index) => {
        const { name, policy } = (item ?? {}) as { readonly name?: unknown; readonly policy?: unknown };
        const given = typeof name === "string" && name !== "" ? name : `policy ${index + 1}`;
        return { name: given, policy, inside: `[${index}].policy` };
      })
    : Object.entries(grid).map(([name, policy]) => ({ name, policy: policy as unknown, inside: name }));
  if (entries.length === 0)
    throw new OperatorError("policy_invalid", "the grid holds no policy", { file, hint: GRID_HINT });
  const seen = new Set<string>();
  return entries.map(({ name, policy, inside }) => {
    if (seen.has(name)) throw namedTwice(name, { file, field: inside });
    seen.add(name);
    const candidate = { name, version: null, file, inside };
    return { ...candidate, policy: inPolicy(candidate, () => parsePolicy(policy)) };
  });
}

function namedTwice(name: string, place: ErrorPlace): OperatorError {
  const hint = "Give each its own name: the answer is told by name.";
  return new OperatorError("policy_invalid", `two policies are named ${JSON.stringify(name)}`, { ...place, hint });
}
