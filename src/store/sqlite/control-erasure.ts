import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { DatabaseSync } from "node:sqlite";
import type { Control } from "../control.ts";
import { transaction } from "./database.ts";
import { openRunsErasure } from "./runs-erasure.ts";
import { scrub } from "./scrub.ts";

/** Shares of end users, by project and user, as snapshots of facts keep them under names of their own. */
type Tiers = Record<string, Record<string, number>>;

const ERASED = "(erased)";

/** @returns what `Control.eraseEndUser` says */
export function openControlErasure(database: DatabaseSync): Control["eraseEndUser"] {
  const tiers = database.prepare("SELECT facts_id, facts FROM facts WHERE facts_id GLOB 'tiers_*'");
  const putTiers = database.prepare("UPDATE facts SET facts = ? WHERE facts_id = ?");
  const filters = database.prepare(
    `UPDATE experiments SET request = json_set(request, '$.filter.end_user', '${ERASED}')
     WHERE json_extract(request, '$.filter.end_user') = ?1 AND (?2 IS NULL OR json_extract(request, '$.filter.project') = ?2)`,
  );
  const schedules = database.prepare("SELECT name, command FROM schedules");
  const putCommand = database.prepare("UPDATE schedules SET command = ? WHERE name = ?");
  const eraseRuns = openRunsErasure(database);
  const eraseCommands = (user: string, project: string | null): void => {
    for (const { name, command } of schedules.all() as { name: string; command: string }[]) {
      const words = JSON.parse(command) as readonly string[];
      if (!valuesOf(words, "--user").includes(user)) continue;
      if (project !== null && !valuesOf(words, "--project").includes(project)) continue;
      const without = words.map((word, at) => {
        if (word === `--user=${user}`) return `--user=${ERASED}`;
        return word === user && words[at - 1] === "--user" ? ERASED : word;
      });
      putCommand.run(JSON.stringify(without), name);
    }
  };
  const eraseTiers = (user: string, project: string | null): void => {
    for (const row of tiers.all()) {
      const all = JSON.parse(zstdDecompressSync(row["facts"] as Uint8Array).toString()) as Tiers;
      const of = Object.entries(all).filter(
        ([name, users]) => [name, null].includes(project) && Object.hasOwn(users, user),
      );
      for (const [, users] of of) delete users[user];
      if (of.length > 0) putTiers.run(zstdCompressSync(JSON.stringify(all)), row["facts_id"] as string);
    }
  };

  return (user, project) => {
    const units = transaction(database, () => {
      eraseTiers(user, project);
      filters.run(user, project);
      eraseCommands(user, project);
      return eraseRuns(user, project);
    });
    scrub(database);
    return units;
  };
}

/** Values of a flag in a line of words: `--flag value`, `--flag=value`. */
function valuesOf(words: readonly string[], flag: string): readonly string[] {
  return words.flatMap((word, at) => {
    if (word === flag) return [words[at + 1] ?? ""];
    return word.startsWith(`${flag}=`) ? [word.slice(flag.length + 1)] : [];
  });
}
