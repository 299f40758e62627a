import { existsSync, mkdirSync, renameSync, rmSync, statSync } from "node:fs";
import { open } from "node:fs/promises";
import { join } from "node:path";
import { OperatorError } from "../core/errors.ts";
import { unreadable } from "./log-source.ts";
import { appendToTar, endTar } from "./tar.ts";

/** A store as of one instant, copied into a folder. */
export interface Copied {
  readonly files: readonly string[];
  readonly rows: number;
  readonly oldest: number | null;
  readonly newest: number | null;
}

export interface BackupRequest {
  readonly file: string;
  /** Write over a file that is there. */
  readonly force: boolean;
  /** Copies the store into an empty folder. */
  readonly copy: (into: string, onBytes: (bytes: number) => void) => Promise<Copied>;
  readonly onBytes: (bytes: number) => void;
  readonly signal: AbortSignal;
  /** ms since the epoch. */
  readonly now: number;
}

export interface Backup extends Copied {
  readonly file: string;
  readonly bytes: number;
}

/**
 * Writes the whole store into one tar file, while others write to the store. The file appears whole or not at all; it needs its own
 * size beside it while it is made. Null where it was stopped. Throws `file_exists`, `file_unreadable`.
 */
export async function backUp(request: BackupRequest): Promise<Backup | null> {
  const { file, force, signal } = request;
  const there = statSync(file, { throwIfNoEntry: false });
  if (there?.isDirectory() === true)
    throw new OperatorError("file_unreadable", "this is a folder", { file, hint: "Name a file in it." });
  if (there !== undefined && !force) throw new OperatorError("file_exists", "there is such a file already", { file });
  const parts = `${file}.unfinished`;
  const archive = join(parts, "backup.tar");
  try {
    rmSync(parts, { recursive: true, force: true });
    mkdirSync(parts, { mode: 0o700 });
    const copied = await request.copy(parts, (bytes) => {
      if (signal.aborted) throw new Error("stopped");
      request.onBytes(bytes);
    });
    await pack(archive, parts, copied.files, request.now / 1_000);
    if (signal.aborted) return null;
    renameSync(archive, file);
    return { file, bytes: statSync(file).size, ...copied };
  } catch (error) {
    if (signal.aborted) return null;
    throw explained(file, error);
  } finally {
    rmSync(parts, { recursive: true, force: true });
  }
}

/** Parts go as they are packed: both together never need more than twice the room. */
async function pack(archive: string, folder: string, files: readonly string[], at: number): Promise<void> {
  const tar = await open(archive, "wx", 0o600);
  try {
    for (const name of files) {
      await appendToTar(tar, join(folder, name), at);
      rmSync(join(folder, name));
    }
    await endTar(tar);
    await tar.sync();
  } finally {
    await tar.close();
  }
}

function explained(file: string, error: unknown): unknown {
  if (error instanceof OperatorError || !(error instanceof Error) || !("code" in error)) return error;
  if (error.code === "ENOENT" && !existsSync(join(file, "..")))
    return new OperatorError("file_unreadable", "there is no such folder to write to", {
      file,
      hint: "Make the folder first, or name another file.",
    });
  return typeof error.code === "string" && error.code.startsWith("E") && !("errcode" in error)
    ? unreadable(file, error)
    : error;
}
