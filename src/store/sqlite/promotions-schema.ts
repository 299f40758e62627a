/** Promotions and watches. */
export const PROMOTIONS_SCHEMA = `
CREATE TABLE promotions (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  experiment TEXT NOT NULL,
  scope TEXT NOT NULL,
  scope_id TEXT NOT NULL,
  promotion TEXT NOT NULL
);
CREATE INDEX promotions_experiment ON promotions (experiment);
CREATE INDEX promotions_scope ON promotions (scope, scope_id);
CREATE TABLE watches (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  promotion TEXT NOT NULL,
  watch TEXT NOT NULL
);
CREATE TABLE watch_states (
  number INTEGER PRIMARY KEY,
  watch TEXT NOT NULL,
  at NUMERIC NOT NULL,
  state TEXT NOT NULL,
  details TEXT NOT NULL
);
CREATE INDEX watch_states_watch ON watch_states (watch, number);
CREATE TABLE watch_tallies (watch TEXT PRIMARY KEY, tally TEXT NOT NULL);
`;
