import { existsSync, readdirSync, realpathSync, statSync, type Dirent } from "node:fs";
import { join, sep } from "node:path";
import { thousands } from "../../core/counts.ts";
import { OperatorError } from "../../core/errors.ts";
import { unreadable } from "../log-source.ts";

/** More files than a pack is ever meant to hold. */
const MOST_FILES = 20_000;

/** What stands in a pack's folder, paths relative to it, with `/`. Every file is one, and lies inside the folder, whatever links say. */
export interface PackFiles {
  /** As it was named. */
  readonly folder: string;
  /** Files right in the folder. */
  readonly top: ReadonlySet<string>;
  readonly contracts: readonly string[];
  readonly golden: readonly string[];
  readonly recordings: readonly string[];
  /** Files that are none of these, in folders where only these are expected. */
  readonly strange: readonly string[];
}

/** Lists a pack. Throws `pack_unknown` where there is none, `pack_invalid` where something in it is not what it should be. */
export function listPack(folder: string, mostFiles = MOST_FILES): PackFiles {
  const root = rootOf(folder);
  const top = new Set(entriesOf(folder, "").map(({ name }) => name));
  if (!["pack.yaml", "pack.yml", "contracts"].some((name) => top.has(name))) throw noPack(folder, top);
  const found: Found = { folder, root, files: [], mostFiles };
  const under = (name: string): readonly string[] => {
    const before = found.files.length;
    if (top.has(name)) walk(found, name);
    return found.files.slice(before).toSorted();
  };
  const contracts = under("contracts");
  const golden = under("golden");
  const recordings = under("recordings");
  for (const name of TOP_FILES) if (top.has(name)) inside(found, name);
  const isContract = (file: string): boolean => /\.(?:ya?ml|json)$/u.test(file);
  const isJson = (file: string): boolean => file.endsWith(".json");
  return {
    folder,
    top,
    contracts: contracts.filter(isContract),
    golden: golden.filter(isJson),
    recordings: recordings.filter(isJson),
    strange: [
      ...contracts.filter((file) => !isContract(file)),
      ...[...golden, ...recordings].filter((file) => !isJson(file)),
    ],
  };
}

/** Files right in a pack that are read where they are there. */
export const TOP_FILES = ["pack.yaml", "pack.yml", "NeverNormalize.json", "nr-allowlist.json"] as const;

interface Found {
  readonly folder: string;
  readonly root: string;
  readonly files: string[];
  readonly mostFiles: number;
}

function rootOf(folder: string): string {
  if (folder.includes("\0")) throw new OperatorError("pack_unknown", "the name of a folder holds no NUL");
  try {
    if (!statSync(folder).isDirectory())
      throw new OperatorError("pack_invalid", "this is a file: expected the folder of a pack", { file: folder });
    return realpathSync(folder);
  } catch (error) {
    if (error instanceof OperatorError) throw error;
    if ((error as NodeJS.ErrnoException).code === "ENOENT")
      throw new OperatorError("pack_unknown", "there is no such folder", { file: folder });
    throw unreadable(folder, error);
  }
}

function noPack(folder: string, names: ReadonlySet<string>): OperatorError {
  const near = [...names].find((name) => existsSync(join(folder, name, "contracts")));
  const message = "there is no pack here: neither pack.yaml nor contracts/";
  return new OperatorError("pack_unknown", message, {
    file: folder,
    ...(near === undefined ? {} : { hint: `Did you mean ${join(folder, near)}?` }),
  });
}

function entriesOf(folder: string, below: string): readonly Dirent[] {
  try {
    return readdirSync(join(folder, below), { withFileTypes: true }).filter(({ name }) => !name.startsWith("."));
  } catch (error) {
    throw unreadable(join(folder, below), error);
  }
}

function walk(found: Found, below: string): void {
  if (inside(found, below) !== "folder")
    throw new OperatorError("pack_invalid", "this is a file: expected a folder", { file: join(found.folder, below) });
  for (const entry of entriesOf(found.folder, below)) {
    const path = `${below}/${entry.name}`;
    if (entry.isFile()) found.files.push(path);
    else if (entry.isDirectory() && mayHoldFolders(below) && !/\.(?:json|ya?ml)$/u.test(path)) walk(found, path);
    else if (inside(found, path) === "file") found.files.push(path);
    else throw new OperatorError("pack_invalid", "expected a file", { file: join(found.folder, path) });
    if (found.files.length > found.mostFiles) {
      const message = `the pack holds more than ${thousands(found.mostFiles)} files`;
      throw new OperatorError("pack_invalid", message, { file: found.folder });
    }
  }
}

/** Contracts are told apart by the name of their file alone. */
function mayHoldFolders(below: string): boolean {
  return below !== "contracts";
}

/** What a path leads to; refuses links that leave the pack, and links to folders, which could lead in a circle. */
function inside({ folder, root }: Found, path: string): "file" | "folder" | "other" {
  const at = join(folder, path);
  let real: string;
  try {
    real = realpathSync(at);
  } catch (error) {
    throw unreadable(at, error);
  }
  if (!real.startsWith(root + sep))
    throw new OperatorError("pack_invalid", "this link leads out of the pack", { file: at });
  const stats = statSync(real);
  if (stats.isFile()) return "file";
  if (!stats.isDirectory()) return "other";
  if (real !== join(root, path))
    throw new OperatorError("pack_invalid", "this is a link to a folder: expected the folder itself", { file: at });
  return "folder";
}
