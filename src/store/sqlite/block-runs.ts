import { BLOCK_BYTES, BLOCK_ROWS } from "./bodies-schema.ts";

/** Sealing leaves no block emptier than this where it has neighbours to go with. */
const SMALL = 0.5;

interface Packable {
  /** 1 = as full as a block gets, by rows or by bytes. */
  readonly fill: number;
  /** Others are packed against it: it stays as it is. */
  readonly fixed: boolean;
}

/** How full a block is. */
export function fillOf(rows: number, bytes: number): number {
  return Math.max(rows / BLOCK_ROWS, bytes / BLOCK_BYTES);
}

/**
 * Neighbours to pack together: small blocks up to a full one, what is left over with the run before it, and a run too small
 * on its own with a large block beside it. Alone it stays, and so does one beside nothing but a fixed block.
 */
export function runsToPack<T extends Packable>(blocks: readonly T[]): T[][] {
  const runs: T[][] = [];
  let last: T[] | undefined;
  for (let at = 0; at < blocks.length;) {
    const block = blocks[at] as T;
    if (block.fill >= SMALL) {
      if (last?.at(-1) !== block) last = undefined;
      at++;
      continue;
    }
    const run: T[] = [];
    let fill = 0;
    for (let next = blocks[at]; next !== undefined && next.fill < SMALL && fill + next.fill <= 1; next = blocks[++at]) {
      run.push(next);
      fill += next.fill;
    }
    const before = blocks[at - run.length - 1];
    const after = blocks[at];
    if (fill < SMALL && last !== undefined) {
      last.push(...run);
      continue;
    }
    if (fill < SMALL && before?.fixed === false) run.unshift(before);
    else if (fill < SMALL && after?.fixed === false) run.push(after);
    last = run;
    runs.push(run);
  }
  return runs.filter((run) => run.length > 1);
}

/** Bounds that split bodies of these sizes into as few blocks as will hold them, evenly by rows between cuts by bytes. */
export function splitIntoBlocks(bytes: readonly number[]): [from: number, to: number][] {
  const cuts = [0];
  let sum = 0;
  for (const [row, size] of bytes.entries()) {
    if (row > (cuts.at(-1) as number) && sum + size > BLOCK_BYTES) {
      cuts.push(row);
      sum = 0;
    }
    sum += size;
  }
  return cuts.flatMap((start, index) => {
    const rows = (cuts[index + 1] ?? bytes.length) - start;
    const parts = Math.ceil(rows / BLOCK_ROWS);
    return Array.from({ length: parts }, (_, part): [number, number] => [
      start + Math.floor((part * rows) / parts),
      start + Math.floor(((part + 1) * rows) / parts),
    ]);
  });
}
