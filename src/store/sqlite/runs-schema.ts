/** Runs: what was asked and its units never change, calls, settlements, results and events are only added; one lease a run. */
export const RUNS_SCHEMA = `
CREATE TABLE runs (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  parent TEXT,
  created_at NUMERIC NOT NULL,
  actor TEXT NOT NULL,
  cap_usd REAL NOT NULL,
  definition BLOB NOT NULL,
  units INTEGER NOT NULL
);
CREATE INDEX runs_created_at ON runs (created_at);
CREATE INDEX runs_parent ON runs (parent) WHERE parent IS NOT NULL;
CREATE TABLE run_units (
  run INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  key TEXT NOT NULL,
  data BLOB NOT NULL,
  erased INTEGER NOT NULL DEFAULT 0,
  UNIQUE (run, ordinal),
  UNIQUE (run, key)
);
CREATE TABLE run_calls (
  call INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  at NUMERIC NOT NULL,
  usd REAL NOT NULL
);
CREATE INDEX run_calls_run ON run_calls (run, ordinal, usd);
CREATE TABLE run_settlements (call INTEGER PRIMARY KEY, at NUMERIC NOT NULL, usd REAL NOT NULL);
CREATE TABLE run_results (
  run INTEGER NOT NULL,
  ordinal INTEGER NOT NULL,
  at NUMERIC NOT NULL,
  result BLOB NOT NULL,
  UNIQUE (run, ordinal)
);
CREATE TABLE run_events (
  number INTEGER PRIMARY KEY,
  run INTEGER NOT NULL,
  at NUMERIC NOT NULL,
  kind TEXT NOT NULL,
  details TEXT NOT NULL
);
CREATE INDEX run_events_run ON run_events (run, number);
CREATE TABLE run_leases (run INTEGER PRIMARY KEY, worker TEXT NOT NULL, until NUMERIC NOT NULL);
`;
