import { open, type FileHandle } from "node:fs/promises";
import { constants } from "node:fs";
import type { Chunk } from "./queue.ts";
import { segmentFile } from "./segment-files.ts";

/** What of which segment is on disk. */
export interface Written {
  readonly segment: number;
  readonly end: number;
}

/** Appends to numbered files, one write at a time. */
export interface SegmentWriter {
  /** Rejects where the disk takes nothing; the same chunks may be written again then. */
  write(chunks: readonly Chunk[]): Promise<Written>;
  /** Resolves when everything written so far outlives a power cut. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** @param segmentBytes where a segment ends and the next one begins */
export function openSegmentWriter(folder: string, segmentBytes: number): SegmentWriter {
  let segment = 1;
  let file: FileHandle | null = null;
  let end = 0;

  const finish = async (): Promise<void> => {
    const finished = file;
    file = null;
    segment++;
    end = 0;
    await finished?.datasync().finally(() => finished.close());
  };

  return {
    async write(chunks) {
      if (end >= segmentBytes) await finish();
      if (file === null) {
        file = await open(segmentFile(folder, segment), constants.O_WRONLY | constants.O_CREAT, 0o600);
        await syncFolder(folder);
      }
      const bytes = await writeAll(file, chunks, end);
      end += bytes;
      return { segment, end };
    },
    async sync() {
      await file?.datasync();
    },
    close: finish,
  };
}

/** Always at the same place for the same chunks: what a failed write left behind is written over. */
async function writeAll(file: FileHandle, chunks: readonly Chunk[], at: number): Promise<number> {
  let position = at;
  let left = chunks.map(({ buffer, used }) => buffer.subarray(0, used));
  while (left.length > 0) {
    const { bytesWritten } = await file.writev(left, position);
    position += bytesWritten;
    left = without(left, bytesWritten);
  }
  return position - at;
}

function without(buffers: readonly Buffer[], bytes: number): Buffer[] {
  let skip = bytes;
  return buffers.flatMap((buffer) => {
    const rest = buffer.subarray(Math.min(skip, buffer.length));
    skip -= buffer.length - rest.length;
    return rest.length === 0 ? [] : [rest];
  });
}

/** A file's name outlives a power cut only once its folder is on disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, "r");
  await handle.sync().finally(() => handle.close());
}
