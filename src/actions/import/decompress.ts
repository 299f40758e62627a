import { createGunzip, createZstdDecompress } from "node:zlib";
import type { Transform } from "node:stream";
import { OperatorError } from "../../core/errors.ts";
import { bombWatch } from "./bomb-watch.ts";
import { firstBytes } from "./values/first-bytes.ts";

/** What is fed to the decompressor at a time. */
const SLICE_BYTES = 64 << 10;
/** What may lie unpacked and unread: a slice of a bomb unpacks to gigabytes. */
const HELD_BYTES = 8 << 20;

const MAGIC: readonly {
  readonly bytes: readonly number[];
  readonly engine: (() => Transform) | null;
  readonly kind: string;
}[] = [
  { bytes: [0x1f, 0x8b], engine: createGunzip, kind: "gzip" },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], engine: createZstdDecompress, kind: "zstd" },
  { bytes: [0x50, 0x4b, 0x03, 0x04], engine: null, kind: "zip" },
];

/**
 * The plain bytes of a stream that may be compressed: gzip and zstd are known by their first bytes, not by a file's name.
 * Throws `file_truncated` where compressed data ends early (all that came before has been handed on) and `file_unreadable` where it is
 * damaged, or unpacks to so much that it is no log.
 */
export async function* decompress(chunks: AsyncIterable<Uint8Array>, name: string): AsyncIterable<Uint8Array> {
  const { head, rest } = await firstBytes(chunks, 4);
  const found = MAGIC.find((magic) => magic.bytes.every((byte, index) => head[index] === byte));
  if (found === undefined) {
    yield* rest;
    return;
  }
  if (found.engine === null) {
    throw new OperatorError("file_unreadable", `a ${found.kind} archive cannot be read`, {
      file: name,
      hint: `Unpack it first, for example: \`unzip -p ${name} | understudy import -\`.`,
    });
  }
  yield* inflate(rest, found.engine(), name, found.kind);
}

/** By hand and not by `pipe`, since a stream that fails drops what it has already unpacked. */
async function* inflate(
  chunks: AsyncIterable<Uint8Array>,
  engine: Transform,
  name: string,
  kind: string,
): AsyncIterable<Uint8Array> {
  let ready: Uint8Array[] = [];
  let held = 0;
  const state: { failure: Error | null; wake: () => void } = { failure: null, wake: () => {} };
  const watch = bombWatch(name, kind);
  engine.on("data", (data: Uint8Array) => {
    ready.push(data);
    held += data.length;
    if (held < HELD_BYTES) return;
    engine.pause();
    state.wake();
  });
  engine.once("error", (error: Error) => {
    state.failure = error;
    state.wake();
  });
  const taken = (): Uint8Array[] => {
    const out = ready;
    watch.unpacked(held);
    ready = [];
    held = 0;
    engine.resume();
    return out;
  };
  /** What is unpacked until the engine says that it is done, or has failed; the engine works on while this is read. */
  const unpackedUntil = async function* (begin: (done: () => void) => void): AsyncIterable<Uint8Array> {
    const step = { done: false };
    if (state.failure === null) {
      begin(() => {
        step.done = true;
        state.wake();
      });
    }
    yield* taken();
    while (!step.done && state.failure === null) {
      if (held < HELD_BYTES) await new Promise<void>((resolve) => (state.wake = resolve));
      if (held >= HELD_BYTES) yield* taken();
    }
  };
  try {
    for await (const chunk of chunks) {
      for (let start = 0; start < chunk.length && state.failure === null; start += SLICE_BYTES) {
        const slice = chunk.subarray(start, start + SLICE_BYTES);
        watch.packed(slice.length);
        yield* unpackedUntil((done) => engine.write(slice, () => done()));
      }
      if (state.failure !== null) break;
    }
    yield* unpackedUntil((done) => engine.once("end", done).end());
    yield* taken();
  } finally {
    engine.destroy();
  }
  if (state.failure !== null) throw damaged(state.failure, name, kind);
}

function damaged(failure: Error, name: string, kind: string): OperatorError {
  const code = "code" in failure ? failure.code : undefined;
  if (code === "Z_BUF_ERROR" || /unexpected end/iu.test(failure.message)) {
    return new OperatorError("file_truncated", `the ${kind} data ends too early`, { file: name });
  }
  return new OperatorError("file_unreadable", `the ${kind} data is damaged: ${failure.message}`, {
    file: name,
    hint: "Fetch the file again; rows already in are not doubled.",
  });
}
