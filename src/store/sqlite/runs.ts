import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { RunEvent, RunKind, Runs, StoredRun } from "../runs.ts";
import { transaction } from "./database.ts";
import { packJson, unpackJson } from "./packed-json.ts";
import { openRunWork } from "./run-work.ts";

type Row = Record<string, SQLOutputValue>;

/** Results read at a time: what a stream of them holds in memory. */
const PAGE = 256;

/** Runs over the control database. */
export function openRuns(database: DatabaseSync): Runs {
  const putRun = database.prepare(
    `INSERT INTO runs (id, kind, parent, created_at, actor, cap_usd, definition, units) VALUES (?, ?, ?, ?, ?, ?, ?, ?) RETURNING number`,
  );
  const putUnit = database.prepare("INSERT INTO run_units (run, ordinal, key, data) VALUES (?, ?, ?, ?)");
  const run = database.prepare("SELECT * FROM runs WHERE id = ?");
  const runs = database.prepare(
    `SELECT * FROM runs WHERE (?1 IS NULL OR kind = ?1) AND (?2 IS NULL OR parent = ?2) ORDER BY created_at DESC, id DESC LIMIT ?3`,
  );
  const ofRun = "run = (SELECT number FROM runs WHERE id = ?)";
  const units = database.prepare(
    `SELECT ordinal, key, data FROM run_units WHERE ${ofRun} AND ordinal >= ? ORDER BY ordinal LIMIT ?`,
  );
  const results = database.prepare(
    `SELECT ordinal, at, result FROM run_results WHERE ${ofRun} AND ordinal > ? ORDER BY ordinal LIMIT ${PAGE}`,
  );
  const addEvent = database.prepare(
    "INSERT INTO run_events (run, at, kind, details) SELECT number, ?, ?, ? FROM runs WHERE id = ?",
  );
  const events = database.prepare(`SELECT at, kind, details FROM run_events WHERE ${ofRun} ORDER BY number`);

  return {
    putRun: (put, given) =>
      transaction(database, () => {
        const definition = packJson(put.definition);
        const { id, kind, parent, created_at: at, actor, cap_usd: cap } = put;
        const { number } = putRun.get(id, kind, parent, at, actor, cap, definition, given.length) as { number: number };
        for (const { ordinal, key, data } of given) putUnit.run(number, ordinal, key, packJson(data));
      }),
    run(id) {
      const row = run.get(id);
      return row === undefined ? null : runOf(row);
    },
    runs: ({ kind, parent }, limit) => runs.all(kind ?? null, parent ?? null, limit).map(runOf),
    units: (id, from, limit) =>
      units.all(id, from, limit).map((row) => ({
        ordinal: row["ordinal"] as number,
        key: row["key"] as string,
        data: unpackJson(row["data"]),
      })),
    *results(id) {
      let last = -1;
      for (let page = results.all(id, last); page.length > 0; page = results.all(id, last))
        for (const row of page) {
          last = row["ordinal"] as number;
          yield { ordinal: last, at: row["at"] as number, result: unpackJson(row["result"]) };
        }
    },
    addEvent(id, { at, kind, details }) {
      if (addEvent.run(at, kind, JSON.stringify(details), id).changes === 0) throw new Error(`There is no run ${id}.`);
    },
    events: (id) =>
      events.all(id).map((row) => ({
        at: row["at"] as number,
        kind: row["kind"] as RunEvent["kind"],
        details: JSON.parse(row["details"] as string) as RunEvent["details"],
      })),
    ...openRunWork(database),
  };
}

function runOf(row: Row): StoredRun {
  return {
    id: row["id"] as string,
    kind: row["kind"] as RunKind,
    parent: row["parent"] as string | null,
    created_at: row["created_at"] as number,
    actor: row["actor"] as string,
    cap_usd: row["cap_usd"] as number,
    definition: unpackJson(row["definition"]),
    units: row["units"] as number,
  };
}
