import type { DatabaseSync } from "node:sqlite";
import type { RunLease, RunLedger, Runs } from "../runs.ts";
import { packJson } from "./packed-json.ts";
import { BLANK } from "./runs-erasure.ts";

type Work = Pick<
  Runs,
  "finished" | "progress" | "reserve" | "settle" | "finish" | "ledger" | "claim" | "renew" | "lease" | "release"
>;

/** What a worker writes. Each statement holds its own condition: whether the worker still holds the run is asked in the moment it writes. */
export function openRunWork(database: DatabaseSync): Work {
  const ofRun = "run = (SELECT number FROM runs WHERE id = ?)";
  const held = "runs.id = ?1 AND EXISTS (SELECT 1 FROM run_leases WHERE run = runs.number AND worker = ?2)";
  const finished = database.prepare(`SELECT ordinal FROM run_results WHERE ${ofRun} ORDER BY ordinal`);
  const count = database.prepare(`SELECT count(*) AS units FROM run_results WHERE ${ofRun}`);
  const cut = database.prepare(
    `SELECT DISTINCT ordinal FROM run_calls AS c WHERE ${ofRun}
     AND NOT EXISTS (SELECT 1 FROM run_results AS r WHERE r.run = c.run AND r.ordinal = c.ordinal) ORDER BY ordinal`,
  );
  const reserve = database.prepare(
    `INSERT INTO run_calls (run, ordinal, at, usd) SELECT number, ?3, ?4, ?5 FROM runs WHERE ${held} RETURNING call`,
  );
  const settle = database.prepare("INSERT OR IGNORE INTO run_settlements (call, at, usd) VALUES (?, ?, ?)");
  const finish = database.prepare(
    `INSERT OR IGNORE INTO run_results (run, ordinal, at, result)
     SELECT number, ?3, ?4, iif(EXISTS (SELECT 1 FROM run_units WHERE run = runs.number AND ordinal = ?3 AND erased), ?6, ?5)
     FROM runs WHERE ${held}`,
  );
  const ledger = database.prepare(
    `SELECT coalesce(sum(s.usd), 0) AS spent_usd, coalesce(sum(c.usd) FILTER (WHERE s.call IS NULL), 0) AS reserved_usd,
     coalesce(sum(max(s.usd - c.usd, 0)), 0) AS overrun_usd, count(*) AS calls, count(*) FILTER (WHERE s.call IS NULL) AS unsettled
     FROM run_calls AS c LEFT JOIN run_settlements AS s USING (call) WHERE ${ofRun}`,
  );
  const claim = database.prepare(
    `INSERT INTO run_leases (run, worker, until) SELECT number, ?2, ?4 FROM runs WHERE id = ?1
     ON CONFLICT DO UPDATE SET worker = excluded.worker, until = excluded.until
     WHERE run_leases.worker = excluded.worker OR run_leases.until <= ?3`,
  );
  const renew = database.prepare(`UPDATE run_leases SET until = ? WHERE ${ofRun} AND worker = ?`);
  const lease = database.prepare(`SELECT worker, until FROM run_leases WHERE ${ofRun}`);
  const release = database.prepare(`DELETE FROM run_leases WHERE ${ofRun} AND worker = ?`);

  return {
    finished: (id) => (count.get(id) as { units: number }).units,
    progress: (id) => ({
      finished: finished.all(id).map((row) => row["ordinal"] as number),
      cut: cut.all(id).map((row) => row["ordinal"] as number),
    }),
    reserve({ run, ordinal, worker, at, usd }) {
      const row = reserve.get(run, worker, ordinal, at, usd);
      return row === undefined ? null : (row["call"] as number);
    },
    settle: (call, at, usd) => void settle.run(call, at, usd),
    finish: ({ run, ordinal, worker, at, result }) =>
      finish.run(run, worker, ordinal, at, packJson(result), BLANK).changes === 1,
    ledger: (id) => ({ ...(ledger.get(id) as unknown as RunLedger) }),
    claim: (id, worker, now, until) => claim.run(id, worker, now, until).changes === 1,
    renew: (id, worker, until) => renew.run(until, id, worker).changes === 1,
    lease(id) {
      const row = lease.get(id);
      return row === undefined ? null : { ...(row as unknown as RunLease) };
    },
    release: (id, worker) => void release.run(id, worker),
  };
}
