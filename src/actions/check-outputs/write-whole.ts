import { appendFileSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { unreadable } from "../log-source.ts";

/** Writes a file that appears whole or not at all, with the folders that lead to it. Throws `file_unreadable`. */
export function writeWhole(path: string, text: string): void {
  const unfinished = `${path}.unfinished`;
  try {
    mkdirSync(dirname(path), { recursive: true });
    const found = statSync(path, { throwIfNoEntry: false });
    // A pipe or a device (/dev/stderr) is written to and stays what it is.
    if (found !== undefined && !found.isFile()) {
      writeFileSync(path, text);
      return;
    }
    writeFileSync(unfinished, text);
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    throw unreadable(path, error);
  }
}

/** Adds to the end of a file, which need not be there. Throws `file_unreadable`. */
export function addTo(path: string, text: string): void {
  try {
    appendFileSync(path, text);
  } catch (error) {
    throw unreadable(path, error);
  }
}
