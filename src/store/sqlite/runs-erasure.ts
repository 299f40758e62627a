import type { DatabaseSync } from "node:sqlite";
import type { ErasedUnit } from "../runs.ts";
import { packJson, unpackJson } from "./packed-json.ts";

const ERASED = "(erased)";

/** Stands in place of what was erased. */
export const BLANK = packJson({ erased: true } satisfies ErasedUnit);

/**
 * Blanks units and results that are about an end user: those that name the user, and those about a request that such a one is about
 * (a judge's reasons name no user). Filters of definitions lose the name. Inside the caller's transaction.
 * @returns takes a user and a project (null = every one), gives back the number of units
 */
export function openRunsErasure(database: DatabaseSync): (user: string, project: string | null) => number {
  const definitions = database.prepare("SELECT number, definition FROM runs");
  const putDefinition = database.prepare("UPDATE runs SET definition = ? WHERE number = ?");
  const units = database.prepare(
    `SELECT u.run, u.ordinal, u.key, u.data, r.result FROM run_units AS u
     LEFT JOIN run_results AS r ON r.run = u.run AND r.ordinal = u.ordinal WHERE NOT u.erased`,
  );
  const blankUnit = database.prepare("UPDATE run_units SET data = ?, erased = 1 WHERE run = ? AND ordinal = ?");
  const blankResult = database.prepare("UPDATE run_results SET result = ? WHERE run = ? AND ordinal = ?");

  return (user, project) => {
    for (const row of definitions.all()) {
      const definition = unpackJson(row["definition"]);
      const without = withoutName(definition, user, project);
      if (without !== definition) putDefinition.run(packJson(without), row["number"] as number);
    }

    const erased = new Map<string, readonly [run: number, ordinal: number]>();
    const requests = new Set<string>();
    const pass = (isTheirs: (value: unknown) => boolean): void => {
      for (const row of units.iterate()) {
        const [run, ordinal] = [row["run"] as number, row["ordinal"] as number];
        const place = `${run} ${ordinal}`;
        if (erased.has(place)) continue;
        const parts = [unpackJson(row["data"]), row["result"] === null ? null : unpackJson(row["result"])];
        if (!parts.some(isTheirs)) continue;
        erased.set(place, [run, ordinal]);
        for (const part of parts) for (const id of requestIds(part)) requests.add(id);
      }
    };
    pass((value) => names(value, user, project));
    // What stands beside one of these in a unit is somebody else's.
    const theirs = new Set(requests);
    if (theirs.size > 0) pass((value) => requestIds(value).some((id) => theirs.has(id)));
    for (const [run, ordinal] of erased.values()) {
      blankUnit.run(BLANK, run, ordinal);
      blankResult.run(BLANK, run, ordinal);
    }
    return erased.size;
  };
}

type Fields = Readonly<Record<string, unknown>>;

function childrenOf(value: unknown): readonly unknown[] {
  return typeof value === "object" && value !== null ? Object.values(value) : [];
}

function isTheirs({ end_user: name, project: own }: Fields, user: string, project: string | null): boolean {
  return name === user && (project === null || typeof own !== "string" || own === project);
}

function names(value: unknown, user: string, project: string | null): boolean {
  if (typeof value !== "object" || value === null) return false;
  return isTheirs(value as Fields, user, project) || childrenOf(value).some((child) => names(child, user, project));
}

function requestIds(value: unknown): readonly string[] {
  const own = (value as Fields | null)?.["request_id"];
  const found = childrenOf(value).flatMap(requestIds);
  return typeof own === "string" ? [own, ...found] : found;
}

/** The same value where the name is not in it. */
function withoutName(value: unknown, user: string, project: string | null): unknown {
  if (!names(value, user, project)) return value;
  if (Array.isArray(value)) return value.map((item) => withoutName(item, user, project));
  const entries = Object.entries(value as Fields).map(([key, child]) => [key, withoutName(child, user, project)]);
  const own = Object.fromEntries(entries) as Fields;
  return isTheirs(value as Fields, user, project) ? { ...own, end_user: ERASED } : own;
}
