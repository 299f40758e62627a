import { createReadStream, statSync } from "node:fs";
import { OperatorError } from "../core/errors.ts";

/** A stream of bytes to import, by name; its size in bytes where it is known. */
export interface LogSource {
  readonly name: string;
  readonly size: number | null;
  open(): AsyncIterable<Uint8Array>;
}

const READ_BYTES = 1 << 20;

/** A file as a source; throws `file_unreadable` where there is none to read. */
export function fileSource(path: string): LogSource {
  let size: number;
  try {
    const found = statSync(path);
    if (found.isDirectory()) {
      throw new OperatorError("file_unreadable", "this is a folder, not a file", {
        file: path,
        hint: `Name the files in it: \`understudy import ${path.replace(/\/+$/u, "")}/*\`.`,
      });
    }
    size = found.size;
  } catch (error) {
    throw unreadable(path, error);
  }
  return { name: path, size, open: () => readChunks(path) };
}

/** A system error of reading a file, as an operator's mistake; anything else as it is. */
export function unreadable(path: string, error: unknown): unknown {
  if (!(error instanceof Error) || !("code" in error) || error instanceof OperatorError) return error;
  const reason =
    error.code === "ENOENT" ? "no such file" : error.code === "EACCES" ? "permission denied" : error.message;
  return new OperatorError("file_unreadable", reason, { file: path });
}

async function* readChunks(path: string): AsyncIterable<Uint8Array> {
  try {
    yield* createReadStream(path, { highWaterMark: READ_BYTES }) as AsyncIterable<Uint8Array>;
  } catch (error) {
    throw unreadable(path, error);
  }
}
