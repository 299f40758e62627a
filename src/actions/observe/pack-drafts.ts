import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join, resolve } from "node:path";
import { boundaryOf } from "../../contracts/boundary.ts";
import type { Contract } from "../../contracts/contract.ts";
import type { Merged } from "../../contracts/draft/merge-drafts.ts";
import { unreadable } from "../log-source.ts";
import { readPack } from "../packs/read-pack.ts";
import { contractYaml, packYaml, withCases } from "./contract-yaml.ts";
import type { ObservedRow } from "./observed-row.ts";

/** The contracts of a pack; none where there is no pack yet. Throws what a broken pack throws. */
export function readDrafts(folder: string): readonly Contract[] {
  return isNew(folder) ? [] : readPack(folder).contracts;
}

/** Nothing at all stands there, or a pack without contracts. */
function isNew(folder: string): boolean {
  const contracts = join(folder, "contracts");
  if (existsSync(contracts)) return readdirSync(contracts).length === 0;
  return !existsSync(folder) || readdirSync(folder).every((name) => name === "pack.yaml");
}

/** Writes what is new: golden files and recordings first, so that no contract ever names a case that is not there. */
export function writeDrafts(folder: string, merged: readonly Merged[], rows: ReadonlyMap<string, ObservedRow>): void {
  const changed = merged.filter(({ added }) => added.length > 0);
  if (changed.length === 0) return;
  try {
    for (const part of ["contracts", "golden", "recordings"]) mkdirSync(join(folder, part), { recursive: true });
    const about = join(folder, "pack.yaml");
    if (!existsSync(about) && !existsSync(join(folder, "pack.yml"))) {
      writeFileSync(about, packYaml(basename(resolve(folder))));
    }
    for (const { added } of changed) for (const id of added) writeCase(folder, rows.get(id)!);
    for (const one of changed) writeContract(folder, one, rows);
  } catch (error) {
    throw unreadable(folder, error);
  }
}

function writeCase(folder: string, row: ObservedRow): void {
  const { request, dialect, response, model, provider, latency_ms, cost_usd, outcomes } = row;
  const boundary = boundaryOf(request, dialect);
  const { logged_at, request_id } = row;
  const golden = { boundary, dialect, request, response, logged_at, request_id };
  const recording = { response, boundary, model, provider, latency_ms, cost_usd, outcomes };
  writeJson(join(folder, "golden", `${row.case}.success.json`), golden);
  writeJson(join(folder, "recordings", `${row.case}.recording.json`), recording);
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(file, `${JSON.stringify(value, null, 2)}\n`);
}

function writeContract(
  folder: string,
  { contract, state, added }: Merged,
  rows: ReadonlyMap<string, ObservedRow>,
): void {
  const file = join(folder, contract.file);
  if (state === "new") {
    writeFileSync(file, contractYaml(contract, head(folder, contract, rows)));
    return;
  }
  const fresh = contract.golden_cases.filter(({ id }) => added.includes(id));
  writeFileSync(file, withCases(readFileSync(file, "utf8"), file.endsWith(".json"), fresh));
}

function head(folder: string, { id, golden_cases: cases }: Contract, rows: ReadonlyMap<string, ObservedRow>): string[] {
  const days = cases.map((one) => new Date(rows.get(one.id)!.logged_at).toISOString().slice(0, 10));
  const [first, last] = [days[0], days.at(-1)];
  const answers = cases.length === 1 ? "one logged answer" : `${cases.length} logged answers`;
  return [
    `A draft of what ${answers} had in common, ${first === last ? `of ${first}` : `${first} to ${last}`}. Drafts never block.`,
    `Read it, change what is chance and not meant, then: understudy pack promote ${folder} ${id}`,
  ];
}
