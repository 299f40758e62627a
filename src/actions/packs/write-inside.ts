import { mkdirSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { isPathBelow } from "../../contracts/path-below.ts";
import { OperatorError } from "../../core/errors.ts";
import { unreadable } from "../log-source.ts";

/**
 * Writes a file of a pack, whole or not at all; folders on the way are made. Throws `pack_invalid` where the path, or a link on it, leads out
 * of the pack.
 * @param file relative to the pack
 */
export function writeInside(folder: string, file: string, text: string): void {
  const path = join(folder, file);
  if (!isPathBelow(file))
    throw new OperatorError("pack_invalid", "expected a path that stays in the pack", { file: path });
  const unfinished = `${path}.unfinished`;
  try {
    mkdirSync(folder, { recursive: true });
    mkdirSync(dirname(path), { recursive: true });
    if (!`${realpathSync(dirname(path))}${sep}`.startsWith(realpathSync(folder) + sep))
      throw new OperatorError("pack_invalid", "a link on the way leads out of the pack", { file: path });
    rmSync(unfinished, { force: true });
    writeFileSync(unfinished, text, { flag: "wx" });
    renameSync(unfinished, path);
  } catch (error) {
    throw unreadable(path, error);
  }
}
