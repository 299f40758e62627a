import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { Promotions, StoredPromotion, StoredWatch, WatchState, WatchTally } from "../promotions.ts";

type Row = Record<string, SQLOutputValue>;

/** Promotions and watches over the control database. */
export function openPromotions(database: DatabaseSync): Promotions {
  const addPromotion = database.prepare(
    "INSERT INTO promotions (id, experiment, scope, scope_id, promotion) VALUES (?, ?, ?, ?, ?)",
  );
  const promotion = database.prepare("SELECT promotion FROM promotions WHERE id = ?");
  const promotions = database.prepare(
    `SELECT promotion FROM promotions WHERE (?1 IS NULL OR experiment = ?1) AND (?2 IS NULL OR scope = ?2)
     AND (?3 IS NULL OR scope_id = ?3) ORDER BY number DESC`,
  );
  const addWatch = database.prepare("INSERT INTO watches (id, promotion, watch) VALUES (?, ?, ?)");
  const watches = database.prepare("SELECT watch FROM watches ORDER BY number DESC LIMIT ?");
  const openWatches = database.prepare(
    `SELECT watch FROM watches WHERE NOT EXISTS (SELECT 1 FROM watch_states WHERE watch_states.watch = watches.id AND state = 'ended')
     ORDER BY number`,
  );
  const addState = database.prepare("INSERT INTO watch_states (watch, at, state, details) VALUES (?, ?, ?, ?)");
  const states = database.prepare("SELECT at, state, details FROM watch_states WHERE watch = ? ORDER BY number");
  const putTally = database.prepare("INSERT OR REPLACE INTO watch_tallies (watch, tally) VALUES (?, ?)");
  const tally = database.prepare("SELECT tally FROM watch_tallies WHERE watch = ?");

  return {
    addPromotion: (put) => void addPromotion.run(put.id, put.experiment, put.scope, put.scope_id, JSON.stringify(put)),
    promotion: (id) => documentOf<StoredPromotion>(promotion.get(id), "promotion"),
    promotions: ({ experiment, scope, scope_id: scopeId }) =>
      promotions
        .all(experiment ?? null, scope ?? null, scopeId ?? null)
        .map((row) => documentOf<StoredPromotion>(row, "promotion") as StoredPromotion),
    addWatch: (put) => void addWatch.run(put.id, put.promotion, JSON.stringify(put)),
    watches: (limit) => watches.all(limit).map((row) => documentOf<StoredWatch>(row, "watch") as StoredWatch),
    openWatches: () => openWatches.all().map((row) => documentOf<StoredWatch>(row, "watch") as StoredWatch),
    addWatchState: (watch, { at, state, details }) => void addState.run(watch, at, state, JSON.stringify(details)),
    watchStates: (watch) => states.all(watch).map(stateOf),
    putWatchTally: (watch, put) => void putTally.run(watch, JSON.stringify(put)),
    watchTally: (watch) => documentOf<WatchTally>(tally.get(watch), "tally"),
  };
}

function documentOf<T>(row: Row | undefined, column: string): T | null {
  return row === undefined ? null : (JSON.parse(row[column] as string) as T);
}

function stateOf(row: Row): WatchState {
  return {
    at: row["at"] as number,
    state: row["state"] as WatchState["state"],
    details: JSON.parse(row["details"] as string) as WatchState["details"],
  };
}
