import { createWriteStream, renameSync, rmSync } from "node:fs";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip, createZstdCompress } from "node:zlib";
import { OperatorError } from "../core/errors.ts";
import { unreadable } from "./log-source.ts";

/** Writes text or bytes to a file, compressed where its name ends in `.gz` or `.zst`. The file appears whole or, stopped by a signal or an error, not at all. */
export async function writeLogFile(
  path: string,
  chunks: Iterable<string | Uint8Array>,
  onChunk: () => void,
  signal: AbortSignal,
): Promise<void> {
  const unfinished = `${path}.unfinished`;
  const source = Readable.from(told(chunks, onChunk));
  const packing = path.endsWith(".gz") ? [createGzip()] : path.endsWith(".zst") ? [createZstdCompress()] : [];
  try {
    await pipeline([source, ...packing, createWriteStream(unfinished)], { signal });
    renameSync(unfinished, path);
  } catch (error) {
    rmSync(unfinished, { force: true });
    if (!signal.aborted) throw unwritable(path, error);
  }
}

function unwritable(path: string, error: unknown): unknown {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EISDIR") {
    return new OperatorError("file_unreadable", "this is a folder, not a file", {
      file: path,
      hint: "Name a file in it.",
    });
  }
  if (code !== "ENOENT") return unreadable(path, error);
  return new OperatorError("file_unreadable", "there is no such folder to write to", {
    file: path,
    hint: "Make the folder first, or name another file.",
  });
}

async function* told(chunks: Iterable<string | Uint8Array>, onChunk: () => void): AsyncIterable<string | Uint8Array> {
  for (const chunk of chunks) {
    yield chunk;
    onChunk();
  }
}
