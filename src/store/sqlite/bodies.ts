import type { DatabaseSync } from "node:sqlite";
import { fillOf, runsToPack, splitIntoBlocks } from "./block-runs.ts";
import { bytesOf, isLarge, packBlock, unpackBlock, type Block, type Body } from "./block.ts";
import { openBodiesRemoval } from "./bodies-removal.ts";
import { BASE_BLOCK, SMALL_BLOCK } from "./bodies-schema.ts";

/** Unpacked blocks kept for reads in sequence, in bytes. */
const REMEMBERED_BYTES = 24 << 20;

/** Where a row's body stands: its project's code, its shelf (see `shelfOf`), its number. */
export interface BodyPlace {
  readonly project: number;
  readonly shelf: number;
  readonly seq: number;
}

export interface Bodies {
  /** Removes what an append that never finished left behind: blocks from a row number on. */
  clearFrom(seq: number): void;
  /** Packs bodies, ascending in `seq`, into blocks by project and shelf. */
  write(bodies: readonly { readonly place: BodyPlace; readonly body: Body }[]): void;
  /**
   * After rows were removed: blocks of one project and shelf none of whose rows is left go, unless others are packed against
   * them; `erase` takes the bodies of removed rows out of their blocks at once.
   * @param removed row numbers, ascending
   * @param left rows that are left from one number to another, ascending
   */
  remove(
    place: { readonly project: number; readonly shelf: number },
    removed: readonly number[],
    left: (first: number, last: number) => readonly number[],
    erase: boolean,
  ): void;
  /** Null where the row's block is lost. */
  read(place: BodyPlace): Body | null;
  /** After a rollback: blocks written in it do not exist. */
  forget(): void;
  /** Projects and shelves that hold blocks too small to be left so. */
  unsealed(): readonly { readonly project: number; readonly shelf: number }[];
  /** Packs the small blocks of one project and shelf into blocks of 64 to 128 rows, each step `within` a transaction of its own. */
  repack(project: number, shelf: number, within: (step: () => void) => void): void;
}

interface PackedBlock {
  readonly first_seq: number;
  readonly base: number | null;
  readonly data: Uint8Array;
}

export function openBodies(database: DatabaseSync): Bodies {
  const insert = database.prepare(
    "INSERT INTO blocks (project, day, first_seq, last_seq, rows, bytes, base, data) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
  );
  const remove = database.prepare("DELETE FROM blocks WHERE block = ?");
  const clear = database.prepare("DELETE FROM blocks WHERE first_seq >= ?");
  const locate = database.prepare(
    "SELECT block, last_seq FROM blocks WHERE project = ? AND day = ? AND first_seq <= ? ORDER BY first_seq DESC LIMIT 1",
  );
  const load = database.prepare("SELECT first_seq, base, data FROM blocks WHERE block = ?");
  const baseOf = database.prepare(`SELECT block FROM blocks WHERE project = ? AND day = ? AND ${BASE_BLOCK} LIMIT 1`);
  const small = database.prepare(`SELECT project, day AS shelf FROM blocks WHERE ${SMALL_BLOCK} GROUP BY project, day`);
  const neighbours = database.prepare(
    "SELECT block, rows, bytes, base FROM blocks WHERE project = ? AND day = ? ORDER BY first_seq",
  );
  const remembered = new Map<number, Block>();
  let rememberedBytes = 0;

  const forgetBlock = (block: number): void => {
    rememberedBytes -= remembered.get(block)?.bytes ?? 0;
    remembered.delete(block);
  };
  const remember = (block: number, unpackedBlock: Block): void => {
    forgetBlock(block);
    remembered.set(block, unpackedBlock);
    rememberedBytes += unpackedBlock.bytes;
    for (const oldest of remembered.keys()) {
      if (rememberedBytes <= REMEMBERED_BYTES || oldest === block) break;
      forgetBlock(oldest);
    }
  };

  /** Null where the block is gone. @param base what it is packed against, where that is gone already */
  const unpacked = (block: number, base?: Block): Block | null => {
    let found = remembered.get(block) ?? null;
    if (found === null) {
      const packed = load.get(block) as PackedBlock | undefined;
      if (packed === undefined) return null;
      const against = packed.base === null ? null : (base ?? unpacked(packed.base));
      found = unpackBlock(packed.data, packed.first_seq, against?.dictionary);
    }
    remember(block, found);
    return found;
  };

  const put = (project: number, shelf: number, seqs: readonly number[], bodies: readonly Body[]): void => {
    const sizes = bodies.map(bytesOf);
    for (const [from, to] of splitIntoBlocks(sizes)) {
      const part = seqs.slice(from, to);
      const bytes = sizes.slice(from, to).reduce((sum, size) => sum + size, 0);
      const against = isLarge(part.length, bytes)
        ? (baseOf.get(project, shelf) as { block: number } | undefined)?.block
        : undefined;
      const data = packBlock(
        part,
        bodies.slice(from, to),
        against === undefined ? undefined : unpacked(against)?.dictionary,
      );
      insert.run(project, shelf, part[0] as number, part.at(-1) as number, part.length, bytes, against ?? null, data);
    }
  };

  return {
    clearFrom: (seq) => void clear.run(seq),
    write(bodies) {
      for (const [key, group] of Map.groupBy(bodies, ({ place }) => `${place.project} ${place.shelf}`)) {
        const [project, shelf] = key.split(" ").map(Number) as [number, number];
        put(
          project,
          shelf,
          group.map(({ place }) => place.seq),
          group.map(({ body }) => body),
        );
      }
    },
    remove: openBodiesRemoval(database, {
      take(block, against) {
        const taken = unpacked(block, against);
        remove.run(block);
        forgetBlock(block);
        return taken;
      },
      drop(block) {
        remove.run(block);
        forgetBlock(block);
      },
      put,
    }),
    read({ project, shelf, seq }) {
      // Sealing in another process may replace the block between two reads: what was asked for then stands in its successor.
      for (let attempt = 0; attempt < 2; attempt++) {
        const found = locate.get(project, shelf, seq) as { block: number; last_seq: number } | undefined;
        if (found === undefined || found.last_seq < seq) return null;
        const block = unpacked(found.block);
        if (block === null) continue;
        const position = positionOf(block.seqs, seq);
        return position < 0 ? null : block.body(position);
      }
      return null;
    },
    forget() {
      remembered.clear();
      rememberedBytes = 0;
    },
    unsealed: () => small.all() as unknown as { project: number; shelf: number }[],
    repack(project, shelf, within) {
      const all = neighbours.all(project, shelf) as unknown as {
        block: number;
        rows: number;
        bytes: number;
        base: number | null;
      }[];
      const packable = all.map(({ block, rows, bytes, base: against }) => {
        const fill = fillOf(rows, bytes);
        return { block, fill, fixed: fill >= 0.5 && against === null };
      });
      for (const run of runsToPack(packable))
        within(() => {
          const blocks = run.map(({ block }) => unpacked(block));
          if (!blocks.every((block) => block !== null)) return;
          for (const { block } of run) {
            remove.run(block);
            forgetBlock(block);
          }
          put(
            project,
            shelf,
            blocks.flatMap(({ seqs }) => seqs),
            blocks.flatMap(({ seqs, body }) => seqs.map((_, position) => body(position))),
          );
        });
    },
  };
}

function positionOf(seqs: readonly number[], seq: number): number {
  let low = 0;
  let high = seqs.length - 1;
  while (low <= high) {
    const middle = (low + high) >> 1;
    const found = seqs[middle] as number;
    if (found === seq) return middle;
    if (found < seq) low = middle + 1;
    else high = middle - 1;
  }
  return -1;
}
