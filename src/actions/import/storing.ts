import type { Appender } from "../../store/appender.ts";
import type { SetAside } from "../../store/set-aside.ts";
import type { SuppliedOutcome, Traffic } from "../../store/traffic.ts";

/** Into the store, by this thread. */
export function storing(traffic: Traffic): Appender {
  return {
    // oxlint-disable-next-line typescript/require-await -- what the store throws is a rejection here
    async append(rows, outcomes) {
      const { inserted, duplicates } = traffic.append(rows);
      const unknown = outcomes.length === 0 ? [] : traffic.putOutcomes(outcomes).unknown;
      const missing = new Set(unknown);
      return { inserted, duplicates, outcomes: counted(outcomes.filter((one) => !missing.has(one.request_id))) };
    },
    async close() {},
  };
}

/** Nowhere: rows are only held against those that came before, and against what the store holds already. */
export function checking(traffic: Traffic | null, seen: SetAside): Appender {
  return {
    // oxlint-disable-next-line typescript/require-await -- as above
    async append(rows, outcomes) {
      const fresh = rows.filter((row) => seen.firstSeen(row.request_id)).map((row) => row.request_id);
      const stored = traffic === null ? 0 : traffic.stored(fresh);
      return {
        inserted: fresh.length - stored,
        duplicates: rows.length - fresh.length + stored,
        outcomes: counted(outcomes),
      };
    },
    async close() {},
  };
}

function counted(outcomes: readonly SuppliedOutcome[]): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {};
  for (const { name } of outcomes) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}
