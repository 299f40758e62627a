import type { DatabaseSync, SQLInputValue } from "node:sqlite";
import type { ShadowComparison } from "../../shadow/comparison.ts";
import type { ComparisonFilter, ShadowFilter, ShadowPairCount, Shadows, StoredShadowComparison } from "../shadow.ts";
import { transaction } from "./database.ts";
import { openMirrors } from "./mirrors.ts";
import {
  BRIEF_COLUMNS,
  briefOf,
  comparisonOf,
  comparisonValues,
  INSERT_COMPARISON,
  INSERT_RUN,
  runOf,
  runValues,
} from "./shadow-rows.ts";

/** Parts of a condition that are joined by AND, and their values in order. */
interface Condition {
  readonly sql: string;
  readonly values: readonly SQLInputValue[];
}

/** Shadow runs, comparisons and mirrors over the control database. */
export function openShadows(database: DatabaseSync): Shadows {
  const putRun = database.prepare(INSERT_RUN);
  const putComparison = database.prepare(INSERT_COMPARISON);
  const last = database.prepare("SELECT coalesce(max(number), 0) AS number FROM shadow_comparisons WHERE run = ?");
  const brief = database.prepare(
    `SELECT ${BRIEF_COLUMNS} FROM shadow_comparisons WHERE run = ? ORDER BY number DESC LIMIT ?`,
  );
  const update = database.prepare("UPDATE shadow_runs SET summary = ?, verdict = ?, finished_at = ? WHERE id = ?");
  const one = database.prepare("SELECT * FROM shadow_runs WHERE id = ?");
  const goingOn = database.prepare(
    "SELECT * FROM shadow_runs WHERE mirror = ? AND finished_at IS NULL ORDER BY created_at DESC, id DESC LIMIT 1",
  );
  const removeRun = database.prepare("DELETE FROM shadow_runs WHERE id = ?");
  const removeComparisons = database.prepare("DELETE FROM shadow_comparisons WHERE run = ?");
  const tooOld = database.prepare(
    "SELECT id FROM shadow_runs WHERE origin = 'mirror' AND project = ? AND created_at < ? ORDER BY created_at, id LIMIT ?",
  );
  const removeOf = (["primary_request", "shadow_request"] as const).map((column) =>
    database.prepare(`DELETE FROM shadow_comparisons WHERE ${column} IN (SELECT value FROM json_each(?))`),
  );

  const add = (run: string, comparisons: readonly ShadowComparison[], from: number): void => {
    for (const [index, comparison] of comparisons.entries())
      putComparison.run(...comparisonValues(run, from + index, comparison));
  };
  const remove = (id: string): boolean => {
    removeComparisons.run(id);
    return removeRun.run(id).changes === 1;
  };

  return {
    ...openMirrors(database),
    putShadowRun: (run, comparisons) =>
      transaction(database, () => {
        if (putRun.run(...runValues(run)).changes === 0) return false;
        add(run.id, comparisons, 1);
        return true;
      }),
    appendShadow: (run, comparisons, summary, finishedAt) =>
      transaction(database, () => {
        if (update.run(JSON.stringify(summary), summary.verdict, finishedAt, run).changes === 0) return;
        add(run, comparisons, (last.get(run)?.["number"] as number) + 1);
      }),
    shadowRun(id) {
      const row = one.get(id);
      return row === undefined ? null : runOf(row);
    },
    shadowRuns(filter, limit, before) {
      const { sql, values } = conditionOf(filter);
      const after = before === undefined ? [] : [before];
      const earlier = after.map(() => "(created_at, id) < (SELECT created_at, id FROM shadow_runs WHERE id = ?)");
      const rows = database
        .prepare(
          `SELECT * FROM shadow_runs WHERE ${[sql, ...earlier].join(" AND ")} ORDER BY created_at DESC, id DESC LIMIT ?`,
        )
        .all(...values, ...after, limit);
      return rows.map(runOf);
    },
    shadowComparisons(run, filter, limit, after = 0) {
      const { sql, values } = comparisonCondition(filter);
      const rows = database
        .prepare(`SELECT * FROM shadow_comparisons WHERE run = ? AND number > ? AND ${sql} ORDER BY number LIMIT ?`)
        .all(run, after, ...values, limit);
      return rows.map(comparisonOf);
    },
    shadowPairs(filter) {
      const { sql, values } = conditionOf(filter);
      // The bare `id` of a max() is that of the row that holds it.
      const rows = database
        .prepare(
          `SELECT primary_target AS "primary", candidate, project, endpoint, count(*) AS runs, id AS last_run, max(created_at) AS last_at
           FROM shadow_runs WHERE ${sql} GROUP BY primary_target, candidate, project, endpoint ORDER BY last_at DESC, last_run DESC`,
        )
        .all(...values);
      return rows.map((row) => ({ ...row }) as unknown as ShadowPairCount);
    },
    pooledComparisons(filter, limit) {
      const { sql, values } = conditionOf(filter);
      const runs = database.prepare(`SELECT id FROM shadow_runs WHERE ${sql} ORDER BY created_at DESC, id DESC`);
      const found: StoredShadowComparison[] = [];
      // Run by run, so that what is beyond the limit is not read.
      for (const { id } of runs.iterate(...values)) {
        for (const row of brief.iterate(id as string, limit - found.length)) found.push(briefOf(row));
        if (found.length >= limit) break;
      }
      return found;
    },
    openShadowRun(mirror) {
      const row = goingOn.get(mirror);
      return row === undefined ? null : runOf(row);
    },
    removeShadowRun: (id) => transaction(database, () => remove(id)),
    pruneShadow: (project, before, limit) =>
      transaction(database, () => tooOld.all(project, before, limit).filter(({ id }) => remove(id as string)).length),
    removeComparisonsOf: (requests) =>
      transaction(database, () =>
        removeOf.reduce((sum, statement) => sum + Number(statement.run(JSON.stringify(requests)).changes), 0),
      ),
  };
}

function conditionOf({ from, to, primary, ...equal }: ShadowFilter): Condition {
  const parts: readonly (readonly [string, SQLInputValue | undefined])[] = [
    ["created_at >= ?", from],
    ["created_at < ?", to],
    ["primary_target = ?", primary],
    ...(["id", "candidate", "origin", "mirror"] as const).map((column) => [`${column} = ?`, equal[column]] as const),
    ...(["project", "endpoint"] as const).map((column) => [`${column} IS ?`, equal[column]] as const),
  ];
  return joined(parts);
}

function comparisonCondition({ result, differs, comparable, contract }: ComparisonFilter): Condition {
  return joined([
    ["result = ?", result],
    ["differs = ?", differs === undefined ? undefined : Number(differs)],
    ["comparable = ?", comparable === undefined ? undefined : Number(comparable)],
    [
      "EXISTS (SELECT 1 FROM (SELECT contract AS name UNION ALL SELECT value ->> 'contract' FROM json_each(steps)) WHERE name = ?)",
      contract,
    ],
  ]);
}

function joined(parts: readonly (readonly [string, SQLInputValue | undefined])[]): Condition {
  const given = parts.filter((part): part is [string, SQLInputValue] => part[1] !== undefined);
  return { sql: ["1", ...given.map(([sql]) => sql)].join(" AND "), values: given.map(([, value]) => value) };
}
