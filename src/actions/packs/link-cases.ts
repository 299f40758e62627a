import { goldenOf } from "../../contracts/golden.ts";
import type { GoldenCase } from "../../contracts/contract.ts";
import type { Golden, Recording } from "../../contracts/pack.ts";
import { recordingOf } from "../../contracts/recording.ts";
import { OperatorError } from "../../core/errors.ts";
import type { Notes } from "./notes.ts";
import type { PackFiles } from "./pack-files.ts";
import {
  documentOf,
  mistakeIn,
  MOST_BODY_BYTES,
  readPart,
  understood,
  type Part,
  type ReadContract,
} from "./pack-part.ts";

interface Linked {
  readonly golden: ReadonlyMap<string, Golden>;
  readonly recordings: ReadonlyMap<string, Recording>;
}

/**
 * The golden files and recordings that the cases of contracts name. Throws for a case that stands twice, a golden file that is missing, and
 * one that no case names.
 */
export function linkCases(
  files: PackFiles,
  contracts: readonly ReadContract[],
  take: (part: Part) => Part,
  notes: Notes,
): Linked {
  const present = new Set(files.golden);
  const recorded = new Set(files.recordings);
  const seen = new Map<string, string>();
  const golden = new Map<string, Golden>();
  const recordings = new Map<string, Recording>();
  for (const { part, contract } of contracts) {
    for (const [index, one] of contract.golden_cases.entries()) {
      const fail = (message: string, key: keyof GoldenCase): never => {
        throw mistakeIn(part, "contract_invalid", { message, path: ["golden_cases", index, key] });
      };
      const other = seen.get(one.id);
      if (other !== undefined) fail(`there is a case ${one.id} already, in ${other}`, "id");
      seen.set(one.id, part.file);
      const file = `golden/${one.input_ref}`;
      if (!present.has(file)) fail(`there is no file ${file}`, "input_ref");
      if (!golden.has(one.input_ref)) golden.set(one.input_ref, readGolden(files.folder, file, take));
      const recording = recordingNames(one).find((name) => recorded.has(name));
      if (recording !== undefined) recordings.set(one.id, readRecording(files.folder, recording));
    }
  }
  refuseOrphans(files, golden);
  const used = new Set([...recordings.values()].map(({ file }) => file));
  for (const file of files.recordings) if (!used.has(file)) notes.add(`${file} is the recording of no case`);
  return { golden, recordings };
}

/** By the case, or by its golden file. */
function recordingNames({ id, input_ref }: GoldenCase): readonly string[] {
  return [`recordings/${id}.recording.json`, `recordings/${input_ref.replace(/\.json$/u, "")}.recording.json`];
}

function readGolden(folder: string, file: string, take: (part: Part) => Part): Golden {
  const part = take(readPart(folder, file, MOST_BODY_BYTES));
  return understood(part, "pack_invalid", goldenOf(documentOf(part, "the golden file"), file));
}

function readRecording(folder: string, file: string): Recording {
  const part = readPart(folder, file, MOST_BODY_BYTES);
  return understood(part, "pack_invalid", recordingOf(documentOf(part, "the recording"), file));
}

function refuseOrphans(files: PackFiles, golden: ReadonlyMap<string, Golden>): void {
  const orphan = files.golden.find((file) => !golden.has(file.slice("golden/".length)));
  if (orphan === undefined) return;
  throw new OperatorError("pack_invalid", "no case of a contract names this golden file", {
    file: `${files.folder}/${orphan}`,
    hint: `Give a contract a case with \`input_ref: ${orphan.slice("golden/".length)}\`, or remove the file.`,
  });
}
