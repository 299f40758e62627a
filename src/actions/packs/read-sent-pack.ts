import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, sep } from "node:path";
import { isFileName } from "../../contracts/path-below.ts";
import type { Pack } from "../../contracts/pack.ts";
import { OperatorError } from "../../core/errors.ts";
import { readPack } from "./read-pack.ts";
import { writeInside } from "./write-inside.ts";

/** A pack as somebody elsewhere has it on their disk. */
export interface SentPack {
  /** Of its folder. */
  readonly name: string;
  /** Paths relative to the folder, with `/`. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/**
 * Reads and checks a pack whose files were sent, as one that lies here: in a folder of its own that is removed again. Throws what
 * `readPack` throws, places named as the sender has them.
 */
export function readSentPack({ name, files }: SentPack): Pack {
  if (!isFileName(name))
    throw new OperatorError("pack_invalid", `${JSON.stringify(name)} names no folder`, { field: "name" });
  const place = mkdtempSync(join(tmpdir(), "understudy-pack-"));
  const folder = join(place, name);
  try {
    for (const { path, text } of files) writeInside(folder, path, text);
    return readPack(folder);
  } catch (error) {
    throw error instanceof OperatorError ? asSent(error, place) : error;
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
}

/** File and line stand in the message: who sent a pack is told no path of this machine. */
function asSent(error: OperatorError, place: string): OperatorError {
  const { file, line, field } = error.place;
  const at = file?.replace(place + sep, "").replaceAll(sep, "/");
  const where = at === undefined ? "" : `${at}${line === undefined ? "" : `:${line}`}: `;
  return new OperatorError(error.code, where + error.message, {
    hint: error.hint.replaceAll(place + sep, ""),
    ...(field === undefined ? {} : { field }),
  });
}
