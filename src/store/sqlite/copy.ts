import { existsSync } from "node:fs";
import { basename, join } from "node:path";
import { backup, DatabaseSync } from "node:sqlite";
import { OperatorError } from "../../core/errors.ts";
import { checkDatabase, openDatabase } from "./database.ts";
import { definitionsIn } from "./definitions.ts";

/** What was copied, as of one instant. */
export interface CopiedStore {
  readonly files: readonly string[];
  readonly rows: number;
  /** `created_at` of the oldest and newest row, ms; null in an empty log. */
  readonly oldest: number | null;
  readonly newest: number | null;
}

/** Copied at a time: between two steps the process does other things. */
const STEP_PAGES = 2_048;

/**
 * Copies the databases of a store into an empty folder, while others write to it: all of them as of one instant, so that every row has
 * its body and everything it names.
 * @param onBytes told of bytes copied so far; what it throws ends the copying
 * @throws OperatorError `store_missing`, `store_newer`, `store_unusable`
 */
export async function copySqliteStore(
  folder: string,
  into: string,
  onBytes: (bytes: number) => void,
): Promise<CopiedStore> {
  const { control, traffic, bodies } = definitionsIn(folder);
  const definitions = [traffic, bodies, control];
  if (!definitions.every(({ file }) => existsSync(file)))
    throw new OperatorError("store_missing", `There is no store in ${folder}.`, { file: folder });
  for (const definition of definitions) checkDatabase(definition);
  const open: DatabaseSync[] = [];
  try {
    const writer = openDatabase(traffic, false);
    open.push(writer);
    // Whoever writes bodies holds the write lock of the rows: while this does, the snapshots fit together. What rows name in the
    // control data is written before them, so that one comes last.
    writer.exec("BEGIN IMMEDIATE");
    const snapshots = definitions.map(({ file }) => {
      const database = new DatabaseSync(file, { readOnly: true });
      open.push(database);
      database.exec("BEGIN; SELECT 1 FROM sqlite_schema");
      return { file, database };
    });
    writer.exec("ROLLBACK");
    let done = 0;
    for (const { file, database } of snapshots) {
      const { page_size: pageBytes } = database.prepare("PRAGMA page_size").get() as { page_size: number };
      let pages = 0;
      pages = await backup(database, join(into, basename(file)), {
        rate: STEP_PAGES,
        progress: ({ totalPages, remainingPages }) => onBytes(done + (totalPages - remainingPages) * pageBytes),
      });
      done += pages * pageBytes;
      onBytes(done);
    }
    const [rows] = snapshots as [(typeof snapshots)[number]];
    const span = rows.database.prepare(
      "SELECT count(*) AS rows, min(created_at) AS oldest, max(created_at) AS newest FROM exchanges",
    );
    return {
      ...(span.get() as unknown as Omit<CopiedStore, "files">),
      files: definitions.map(({ file }) => basename(file)),
    };
  } finally {
    for (const database of open) database.close();
  }
}
