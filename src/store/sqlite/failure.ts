import { OperatorError } from "../../core/errors.ts";

/** SQLite's primary result codes that speak of the disk and of other processes, not of our statements. */
const CAUSES: Readonly<Record<number, readonly [what: string, hint: string]>> = {
  5: ["another process holds the store", "Wait until it is done, then run the same command again."],
  8: ["the store cannot be written to", "Check the folder's permissions, or give another --data folder."],
  10: ["the disk cannot be read or written", "Check the disk, then run the same command again; what was stored stays."],
  11: ["the store's file is damaged", "Restore it from a backup, or give another --data folder and import again."],
  13: ["the disk is full", "Make room, then run the same command again; what was stored stays."],
  14: ["the store's file cannot be opened", "Check the folder's permissions, or give another --data folder."],
};

/** A failure of the disk below the store as an operator's matter; null where the error is something else. */
export function storeFailure(error: unknown): OperatorError | null {
  if (!(error instanceof Error) || !("errcode" in error) || typeof error.errcode !== "number") return null;
  const cause = CAUSES[error.errcode & 0xff];
  return cause === undefined ? null : new OperatorError("store_unusable", cause[0], { hint: cause[1] });
}
