import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { LearntPairs } from "../../replay/pilot/learn-from-pilot.ts";
import type { Control, StoredLesson } from "../control.ts";
import { transaction } from "./database.ts";

type Row = Record<string, SQLOutputValue>;

export function openLessons(database: DatabaseSync): Pick<Control, "addLessons" | "lessons"> {
  const add = database.prepare(
    `INSERT INTO lessons (run, at, estimand, baseline, candidate, sums) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT (run, baseline, candidate) DO NOTHING`,
  );
  const all = database.prepare("SELECT * FROM lessons ORDER BY number");
  return {
    addLessons: (lessons) =>
      transaction(database, () => {
        for (const { run, at, estimand, learnt } of lessons) {
          const { baseline, candidate, ...sums } = learnt;
          add.run(run, at, estimand, baseline, candidate, JSON.stringify(sums));
        }
      }),
    lessons: () => all.all().map(lessonOf),
  };
}

function lessonOf(row: Row): StoredLesson {
  const sums = JSON.parse(row["sums"] as string) as Omit<LearntPairs, "baseline" | "candidate">;
  return {
    run: row["run"] as string,
    at: row["at"] as number,
    estimand: row["estimand"] as StoredLesson["estimand"],
    learnt: { baseline: row["baseline"] as string, candidate: row["candidate"] as string, ...sums },
  };
}
