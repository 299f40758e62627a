/**
 * Shadow runs, their comparisons, and mirrors. What people ask SQL for stands in columns; what is long is JSON text, zstd where it is
 * large. A mirror that changes grows the revision, as everything does that a gateway serves by.
 */
export const SHADOW_SCHEMA = `
CREATE TABLE shadow_runs (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  origin TEXT NOT NULL,
  created_at NUMERIC NOT NULL,
  finished_at NUMERIC,
  project TEXT,
  endpoint TEXT,
  mirror TEXT,
  pack_name TEXT,
  pack_hash TEXT,
  primary_target TEXT NOT NULL,
  candidate TEXT NOT NULL,
  repeat INTEGER NOT NULL,
  source TEXT NOT NULL,
  verdict TEXT NOT NULL,
  summary TEXT NOT NULL
);
CREATE INDEX shadow_runs_created_at ON shadow_runs (created_at, id);
CREATE INDEX shadow_runs_mirror ON shadow_runs (mirror) WHERE mirror IS NOT NULL AND finished_at IS NULL;
CREATE TABLE shadow_comparisons (
  run TEXT NOT NULL,
  number INTEGER NOT NULL,
  created_at NUMERIC NOT NULL,
  contract TEXT,
  case_id TEXT,
  trial INTEGER NOT NULL,
  comparable INTEGER NOT NULL,
  incomparable_reason TEXT,
  redacted INTEGER NOT NULL,
  result TEXT,
  critical_loss INTEGER NOT NULL,
  differs INTEGER NOT NULL,
  primary_request TEXT,
  shadow_request TEXT,
  primary_side TEXT NOT NULL,
  shadow_side TEXT NOT NULL,
  steps TEXT NOT NULL,
  findings BLOB NOT NULL,
  differences BLOB NOT NULL,
  primary_answer BLOB,
  shadow_answer BLOB,
  PRIMARY KEY (run, number)
);
CREATE INDEX shadow_comparisons_primary ON shadow_comparisons (primary_request) WHERE primary_request IS NOT NULL;
CREATE INDEX shadow_comparisons_shadow ON shadow_comparisons (shadow_request) WHERE shadow_request IS NOT NULL;
CREATE TABLE shadow_mirrors (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  project TEXT NOT NULL,
  endpoint TEXT,
  policy TEXT NOT NULL,
  candidate TEXT NOT NULL,
  share REAL NOT NULL,
  salt TEXT NOT NULL,
  max_usd_per_day REAL NOT NULL,
  timeout_ms NUMERIC NOT NULL,
  concurrency INTEGER NOT NULL,
  contracts TEXT NOT NULL,
  pack TEXT,
  state TEXT NOT NULL,
  created_at NUMERIC NOT NULL,
  actor TEXT NOT NULL
);
CREATE TABLE shadow_mirror_spend (
  mirror TEXT NOT NULL,
  day TEXT NOT NULL,
  spent_usd REAL NOT NULL,
  reserved_usd REAL NOT NULL,
  PRIMARY KEY (mirror, day)
);
CREATE TABLE shadow_mirror_counts (
  mirror TEXT NOT NULL,
  day TEXT NOT NULL,
  outcome TEXT NOT NULL,
  requests INTEGER NOT NULL,
  PRIMARY KEY (mirror, day, outcome)
);
${["INSERT", "UPDATE", "DELETE"]
  .map(
    (change) =>
      `CREATE TRIGGER revision_shadow_mirrors_${change.toLowerCase()} AFTER ${change} ON shadow_mirrors BEGIN UPDATE revision SET number = number + 1; END;`,
  )
  .join("\n")}
`;
