import { existsSync, readdirSync } from "node:fs";
import { basename, isAbsolute, join, resolve } from "node:path";
import { boundaryOf } from "../../contracts/boundary.ts";
import type { Contract } from "../../contracts/contract.ts";
import type { Merged } from "../../contracts/draft/merge-drafts.ts";
import type { Golden, Recording } from "../../contracts/pack.ts";
import { readPack } from "../packs/read-pack.ts";
import { writePack } from "../packs/write-pack.ts";
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

/** Writes what is new, each new case with its golden file and recording. */
export function writeDrafts(folder: string, merged: readonly Merged[], rows: ReadonlyMap<string, ObservedRow>): void {
  const changed = merged.filter(({ added }) => added.length > 0);
  if (changed.length === 0) return;
  const added = changed.flatMap((one) => one.added.map((id) => rows.get(id)!));
  writePack(folder, {
    name: basename(resolve(folder)),
    description: "Drafted from logged traffic",
    contracts: changed.map(({ contract }) => contract),
    golden: new Map(added.map((row) => [`${row.case}.success.json`, goldenOf(row)])),
    recordings: new Map(added.map((row) => [row.case, recordingOf(row)])),
    head: ({ id, golden_cases: cases }) => head(folder, id, days(cases.map((one) => rows.get(one.id)!))),
  });
}

/** Above a draft: what it is, and what to do with it. The folder as it was named, unless that tells of this machine. */
function head(folder: string, id: string, days: readonly string[]): readonly string[] {
  const answers = days.length === 1 ? "one logged answer" : `${days.length} logged answers`;
  const [first, last] = [days[0], days.at(-1)];
  const named = isAbsolute(folder) || folder.startsWith("..") ? basename(folder) : folder;
  return [
    `A draft of what ${answers} had in common, ${first === last ? `of ${first}` : `${first} to ${last}`}. Drafts never block.`,
    `Read it, change what is chance and not meant, then: understudy pack promote ${named} ${id}`,
  ];
}

/** UTC, in their order. */
function days(rows: readonly ObservedRow[]): readonly string[] {
  return rows.map(({ logged_at }) => new Date(logged_at).toISOString().slice(0, 10));
}

function goldenOf(row: ObservedRow): Golden {
  const { request, dialect, response, logged_at, request_id } = row;
  const file = `golden/${row.case}.success.json`;
  return { file, boundary: boundaryOf(request, dialect), request, dialect, response, logged_at, request_id };
}

function recordingOf(row: ObservedRow): Recording {
  const { request, dialect, response, model, provider, latency_ms, cost_usd, outcomes } = row;
  const file = `recordings/${row.case}.recording.json`;
  return { file, boundary: boundaryOf(request, dialect), response, model, provider, latency_ms, cost_usd, outcomes };
}
