import { closeSync, existsSync, fdatasyncSync, mkdirSync, openSync, readSync, statSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { OperatorError } from "../../core/errors.ts";

/** One file of a store. Migrations are append only: a database's `user_version` is how many of them it has been through. */
export interface DatabaseDefinition {
  readonly file: string;
  /** Marks the file as this database and no other. */
  readonly applicationId: number;
  readonly pageSize: number;
  readonly migrations: readonly string[];
}

const HEADER_BYTES = 100;
const MAGIC = "SQLite format 3\0";
/** A reader of a write-ahead log shares memory with its writer through a file beside the database. */
const NOT_WRITABLE =
  "Understudy writes to the folder of its store even for reading: give yourself write permission, or copy the store and name the copy with --data.";
const BUSY_MILLISECONDS = 15_000;
const CACHE_KILOBYTES = 32_768;
const MAPPED_BYTES = 1 << 30;

/** How a connection waits for others, and what memory it may take. */
export interface Tuning {
  /** How long to wait for another process that writes, ms; 15 s where nothing is said. */
  readonly busyMilliseconds?: number;
  /** Pages kept in memory, for each database; 32 MB where nothing is said. */
  readonly cacheKilobytes?: number;
  /** Of each file, mapped into memory at most; 1 GB where nothing is said. */
  readonly mappedBytes?: number;
}

/**
 * Refuses what this version must not touch, before anything is opened for writing.
 * @throws OperatorError `store_newer`, `store_unusable`
 */
export function checkDatabase(definition: DatabaseDefinition): void {
  const { file } = definition;
  if (!existsSync(file)) return;
  const header = readHeader(file);
  if (header.length === 0) return;
  if (header.length < HEADER_BYTES || header.toString("latin1", 0, MAGIC.length) !== MAGIC)
    throw unusable(file, "it is not a SQLite database");
  refuseNewer(definition, header.readUInt32BE(60));
  const log = `${file}-wal`;
  if (existsSync(log) && statSync(log).size > 0) checkUnfinished(definition);
  else refuseForeign(definition, header.readUInt32BE(68), header.readUInt32BE(40));
}

/** @throws OperatorError `store_unusable` where the file cannot be opened as this database. */
export function openDatabase(
  definition: DatabaseDefinition,
  readOnly: boolean,
  { busyMilliseconds = BUSY_MILLISECONDS, cacheKilobytes = CACHE_KILOBYTES, mappedBytes = MAPPED_BYTES }: Tuning = {},
): DatabaseSync {
  const { file, migrations } = definition;
  let database: DatabaseSync | undefined;
  try {
    if (!readOnly) mkdirSync(dirname(file), { recursive: true });
    database = new DatabaseSync(file, { readOnly, timeout: busyMilliseconds });
    if (!readOnly) prepareForWriting(database, definition);
    const version = userVersion(database);
    if (version < migrations.length)
      throw unusable(
        file,
        `it is of schema version ${version} and this version reads ${migrations.length}`,
        "Open it once for writing: any command that writes brings it up to date.",
      );
    database.exec(
      `PRAGMA cache_size = -${cacheKilobytes}; PRAGMA mmap_size = ${mappedBytes}; PRAGMA temp_store = MEMORY`,
    );
    return database;
  } catch (error) {
    database?.close();
    if (error instanceof OperatorError) throw error;
    const reason = (error as Error).message;
    throw unusable(file, reason, /readonly|EROFS/u.test(reason) ? NOT_WRITABLE : undefined);
  }
}

/** Runs `work` holding the write lock of the database: all of it or none of it. */
export function transaction<T>(database: DatabaseSync, work: () => T): T {
  database.exec("BEGIN IMMEDIATE");
  try {
    const result = work();
    database.exec("COMMIT");
    return result;
  } catch (error) {
    if (database.isTransaction) database.exec("ROLLBACK");
    throw error;
  }
}

/** Moves the write-ahead log into the file and empties it. @returns false where a reader at work keeps it, which is no error */
export function checkpoint(database: DatabaseSync): boolean {
  try {
    return (database.prepare("PRAGMA wal_checkpoint(TRUNCATE)").get() as { busy: number }).busy === 0;
  } catch (error) {
    if (!/locked|busy/i.test((error as Error).message)) throw error;
    return false;
  }
}

/** Puts the write-ahead log on disk: a commit alone leaves that to the system. */
export function syncLog(database: DatabaseSync): void {
  const log = `${database.location() ?? ""}-wal`;
  if (!existsSync(log)) return;
  const handle = openSync(log, "r+");
  try {
    fdatasyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

export function unusable(file: string, reason: string, hint?: string): OperatorError {
  return new OperatorError(
    "store_unusable",
    `The store cannot use ${file}: ${reason}.`,
    hint === undefined ? { file } : { file, hint },
  );
}

function prepareForWriting(database: DatabaseSync, definition: DatabaseDefinition): void {
  database.exec(`PRAGMA page_size = ${definition.pageSize}; PRAGMA auto_vacuum = INCREMENTAL`);
  database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA journal_size_limit = 67108864; PRAGMA wal_autocheckpoint = 10000",
  );
  if (userVersion(database) === definition.migrations.length) return;
  transaction(database, () => {
    for (const [index, migration] of definition.migrations.entries()) {
      if (index < userVersion(database)) continue;
      database.exec(migration);
      database.exec(`PRAGMA user_version = ${index + 1}`);
    }
    database.exec(`PRAGMA application_id = ${definition.applicationId}`);
  });
}

function readHeader(file: string): Buffer {
  try {
    const handle = openSync(file, "r");
    try {
      const header = Buffer.alloc(HEADER_BYTES);
      return header.subarray(0, readSync(handle, header, 0, HEADER_BYTES, 0));
    } finally {
      closeSync(handle);
    }
  } catch (error) {
    throw unusable(file, (error as Error).message);
  }
}

/** The write-ahead log may hold a newer header than the file: ask SQLite, read only. */
function checkUnfinished(definition: DatabaseDefinition): void {
  let database: DatabaseSync | undefined;
  try {
    database = new DatabaseSync(definition.file, { readOnly: true, timeout: BUSY_MILLISECONDS });
    refuseNewer(definition, userVersion(database));
    const schema = database.prepare("SELECT count(*) AS tables FROM sqlite_schema").get() as { tables: number };
    const { application_id: id } = database.prepare("PRAGMA application_id").get() as { application_id: number };
    refuseForeign(definition, id, schema.tables);
  } catch (error) {
    throw error instanceof OperatorError ? error : unusable(definition.file, (error as Error).message);
  } finally {
    database?.close();
  }
}

function refuseNewer(definition: DatabaseDefinition, version: number): void {
  if (version <= definition.migrations.length) return;
  throw new OperatorError(
    "store_newer",
    `${definition.file} was written by a newer understudy: schema version ${version}, this one knows ${definition.migrations.length}.`,
    { file: definition.file },
  );
}

/** @param content anything above 0 means that the database holds something (schema cookie or table count) */
function refuseForeign(definition: DatabaseDefinition, applicationId: number, content: number): void {
  if (content > 0 && applicationId !== definition.applicationId)
    throw unusable(definition.file, "it is a database of another program");
}

function userVersion(database: DatabaseSync): number {
  return (database.prepare("PRAGMA user_version").get() as { user_version: number }).user_version;
}
