import type * as z from "zod";
import { createHash } from "node:crypto";
import { basename, resolve } from "node:path";
import { allowlistSchema } from "../../contracts/allowance.ts";
import { contractOf } from "../../contracts/contract-of.ts";
import { contractSchema, unenforcedKeys } from "../../contracts/contract-schema.ts";
import { holdAgainst } from "../../contracts/mistake.ts";
import { neverNormalizeSchema } from "../../contracts/never-normalize.ts";
import type { PackDocument } from "../../contracts/pack-schema.ts";
import type { Pack } from "../../contracts/pack.ts";
import { OperatorError } from "../../core/errors.ts";
import { withoutEnding } from "../document-file.ts";
import { gatherNotes, type Notes } from "./notes.ts";
import { readAbout } from "./read-about.ts";
import { linkCases } from "./link-cases.ts";
import { listPack, type PackFiles } from "./pack-files.ts";
import { documentOf, MOST_TEXT_BYTES, readPart, understood, type Part, type ReadContract } from "./pack-part.ts";

/**
 * Reads and checks a folder of contracts with its golden files and recordings.
 * Throws `pack_unknown`, `pack_invalid`, `contract_invalid`, `not_yaml`, `not_json` and `file_unreadable`, with file, line and field.
 */
export function readPack(folder: string): Pack {
  const files = listPack(folder);
  const hash = createHash("sha256");
  const take = (part: Part): Part => {
    hash.update(`${part.file}\0${part.text.length}\0`).update(part.text);
    return part;
  };
  const about = readAbout(files, take);
  const notes = gatherNotes();
  const contracts = files.contracts.map((file) => readContract(files.folder, file, about, take, notes));
  if (contracts.length === 0) {
    const message = "the pack has no contracts: expected one YAML file or more";
    throw new OperatorError("pack_invalid", message, { file: `${folder}/contracts` });
  }
  refuseTwins(contracts);
  const linked = linkCases(files, contracts, take, notes);
  const allowances = readList(files, "nr-allowlist.json", "the allow-list", allowlistSchema) ?? [];
  for (const file of files.strange) notes.add(`${file} is none of the pack's files: it is not read`);
  for (const name of ["session.yaml", "workflow.yaml"])
    if (files.top.has(name)) notes.add(`${name} is kept and not enforced here`);
  for (const { contract_path } of allowances)
    if (!files.contracts.includes(contract_path))
      notes.add(`nr-allowlist.json allows something for ${contract_path}, which is not in the pack`);
  return {
    folder,
    name: about.name ?? basename(resolve(folder)),
    description: about.description ?? null,
    version: about.version ?? null,
    provider: about.provider ?? null,
    model: about.model ?? null,
    hash: hash.digest("hex"),
    contracts: contracts.map(({ contract }) => contract),
    ...linked,
    never_normalize: readList(files, "NeverNormalize.json", "the list of paths", neverNormalizeSchema) ?? [],
    allowances,
    notes: notes.all(),
  };
}

function readContract(
  folder: string,
  file: string,
  { defaults }: PackDocument,
  take: (part: Part) => Part,
  notes: Notes,
): ReadContract {
  const part = take(readPart(folder, file, MOST_TEXT_BYTES));
  const document = understood(part, "contract_invalid", holdAgainst(contractSchema, documentOf(part, "the contract")));
  for (const key of unenforcedKeys(document)) notes.unenforced(key);
  if (document.golden_cases.length === 0) notes.add(`${file} has no golden cases: nothing holds an answer against it`);
  return { part, contract: contractOf(document, { id: withoutEnding(basename(file)), file }, defaults) };
}

/** Two contracts of one id, as `a.yaml` beside `a.yml` would be. */
function refuseTwins(contracts: readonly ReadContract[]): void {
  const files = new Map<string, string>();
  for (const { part, contract } of contracts) {
    const other = files.get(contract.id);
    if (other !== undefined)
      throw new OperatorError("pack_invalid", `there is a contract of this name already: ${other}`, {
        file: part.path,
      });
    files.set(contract.id, part.file);
  }
}

function readList<T>(files: PackFiles, file: string, what: string, schema: z.ZodType<T>): T | null {
  if (!files.top.has(file)) return null;
  const part = readPart(files.folder, file, MOST_TEXT_BYTES);
  return understood(part, "pack_invalid", holdAgainst(schema, documentOf(part, what)));
}
