import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { Mirrors, StoredMirror } from "../shadow.ts";
import { transaction } from "./database.ts";

/** Mirrors over the control database. */
export function openMirrors(database: DatabaseSync): Mirrors {
  const put = database.prepare(
    `INSERT INTO shadow_mirrors (id, project, endpoint, policy, candidate, share, salt, max_usd_per_day, timeout_ms,
       concurrency, contracts, pack, state, created_at, actor)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (id) DO UPDATE SET project = excluded.project, endpoint = excluded.endpoint, policy = excluded.policy,
       candidate = excluded.candidate, share = excluded.share, salt = excluded.salt, max_usd_per_day = excluded.max_usd_per_day,
       timeout_ms = excluded.timeout_ms, concurrency = excluded.concurrency, contracts = excluded.contracts, pack = excluded.pack,
       state = excluded.state, created_at = excluded.created_at, actor = excluded.actor`,
  );
  const one = database.prepare("SELECT * FROM shadow_mirrors WHERE id = ?");
  const all = database.prepare("SELECT * FROM shadow_mirrors ORDER BY number");
  const remove = database.prepare("DELETE FROM shadow_mirrors WHERE id = ?");
  const dropSpend = database.prepare("DELETE FROM shadow_mirror_spend WHERE mirror = ?");
  const reserve = database.prepare(
    `INSERT INTO shadow_mirror_spend SELECT ?1, ?2, 0, ?3 WHERE ?3 <= ?4
     ON CONFLICT DO UPDATE SET reserved_usd = reserved_usd + ?3 WHERE spent_usd + reserved_usd + ?3 <= ?4`,
  );
  const settle = database.prepare(
    `UPDATE shadow_mirror_spend SET spent_usd = spent_usd + ?4, reserved_usd = max(0, round(reserved_usd - ?3, 12))
     WHERE mirror = ?1 AND day = ?2`,
  );
  const dropCounts = database.prepare("DELETE FROM shadow_mirror_counts WHERE mirror = ?");
  const count = database.prepare(
    `INSERT INTO shadow_mirror_counts VALUES (?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET requests = requests + excluded.requests`,
  );
  const counts = database.prepare("SELECT outcome, requests FROM shadow_mirror_counts WHERE mirror = ? AND day = ?");
  const spent = database.prepare(
    "SELECT spent_usd, reserved_usd FROM shadow_mirror_spend WHERE mirror = ? AND day = ?",
  );

  return {
    putMirror: (mirror) =>
      void put.run(
        mirror.id,
        mirror.project,
        mirror.endpoint,
        JSON.stringify(mirror.policy),
        mirror.candidate,
        mirror.share,
        mirror.salt,
        mirror.max_usd_per_day,
        mirror.timeout_ms,
        mirror.concurrency,
        JSON.stringify(mirror.contracts),
        mirror.pack === null ? null : JSON.stringify(mirror.pack),
        mirror.state,
        mirror.created_at,
        mirror.actor,
      ),
    mirror(id) {
      const row = one.get(id);
      return row === undefined ? null : mirrorOf(row);
    },
    mirrors: () => all.all().map(mirrorOf),
    removeMirror: (id) =>
      transaction(database, () => {
        dropSpend.run(id);
        dropCounts.run(id);
        return remove.run(id).changes === 1;
      }),
    reserveMirror: (id, day, usd, cap) => reserve.run(id, day, usd, cap).changes === 1,
    settleMirror: (id, day, reserved, cost) => void settle.run(id, day, reserved, cost ?? reserved),
    countMirror: (id, day, requests) =>
      transaction(database, () => {
        for (const [outcome, more] of Object.entries(requests)) count.run(id, day, outcome, more);
      }),
    mirrorCounts: (id, day) =>
      Object.fromEntries(counts.all(id, day).map(({ outcome, requests }) => [outcome, requests])) as Record<
        string,
        number
      >,
    mirrorSpent(id, day) {
      const row = spent.get(id, day);
      return {
        spent_usd: (row?.["spent_usd"] as number | undefined) ?? 0,
        reserved_usd: (row?.["reserved_usd"] as number | undefined) ?? 0,
      };
    },
  };
}

function mirrorOf({ number: _number, ...row }: Record<string, SQLOutputValue>): StoredMirror {
  const json = (column: string): unknown => {
    const text = row[column];
    return typeof text === "string" ? (JSON.parse(text) as unknown) : null;
  };
  return {
    ...row,
    policy: json("policy"),
    contracts: json("contracts"),
    pack: json("pack"),
  } as unknown as StoredMirror;
}
