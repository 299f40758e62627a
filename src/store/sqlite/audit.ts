import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { AuditEntry, AuditLog } from "../audit.ts";

/** The audit log over the control database. */
export function openAuditLog(database: DatabaseSync): AuditLog {
  const add = database.prepare("INSERT INTO audit (id, at, actor, action, details) VALUES (?, ?, ?, ?, ?)");
  const actions = database.prepare("SELECT DISTINCT action AS name FROM audit ORDER BY name");
  const actors = database.prepare("SELECT DISTINCT actor AS name FROM audit ORDER BY name");
  const entries = database.prepare(
    `SELECT * FROM audit WHERE (?1 IS NULL OR action = ?1) AND (?2 IS NULL OR at < ?2) AND (?3 IS NULL OR actor = ?3)
     AND (?4 IS NULL OR at >= ?4) AND (?5 IS NULL OR substr(action, 1, length(?5) + 1) = ?5 || '.')
     AND (?6 IS NULL OR id = ?6)
     AND (?7 IS NULL OR (at, number) < (SELECT at, number FROM audit WHERE id = ?7))
     AND (?8 IS NULL OR EXISTS (SELECT 1 FROM json_tree(details) WHERE instr(lower(atom), lower(?8)) > 0))
     ORDER BY at DESC, number DESC LIMIT ?9`,
  );
  const names = (rows: readonly Record<string, SQLOutputValue>[]): readonly string[] =>
    rows.map(({ name }) => name as string);
  return {
    audit: ({ id, at, actor, action, details }) => void add.run(id, at, actor, action, JSON.stringify(details)),
    auditEntries: ({ action, before, actor, from, kind, id, after, text }, limit) =>
      entries
        .all(
          action ?? null,
          before ?? null,
          actor ?? null,
          from ?? null,
          kind ?? null,
          id ?? null,
          after ?? null,
          text ?? null,
          limit,
        )
        .map(entryOf),
    auditNames: () => ({ actions: names(actions.all()), actors: names(actors.all()) }),
  };
}

function entryOf(row: Record<string, SQLOutputValue>): AuditEntry {
  return {
    id: row["id"] as string,
    at: row["at"] as number,
    actor: row["actor"] as string,
    action: row["action"] as string,
    details: JSON.parse(row["details"] as string) as AuditEntry["details"],
  };
}
