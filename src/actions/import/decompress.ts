import { createGunzip, createZstdDecompress, type Gunzip, type ZstdDecompress } from "node:zlib";
import { OperatorError } from "../../core/errors.ts";
import { bombWatch } from "./bomb-watch.ts";
import { firstBytes } from "./values/first-bytes.ts";

/** What is fed to the decompressor at a time. */
const SLICE_BYTES = 64 << 10;
/** What may lie unpacked and unread: a slice of a bomb unpacks to gigabytes. */
const HELD_BYTES = 8 << 20;

/** `bytesWritten` counts what it has taken of what it was fed. */
type Engine = Gunzip | ZstdDecompress;

const MAGIC: readonly {
  readonly bytes: readonly number[];
  /** Or the command that unpacks what is not read. */
  readonly engine: (() => Engine) | string;
  readonly kind: string;
}[] = [
  { bytes: [0x1f, 0x8b], engine: createGunzip, kind: "gzip" },
  { bytes: [0x28, 0xb5, 0x2f, 0xfd], engine: createZstdDecompress, kind: "zstd" },
  // A frame to be skipped, which pzstd begins with.
  { bytes: [0x50, 0x2a, 0x4d, 0x18], engine: createZstdDecompress, kind: "zstd" },
  { bytes: [0x50, 0x4b, 0x03, 0x04], engine: "unzip -p", kind: "a zip archive" },
  { bytes: [0x42, 0x5a, 0x68], engine: "bzip2 -dc", kind: "bzip2 data" },
  { bytes: [0xfd, 0x37, 0x7a, 0x58], engine: "xz -dc", kind: "xz data" },
  { bytes: [0x04, 0x22, 0x4d, 0x18], engine: "lz4 -dc", kind: "LZ4 data" },
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
  if (typeof found.engine === "string") {
    throw new OperatorError("file_unreadable", `${found.kind} cannot be read`, {
      file: name,
      hint: `Unpack it first, for example: \`${found.engine} ${name} | understudy import -\`.`,
    });
  }
  yield* inflate(rest, found.engine, name, found.kind);
}

/** By hand and not by `pipe`, since a stream that fails drops what it has already unpacked. */
async function* inflate(
  chunks: AsyncIterable<Uint8Array>,
  open: () => Engine,
  name: string,
  kind: string,
): AsyncIterable<Uint8Array> {
  const watch = bombWatch(name, kind);
  let engine = unpacking(open(), watch.unpacked);
  try {
    for await (const chunk of chunks) {
      for (let start = 0; start < chunk.length; start += SLICE_BYTES) {
        let slice = chunk.subarray(start, start + SLICE_BYTES);
        watch.packed(slice.length);
        for (;;) {
          const taken = yield* engine.feed(slice);
          if (engine.failure() !== null || taken >= slice.length) break;
          yield* engine.end();
          // Node's zstd ends with a frame that ends within what it was fed; its gzip only before zeros that fill a block up.
          if (kind === "gzip") return;
          slice = slice.subarray(taken);
          engine.destroy();
          engine = unpacking(open(), watch.unpacked);
        }
        if (engine.failure() !== null) break;
      }
      if (engine.failure() !== null) break;
    }
    yield* engine.end();
  } finally {
    engine.destroy();
  }
  const failure = engine.failure();
  if (failure !== null) throw damaged(failure, name, kind);
}

/** One engine, fed by hand. */
interface Unpacking {
  /** Hands on what a slice unpacks to, and returns how much of the slice was taken: less than all of it where the data ends before. */
  feed(slice: Uint8Array): AsyncGenerator<Uint8Array, number>;
  /** What is left, once nothing more is fed. */
  end(): AsyncIterable<Uint8Array>;
  failure(): Error | null;
  destroy(): void;
}

/** @param onUnpacked told the bytes that are handed on, and may throw */
function unpacking(engine: Engine, onUnpacked: (bytes: number) => void): Unpacking {
  let ready: Uint8Array[] = [];
  let held = 0;
  const state: { failure: Error | null; ended: boolean; wake: () => void } = {
    failure: null,
    ended: false,
    wake: () => {},
  };
  engine.on("data", (data: Uint8Array) => {
    ready.push(data);
    held += data.length;
    if (held < HELD_BYTES) return;
    engine.pause();
    state.wake();
  });
  engine.once("end", () => {
    state.ended = true;
    state.wake();
  });
  engine.once("error", (error: Error) => {
    state.failure = error;
    state.wake();
  });
  const taken = (): Uint8Array[] => {
    const out = ready;
    onUnpacked(held);
    ready = [];
    held = 0;
    engine.resume();
    return out;
  };
  /** What is unpacked until something is over, or the engine has failed; the engine works on while this is read. */
  const unpackedUntil = async function* (over: () => boolean): AsyncIterable<Uint8Array> {
    yield* taken();
    while (!over() && state.failure === null) {
      if (held < HELD_BYTES) await new Promise<void>((resolve) => (state.wake = resolve));
      if (held >= HELD_BYTES) yield* taken();
    }
  };
  return {
    async *feed(slice) {
      if (state.failure !== null) return 0;
      const before = engine.bytesWritten;
      const step = { done: false };
      engine.write(slice, () => {
        step.done = true;
        state.wake();
      });
      yield* unpackedUntil(() => step.done);
      return engine.bytesWritten - before;
    },
    async *end() {
      if (state.failure === null && !state.ended) {
        engine.end();
        yield* unpackedUntil(() => state.ended);
      }
      yield* taken();
    },
    failure: () => state.failure,
    destroy: () => engine.destroy(),
  };
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
