/** Rows and unpacked bytes a block holds at most (a single larger body has a block of its own). */
export const BLOCK_ROWS = 128;
export const BLOCK_BYTES = 4 << 20;

/** A block that sealing should pack together with others, as a condition. */
export const SMALL_BLOCK = `(rows < ${BLOCK_ROWS / 2} AND bytes < ${BLOCK_BYTES / 2})`;
/** A block that others of its project and shelf are packed against. */
export const BASE_BLOCK = `base IS NULL AND NOT ${SMALL_BLOCK}`;

/**
 * `blocks`: bodies of up to 128 neighbouring rows of one project and shelf (the column `day`: see `shelfOf`), addressed by sequence
 * number, so that sealing never touches rows. `base` is the block a block is packed against: the first large one of its project and shelf, which stays
 * as it is while others need it. `segments`: sealed columns, one BLOB each.
 */
export const BODIES_MIGRATIONS: readonly string[] = [
  `
CREATE TABLE blocks (
  block INTEGER PRIMARY KEY AUTOINCREMENT,
  project INTEGER NOT NULL,
  day INTEGER NOT NULL,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  base INTEGER,
  data BLOB NOT NULL
);
CREATE UNIQUE INDEX blocks_place ON blocks (project, day, first_seq);
CREATE INDEX blocks_first_seq ON blocks (first_seq);
CREATE INDEX blocks_small ON blocks (project, day) WHERE ${SMALL_BLOCK};
CREATE INDEX blocks_base ON blocks (project, day) WHERE ${BASE_BLOCK};
CREATE TABLE segments (
  segment INTEGER PRIMARY KEY AUTOINCREMENT,
  first_seq INTEGER NOT NULL,
  last_seq INTEGER NOT NULL,
  rows INTEGER NOT NULL,
  oldest REAL NOT NULL,
  newest REAL NOT NULL
);
CREATE TABLE segment_columns (
  segment INTEGER NOT NULL,
  name TEXT NOT NULL,
  codec INTEGER NOT NULL,
  data BLOB NOT NULL
);
CREATE UNIQUE INDEX segment_columns_place ON segment_columns (segment, name);
`,
];
