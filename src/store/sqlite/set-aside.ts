import { DatabaseSync } from "node:sqlite";
import type { PartRow, SetAside } from "../set-aside.ts";

/**
 * In a database without a name, which SQLite keeps in a temporary file and deletes when it is closed. All of it is one transaction: nobody
 * else reads it, and nothing of it is kept.
 */
export function openSetAside(): SetAside {
  const database = new DatabaseSync("");
  database.exec(`
    PRAGMA journal_mode = OFF;
    PRAGMA cache_size = -8192;
    CREATE TABLE calls (id INTEGER PRIMARY KEY, importer TEXT NOT NULL, key TEXT NOT NULL, UNIQUE (importer, key));
    CREATE TABLE parts (
      call INTEGER NOT NULL, id INTEGER NOT NULL, name TEXT NOT NULL, record TEXT NOT NULL, file TEXT NOT NULL, line INTEGER NOT NULL,
      PRIMARY KEY (call, id)
    ) WITHOUT ROWID;
    CREATE TABLE seen (id TEXT PRIMARY KEY) WITHOUT ROWID;
    BEGIN;
  `);
  const putCall = database.prepare("INSERT OR IGNORE INTO calls (importer, key) VALUES (?, ?)");
  const call = database.prepare("SELECT id FROM calls WHERE importer = ? AND key = ?");
  const putPart = database.prepare("INSERT INTO parts VALUES (?, ?, ?, ?, ?, ?)");
  const parts = database.prepare(
    "SELECT call, importer, key, name, record, file, line FROM parts JOIN calls ON calls.id = parts.call ORDER BY call, parts.id",
  );
  const see = database.prepare("INSERT OR IGNORE INTO seen VALUES (?)");
  let sequence = 0;
  return {
    putPart(part) {
      const { changes, lastInsertRowid } = putCall.run(part.importer, part.key);
      const id = changes === 1 ? lastInsertRowid : (call.get(part.importer, part.key) as { id: number }).id;
      putPart.run(id, sequence++, part.name, JSON.stringify(part.record), part.file, part.line);
    },
    *calls() {
      let current: { readonly call: number; readonly rows: PartRow[] } | null = null;
      for (const found of parts.iterate() as Iterable<Omit<PartRow, "record"> & { call: number; record: string }>) {
        const { call: number, record, ...row } = found;
        if (current !== null && current.call !== number) yield current.rows;
        if (current === null || current.call !== number) current = { call: number, rows: [] };
        current.rows.push({ ...row, record: JSON.parse(record) as unknown });
      }
      if (current !== null) yield current.rows;
    },
    firstSeen: (id) => see.run(id).changes === 1,
    close() {
      database.exec("COMMIT");
      database.close();
    },
  };
}
