import { OperatorError } from "../../core/errors.ts";

/** Unpacked bytes over which a ratio is taken: less than that does no harm, whatever it was packed into. */
const WINDOW_BYTES = 128 << 20;
/** Logs that say the same over and over come to some tens; zeros come to a thousand in gzip, and to thirty thousand in zstd. */
const MOST_TO_ONE = 300;

/** Told what goes into a decompressor and what comes out; `unpacked` throws `file_unreadable` where that is out of all proportion. */
export interface BombWatch {
  packed(bytes: number): void;
  unpacked(bytes: number): void;
}

export function bombWatch(file: string, kind: string): BombWatch {
  let packed = 0;
  let last = 0;
  let unpacked = 0;
  return {
    packed(bytes) {
      packed += bytes;
      last = bytes;
    },
    unpacked(bytes) {
      unpacked += bytes;
      if (unpacked < WINDOW_BYTES) return;
      refuseBomb(unpacked, Math.max(packed, last), file, kind);
      packed = 0;
      unpacked = 0;
    },
  };
}

/** Throws `file_unreadable` where so many bytes unpack to hundreds of megabytes and hundreds of times as many. */
export function refuseBomb(unpacked: number, packed: number, file: string, kind: string): void {
  const ratio = unpacked / Math.max(1, packed);
  if (unpacked < WINDOW_BYTES || ratio <= MOST_TO_ONE) return;
  const megabytes = Math.round(unpacked / (1 << 20));
  throw new OperatorError(
    "file_unreadable",
    `the ${kind} data unpacks to ${Math.round(ratio).toLocaleString("en-US")} times its size (${megabytes} MB so far), expected at most ${MOST_TO_ONE} times`,
    { file, hint: "No log packs that well. Where it is one all the same, unpack it first and import that." },
  );
}
