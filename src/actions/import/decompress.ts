import { createGunzip, createZstdDecompress } from "node:zlib";
import type { Transform } from "node:stream";
import { OperatorError } from "../../core/errors.ts";
import { firstBytes } from "./values/first-bytes.ts";

/** What is fed to the decompressor at a time: bounds the memory that even a bomb can ask for. */
const SLICE_BYTES = 64 << 10;

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
 * Throws `file_truncated` where compressed data ends early (all that came before has been handed on) and `file_unreadable` where it is damaged.
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
  const state: { failure: Error | null; wake: () => void } = { failure: null, wake: () => {} };
  engine.on("data", (data: Uint8Array) => ready.push(data));
  engine.once("error", (error: Error) => {
    state.failure = error;
    state.wake();
  });
  /** Done once the engine says so, or has failed. */
  const settled = (begin: (done: () => void) => void): Promise<void> =>
    new Promise((resolve) => {
      state.wake = resolve;
      if (state.failure === null) begin(resolve);
      else resolve();
    });
  const taken = (): Uint8Array[] => {
    const out = ready;
    ready = [];
    return out;
  };
  try {
    for await (const chunk of chunks) {
      for (let start = 0; start < chunk.length && state.failure === null; start += SLICE_BYTES) {
        const written = settled((done) => engine.write(chunk.subarray(start, start + SLICE_BYTES), () => done()));
        yield* taken();
        await written;
      }
      if (state.failure !== null) break;
    }
    await settled((done) => engine.once("end", done).end());
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
