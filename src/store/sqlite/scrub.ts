import type { DatabaseSync } from "node:sqlite";
import { OperatorError } from "../../core/errors.ts";
import { checkpoint } from "./database.ts";

/**
 * Leaves nothing of what was removed in the file of a database or in its write-ahead log: the file is written anew, because SQLite
 * leaves copies of what it moves between pages. Needs room for the file twice over; others can read meanwhile, not write.
 * @throws OperatorError `erase_unfinished` where readers keep the log
 */
export function scrub(database: DatabaseSync): void {
  database.exec("PRAGMA temp_store = FILE");
  try {
    database.exec("VACUUM");
  } finally {
    database.exec("PRAGMA temp_store = MEMORY");
  }
  if (!checkpoint(database))
    throw new OperatorError(
      "erase_unfinished",
      "The rows are gone, but what they held may still stand in the store's write-ahead log: another process is reading it.",
    );
}
