import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { goldenDocument, recordingDocument } from "../../contracts/body-documents.ts";
import type { Contract, GoldenCase } from "../../contracts/contract.ts";
import type { PackDocument } from "../../contracts/pack-schema.ts";
import type { Golden, Pack, Recording } from "../../contracts/pack.ts";
import { isFileName } from "../../contracts/path-below.ts";
import { OperatorError } from "../../core/errors.ts";
import { yamlText } from "../yaml-text.ts";
import { contractText, withCases } from "./contract-text.ts";
import { schemaLine } from "./editor-schema.ts";
import { listPack } from "./pack-files.ts";
import { readAbout } from "./read-about.ts";
import { readPack } from "./read-pack.ts";
import { writeInside } from "./write-inside.ts";

/** What is to stand in a pack. Golden files by `input_ref`, recordings by case. */
export type PackContents = Pick<Pack, "name" | "description" | "contracts" | "golden" | "recordings"> &
  Partial<Pick<Pack, "version" | "provider" | "model" | "never_normalize" | "allowances">> & {
    /** What stands above a contract that is new, a line each. */
    readonly head?: (contract: Contract) => readonly string[];
  };

/** What became of one contract. */
export interface WrittenContract {
  readonly id: string;
  /** `new`; `grown` = a draft that got cases; `unchanged`; `promoted` = it was there and is left alone. */
  readonly state: "new" | "grown" | "unchanged" | "promoted";
  /** Ids of the cases that were added. */
  readonly added: readonly string[];
}

/**
 * Writes contracts with their golden files and recordings into a folder, which is made where there is none. What stands there already keeps
 * every word: drafts get the cases they lack, promoted contracts nothing, and of other files only those are written that are missing.
 * Throws what `readPack` does where the folder holds a broken pack, and `file_exists` where a file of a new case says something else.
 */
export function writePack(folder: string, contents: PackContents): readonly WrittenContract[] {
  const before = existing(folder);
  const known = new Map(before.contracts.map((contract) => [contract.id, contract]));
  const write = (file: string, text: string): void => writeOnce(folder, file, text);
  if (!before.named) write("pack.yaml", yamlText(aboutDocument(contents)));
  const written = contents.contracts.map((contract): WrittenContract => {
    const { id } = contract;
    if (!isFileName(id)) throw new OperatorError("pack_invalid", `a contract cannot be called ${JSON.stringify(id)}`);
    const there = known.get(id);
    if (there?.status === "promoted") return { id, state: "promoted", added: [] };
    const had = new Set(there?.golden_cases.map((one) => one.id));
    const fresh = contract.golden_cases.filter((one) => !had.has(one.id));
    for (const one of fresh) writeCase(write, one, contents);
    const added = fresh.map((one) => one.id);
    if (there === undefined) {
      const head = [...schemaLine(join(folder, "contracts"), "contract"), ...(contents.head?.(contract) ?? [])];
      write(`contracts/${id}.yaml`, contractText(contract, before.defaults, head));
      return { id, state: "new", added };
    }
    if (fresh.length === 0) return { id, state: "unchanged", added };
    const text = readFileSync(join(folder, there.file), "utf8");
    writeInside(folder, there.file, withCases(text, there.file, fresh));
    return { id, state: "grown", added };
  });
  const { never_normalize: paths = [], allowances = [] } = contents;
  for (const [file, list] of [
    ["NeverNormalize.json", paths],
    ["nr-allowlist.json", allowances],
  ] as const)
    if (list.length > 0 && !existsSync(join(folder, file))) write(file, jsonText(list));
  return written;
}

interface Existing {
  readonly contracts: readonly Contract[];
  readonly defaults: PackDocument["defaults"];
  /** There is a pack.yaml. */
  readonly named: boolean;
}

function existing(folder: string): Existing {
  const there = ["pack.yaml", "pack.yml", "contracts"].some((name) => existsSync(join(folder, name)));
  if (!there) return { contracts: [], defaults: {}, named: false };
  const files = listPack(folder);
  const { defaults } = readAbout(files);
  const contracts = files.contracts.length === 0 ? [] : readPack(folder).contracts;
  return { contracts, defaults, named: files.top.has("pack.yaml") || files.top.has("pack.yml") };
}

function aboutDocument({ name, description, version, provider, model }: PackContents): object {
  const said = { name, description, version: version ?? null, provider: provider ?? null, model: model ?? null };
  return Object.fromEntries(Object.entries(said).filter(([, value]) => value !== null));
}

function writeCase(write: (file: string, text: string) => void, one: GoldenCase, contents: PackContents): void {
  const golden: Golden | undefined = contents.golden.get(one.input_ref);
  const recording: Recording | undefined = contents.recordings.get(one.id);
  if (golden !== undefined) write(`golden/${one.input_ref}`, jsonText(goldenDocument(golden)));
  if (recording !== undefined) write(`recordings/${one.id}.recording.json`, jsonText(recordingDocument(recording)));
}

/** A file that is there already stays; it must say the same. */
function writeOnce(folder: string, file: string, text: string): void {
  const path = join(folder, file);
  if (!existsSync(path)) return writeInside(folder, file, text);
  if (readFileSync(path, "utf8") !== text)
    throw new OperatorError("file_exists", "there is such a file already, and it says something else", {
      file: path,
      hint: "Remove or rename it, then run the same command again.",
    });
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
