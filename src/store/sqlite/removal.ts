import type { DatabaseSync } from "node:sqlite";
import type { Traffic } from "../traffic.ts";
import type { Bodies } from "./bodies.ts";
import { syncLog, transaction } from "./database.ts";
import { openErasedUsers } from "./erased-users.ts";
import { AT, type Stored } from "./row-columns.ts";
import type { Rows } from "./rows.ts";
import { scrub } from "./scrub.ts";
import type { Segments } from "./segments.ts";
import { shelfOf } from "./shelf.ts";
import { STRING_KINDS, type StringKind, type Strings } from "./strings.ts";

interface RemovalParts {
  readonly traffic: DatabaseSync;
  readonly bodies: DatabaseSync;
  readonly strings: Strings;
  readonly rows: Rows;
  readonly blocks: Bodies;
  readonly segments: Segments;
  /** Holds the write lock of the rows. */
  readonly write: <T>(work: () => T) => T;
  readonly matching: Traffic["matching"];
}

/** Texts that can say who somebody is: they go with the last row that has them. */
const PERSONAL = ["end_user", "session", "tags"] as const satisfies readonly StringKind[];
type Personal = (typeof PERSONAL)[number];

interface Removed {
  readonly seq: number;
  readonly project: number;
  readonly shelf: number;
}

/**
 * Removes rows. Bodies and columns are committed before the rows: a crash in between leaves rows without bodies, which the next
 * removal takes, and never bodies without rows.
 */
export function openRemoval(parts: RemovalParts): Pick<Traffic, "remove" | "eraseUser" | "dropUnusedNames"> {
  const { traffic, bodies, strings, rows, blocks, segments, write } = parts;
  const erased = openErasedUsers(traffic);
  const removeOutcomes = traffic.prepare("DELETE FROM outcomes WHERE name = ? AND seq = ?");
  const outcomeNames = traffic.prepare("SELECT code FROM strings WHERE kind = ?");
  const countErasure = traffic.prepare("UPDATE high_water SET erasures = erasures + 1");
  const inUse = PERSONAL.map((kind) =>
    traffic.prepare(`SELECT DISTINCT ${kind} AS code FROM exchanges WHERE ${kind} IN (SELECT value FROM json_each(?))`),
  );

  // The highest code stays: codes are handed out above it, and none is handed out twice.
  const dropUnused = PERSONAL.map((kind) => {
    const position = STRING_KINDS.indexOf(kind);
    return traffic.prepare(
      `DELETE FROM strings WHERE kind = ${position} AND code < (SELECT max(code) FROM strings WHERE kind = ${position})
       AND code NOT IN (SELECT ${kind} FROM exchanges WHERE ${kind} IS NOT NULL)`,
    );
  });

  const removeRows = (found: readonly (readonly Stored[])[]): readonly Removed[] => {
    const removed = found.map((row) => ({
      seq: row[AT.seq] as number,
      project: row[AT.project] as number,
      shelf: shelfOf(row[AT.created_at] as number, row[AT.bits] as number),
    }));
    rows.remove(removed.map(({ seq }) => seq));
    for (const { code } of outcomeNames.all(STRING_KINDS.indexOf("outcome_name")))
      for (const { seq } of removed) removeOutcomes.run(code as number, seq);
    return removed;
  };
  const removeBodies = (removed: readonly Removed[], erase: boolean): void => {
    segments.removeWith(removed.map(({ seq }) => seq));
    for (const group of Map.groupBy(removed, ({ project, shelf }) => `${project} ${shelf}`).values()) {
      const [{ project, shelf }] = group as [Removed];
      blocks.remove(
        { project, shelf },
        group.map(({ seq }) => seq),
        (first, last) => rows.onShelf(project, shelf, first, last),
        erase,
      );
    }
  };
  const eraseTexts = (kind: Personal, codes: ReadonlySet<number>): void => {
    const used = inUse[PERSONAL.indexOf(kind)]?.all(JSON.stringify([...codes])) ?? [];
    const stay = new Set(used.map(({ code }) => code as number));
    for (const code of codes) if (!stay.has(code)) strings.erase(kind, code);
  };
  /** Inside a write transaction. */
  const removeAll = (seqs: readonly number[], erase: boolean, texts: Readonly<Partial<Record<Personal, number>>>) => {
    const found = seqs
      .toSorted((a, b) => a - b)
      .flatMap((seq) => {
        const row = rows.read(seq);
        return row === null ? [] : [row];
      });
    if (found.length > 0) {
      const removed = removeRows(found);
      transaction(bodies, () => removeBodies(removed, erase));
      syncLog(bodies);
    }
    if (!erase) return found.length;
    for (const kind of PERSONAL) {
      const codes = new Set([...found.map((row) => row[AT[kind]] as number | null), texts[kind] ?? null]);
      eraseTexts(kind, new Set([...codes].filter((code) => code !== null)));
    }
    countErasure.run();
    strings.forget();
    return found.length;
  };
  const scrubAll = (): void => {
    blocks.forget();
    for (const database of [bodies, traffic]) scrub(database);
  };

  return {
    remove(seqs, { erase = false } = {}) {
      const count = write(() => removeAll([...new Set(seqs)], erase, {}));
      if (erase) scrubAll();
      return count;
    },
    dropUnusedNames: () =>
      write(() => {
        const dropped = dropUnused.reduce((sum, statement) => sum + Number(statement.run().changes), 0);
        if (dropped > 0) {
          countErasure.run();
          strings.forget();
        }
        return dropped;
      }),
    eraseUser(user, { project, until }) {
      const filter = { end_user: user, to: until, ...(project === undefined ? {} : { project }) };
      const count = write(() => {
        erased.add(user, project ?? null, until);
        const code = strings.find("end_user", user);
        return removeAll(parts.matching(filter).seqs, true, code === null ? {} : { end_user: code });
      });
      scrubAll();
      return count;
    },
  };
}
