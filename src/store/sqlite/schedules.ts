import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { ScheduleRun, Schedules, StoredSchedule } from "../schedules.ts";

type Row = Record<string, SQLOutputValue>;

/** Schedules, and their runs, which are only added and ended. */
export const SCHEDULES_SCHEMA = `
CREATE TABLE schedules (
  name TEXT PRIMARY KEY,
  cron TEXT NOT NULL,
  timezone TEXT NOT NULL,
  command TEXT NOT NULL,
  folder TEXT,
  created_at NUMERIC NOT NULL,
  actor TEXT NOT NULL,
  next_at NUMERIC
);
CREATE TABLE schedule_runs (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  schedule TEXT NOT NULL,
  "trigger" TEXT NOT NULL,
  due_at NUMERIC NOT NULL,
  times INTEGER NOT NULL,
  started_at NUMERIC,
  ended_at NUMERIC,
  state TEXT NOT NULL,
  result TEXT,
  decision TEXT,
  message TEXT,
  alive_until NUMERIC
);
CREATE INDEX schedule_runs_schedule ON schedule_runs (schedule, number);
CREATE INDEX schedule_runs_running ON schedule_runs (alive_until) WHERE state = 'running';
`;

/** Schedules over the control database. */
export function openSchedules(database: DatabaseSync): Schedules {
  const add = database.prepare("INSERT OR IGNORE INTO schedules VALUES (?, ?, ?, ?, ?, ?, ?, ?)");
  const remove = database.prepare("DELETE FROM schedules WHERE name = ?");
  const one = database.prepare("SELECT * FROM schedules WHERE name = ?");
  const all = database.prepare("SELECT * FROM schedules ORDER BY name");
  const advance = database.prepare("UPDATE schedules SET next_at = ?3 WHERE name = ?1 AND next_at = ?2");
  const addRun = database.prepare(
    `INSERT INTO schedule_runs (id, schedule, "trigger", due_at, times, started_at, ended_at, state, result, decision, message, alive_until)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const keep = database.prepare("UPDATE schedule_runs SET alive_until = ?2 WHERE id = ?1 AND state = 'running'");
  const end = database.prepare(
    "UPDATE schedule_runs SET state = ?, result = ?, decision = ?, message = ?, ended_at = ? WHERE id = ? AND state = 'running'",
  );
  const lost = database.prepare(
    `UPDATE schedule_runs SET state = 'interrupted', ended_at = alive_until, message = 'the process that ran it is gone'
     WHERE state = 'running' AND alive_until < ? RETURNING *`,
  );
  const runs = database.prepare(
    "SELECT * FROM schedule_runs WHERE (?1 IS NULL OR schedule = ?1) AND (?2 IS NULL OR state = ?2) ORDER BY number DESC LIMIT ?3",
  );

  return {
    addSchedule: ({ name, cron, timezone, command, folder, created_at: at, actor, next_at: next }) =>
      add.run(name, cron, timezone, JSON.stringify(command), folder, at, actor, next).changes === 1,
    removeSchedule: (name) => remove.run(name).changes === 1,
    schedule(name) {
      const row = one.get(name);
      return row === undefined ? null : scheduleOf(row);
    },
    schedules: () => all.all().map(scheduleOf),
    advance: (name, from, to) => advance.run(name, from, to).changes === 1,
    addScheduleRun: (run, alive) =>
      void addRun.run(
        run.id,
        run.schedule,
        run.trigger,
        run.due_at,
        run.times,
        run.started_at,
        run.ended_at,
        run.state,
        run.result,
        run.decision,
        run.message,
        alive,
      ),
    keepAlive: (id, until) => void keep.run(id, until),
    endScheduleRun: (id, { state, result, decision, message, ended_at: at }) =>
      end.run(state, result, decision, message, at, id).changes === 1,
    endLost: (now) => lost.all(now).map(runOf),
    scheduleRuns: ({ schedule, state }, limit) => runs.all(schedule ?? null, state ?? null, limit).map(runOf),
  };
}

function scheduleOf(row: Row): StoredSchedule {
  return { ...row, command: JSON.parse(row["command"] as string) as readonly string[] } as unknown as StoredSchedule;
}

function runOf({ number: _number, alive_until: _alive, ...row }: Row): ScheduleRun {
  return { ...row } as unknown as ScheduleRun;
}
