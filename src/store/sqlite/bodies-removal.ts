import type { DatabaseSync } from "node:sqlite";
import type { Block, Body } from "./block.ts";

/** What removal does to blocks. */
export interface BlockChanges {
  /** Unpacks a block and removes it; null where it is gone. @param base what it is packed against, where that is gone already */
  take(block: number, base?: Block): Block | null;
  drop(block: number): void;
  put(project: number, shelf: number, seqs: readonly number[], bodies: readonly Body[]): void;
}

interface StoredBlock {
  readonly block: number;
  readonly first_seq: number;
  readonly last_seq: number;
  readonly rows: number;
  readonly base: number | null;
}

type Left = (first: number, last: number) => readonly number[];

/** @returns what `Bodies.remove` says */
export function openBodiesRemoval(database: DatabaseSync, { take, drop, put }: BlockChanges) {
  const columns = "block, first_seq, last_seq, rows, base";
  const locate = database.prepare(
    `SELECT ${columns} FROM blocks WHERE project = ? AND day = ? AND first_seq <= ? ORDER BY first_seq DESC LIMIT 1`,
  );
  const load = database.prepare(`SELECT ${columns} FROM blocks WHERE block = ?`);
  const dependents = database.prepare(`SELECT ${columns} FROM blocks WHERE project = ? AND day = ? AND base = ?`);

  return (
    { project, shelf }: { readonly project: number; readonly shelf: number },
    removed: readonly number[],
    left: Left,
    erase: boolean,
  ): void => {
    const dependentsOf = (block: number): readonly StoredBlock[] =>
      dependents.all(project, shelf, block) as unknown as StoredBlock[];
    const dropIfUseless = ({ block, first_seq, last_seq, base }: StoredBlock): void => {
      if (left(first_seq, last_seq).length > 0 || dependentsOf(block).length > 0) return;
      drop(block);
      const against = base === null ? undefined : (load.get(base) as StoredBlock | undefined);
      if (against !== undefined) dropIfUseless(against);
    };
    /** What is left of a block, as a block of its own. */
    const putLeft = ({ first_seq, last_seq }: StoredBlock, { seqs, body }: Block): void => {
      const keep = new Set(left(first_seq, last_seq));
      const positions = seqs.flatMap((seq, position) => (keep.has(seq) ? [position] : []));
      if (positions.length === 0) return;
      put(
        project,
        shelf,
        positions.map((position) => seqs[position] as number),
        positions.map((position) => body(position)),
      );
    };
    /** What is packed against a block cannot be read without it, erased bodies and all: it is packed anew, against another. */
    const rewrite = (block: StoredBlock): void => {
      if (left(block.first_seq, block.last_seq).length === block.rows) return;
      const packedAgainst = dependentsOf(block.block);
      const taken = take(block.block);
      if (taken === null) return;
      putLeft(block, taken);
      for (const dependent of packedAgainst) {
        const own = take(dependent.block, taken);
        if (own !== null) putLeft(dependent, own);
      }
    };

    let covered = 0;
    for (const seq of removed) {
      if (seq <= covered) continue;
      const found = locate.get(project, shelf, seq) as StoredBlock | undefined;
      if (found === undefined || found.last_seq < seq) continue;
      covered = found.last_seq;
      if (erase) rewrite(found);
      else dropIfUseless(found);
    }
  };
}
