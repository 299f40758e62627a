import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { goldenDocument, recordingDocument } from "../../contracts/body-documents.ts";
import type { Contract, GoldenCase } from "../../contracts/contract.ts";
import type { PackDocument } from "../../contracts/pack-schema.ts";
import type { Pack } from "../../contracts/pack.ts";
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
 * Throws what `readPack` does where the folder holds a broken pack, `pack_invalid` where it would be one afterwards, and `file_exists`
 * where a file of a new case says something else; then nothing is written.
 */
export function writePack(folder: string, contents: PackContents): readonly WrittenContract[] {
  const before = existing(folder);
  const fresh: Files = new Map();
  const changed: Files = new Map();
  if (!before.named) fresh.set("pack.yaml", yamlText(aboutDocument(contents)));
  const written = contents.contracts.map((contract): WrittenContract => {
    const { id } = contract;
    if (!isFileName(id)) throw new OperatorError("pack_invalid", `a contract cannot be called ${JSON.stringify(id)}`);
    const there = before.contracts.find((one) => one.id === id);
    if (there?.status === "promoted") return { id, state: "promoted", added: [] };
    const had = new Set(there?.golden_cases.map((one) => one.id));
    const cases = contract.golden_cases.filter((one) => !had.has(one.id));
    for (const one of cases) addCase(fresh, folder, one, contents);
    const added = cases.map((one) => one.id);
    if (there === undefined) {
      const head = [...schemaLine(join(folder, "contracts"), "contract"), ...(contents.head?.(contract) ?? [])];
      fresh.set(`contracts/${id}.yaml`, contractText(contract, before.defaults, head));
      return { id, state: "new", added };
    }
    if (cases.length === 0) return { id, state: "unchanged", added };
    changed.set(there.file, withCases(readFileSync(join(folder, there.file), "utf8"), there.file, cases));
    return { id, state: "grown", added };
  });
  refuseTwins(before.contracts, written);
  for (const [file, list] of [
    ["NeverNormalize.json", contents.never_normalize ?? []],
    ["nr-allowlist.json", contents.allowances ?? []],
  ] as const)
    if (list.length > 0 && !existsSync(join(folder, file))) fresh.set(file, jsonText(list));
  writeAll(folder, fresh, changed);
  return written;
}

/** Texts by file, relative to the pack. */
type Files = Map<string, string>;

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

function addCase(files: Files, folder: string, one: GoldenCase, { golden, recordings }: PackContents): void {
  const [asked, answered] = [golden.get(one.input_ref), recordings.get(one.id)];
  const file = `golden/${one.input_ref}`;
  if (asked !== undefined) files.set(file, jsonText(goldenDocument(asked)));
  else if (!existsSync(join(folder, file)))
    throw new OperatorError("pack_invalid", `the case ${one.id} has no golden file`, { file: join(folder, file) });
  if (answered !== undefined) files.set(`recordings/${one.id}.recording.json`, jsonText(recordingDocument(answered)));
}

/** A case's id is its own in the whole pack. */
function refuseTwins(before: readonly Contract[], written: readonly WrittenContract[]): void {
  const taken = new Set(before.flatMap(({ golden_cases: cases }) => cases.map(({ id }) => id)));
  for (const id of written.flatMap(({ added }) => added)) {
    if (taken.has(id)) throw new OperatorError("pack_invalid", `two cases would be called ${id}`);
    taken.add(id);
  }
}

/** Writes files that are new and files that are changed. A file that is there already stays; it must say the same. Contracts come last. */
function writeAll(folder: string, fresh: Files, changed: Files): void {
  const missing = [...fresh].filter(([file, text]) => {
    const path = join(folder, file);
    if (!existsSync(path)) return true;
    if (readFileSync(path, "utf8") === text) return false;
    throw new OperatorError("file_exists", "there is such a file already, and it says something else", {
      file: path,
      hint: "Remove or rename it, then run the same command again.",
    });
  });
  const isContract = ([file]: readonly [string, string]): boolean => file.startsWith("contracts/");
  const cases = missing.filter((one) => !isContract(one));
  for (const [file, text] of [...cases, ...missing.filter(isContract), ...changed]) writeInside(folder, file, text);
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}
