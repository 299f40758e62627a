import { isUtf8 } from "node:buffer";
import { readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { fieldText } from "../../core/issue-text.ts";
import { OperatorError, type ErrorCode } from "../../core/errors.ts";
import { tooDeep } from "../../core/json.ts";
import type { Contract } from "../../contracts/contract.ts";
import type { Held, Mistake } from "../../contracts/mistake.ts";
import { parseDocument } from "../document-file.ts";
import { unreadable } from "../log-source.ts";
import { lineAtPath } from "../yaml-text.ts";

const MEBIBYTE = 2 ** 20;
/** Longer texts are not parsed a second time to find the line of a mistake. */
const LONGEST_FOR_LINES = 4 * MEBIBYTE;
/** Of a recording and of a golden file. */
export const MOST_BODY_BYTES = 32 * MEBIBYTE;
/** Of every other file. */
export const MOST_TEXT_BYTES = MEBIBYTE;

/** One file of a pack. */
export interface Part {
  /** Relative to the pack. */
  readonly file: string;
  /** As errors name it. */
  readonly path: string;
  readonly text: string;
}

/** A contract with the file it was read from. */
export interface ReadContract {
  readonly part: Part;
  readonly contract: Contract;
}

/** Reads a file of a pack. Throws `pack_invalid` where it is too long or no text. */
export function readPart(folder: string, file: string, mostBytes: number): Part {
  const path = join(folder, file);
  let bytes: Buffer;
  try {
    const stats = statSync(path);
    if (!stats.isFile()) throw new OperatorError("pack_invalid", "expected a file", { file: path });
    if (stats.size > mostBytes) {
      const message = `the file is longer than ${mostBytes / MEBIBYTE} MiB`;
      throw new OperatorError("pack_invalid", message, { file: path });
    }
    bytes = readFileSync(path);
  } catch (error) {
    throw unreadable(path, error);
  }
  if (!isUtf8(bytes)) throw new OperatorError("pack_invalid", "the file is not text in UTF-8", { file: path });
  return { file, path, text: bytes.toString("utf8").replace(/^\ufeff/u, "") };
}

/** What a file says, as JSON could hold it. Throws `not_yaml`, `not_json` and, for what is nested without end, `pack_invalid`. */
export function documentOf({ path, text }: Part, what: string): unknown {
  const document = parseDocument(text, path, what);
  if (tooDeep(document, text.length))
    throw new OperatorError("pack_invalid", `${what} is nested too deeply`, { file: path });
  return document;
}

/** The value of a file that was understood; else throws what is wrong with it, with file, line and field. */
export function understood<T>(part: Part, code: ErrorCode, held: Held<T>): T {
  if ("mistake" in held) throw mistakeIn(part, code, held.mistake);
  return held.value;
}

/** A mistake in a file, with file, line and field. */
export function mistakeIn({ path, text }: Part, code: ErrorCode, mistake: Mistake): OperatorError {
  const field = fieldText(mistake.path);
  return new OperatorError(code, mistake.message, {
    file: path,
    ...(text.length > LONGEST_FOR_LINES ? {} : { line: lineAtPath(text, mistake.path) }),
    ...(field === "" ? {} : { field }),
  });
}
