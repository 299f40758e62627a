import { GATEWAY_SCHEMA } from "./gateway-schema.ts";
import { RUNS_SCHEMA } from "./runs-schema.ts";
import { PROMOTIONS_SCHEMA } from "./promotions-schema.ts";
import { SCHEDULES_SCHEMA } from "./schedules.ts";
import { SHADOW_SCHEMA } from "./shadow-schema.ts";
import { WEBHOOKS_SCHEMA } from "./webhooks.ts";

export const CONTROL_MIGRATIONS: readonly string[] = [
  `
CREATE TABLE configs (
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  policy TEXT NOT NULL,
  draft INTEGER NOT NULL,
  created_at NUMERIC NOT NULL,
  note TEXT,
  PRIMARY KEY (name, version)
);
CREATE TABLE experiments (
  id TEXT PRIMARY KEY,
  created_at NUMERIC NOT NULL,
  mode TEXT NOT NULL,
  request TEXT NOT NULL,
  result TEXT NOT NULL,
  facts_id TEXT NOT NULL
);
CREATE INDEX experiments_created_at ON experiments (created_at);
CREATE TABLE facts (facts_id TEXT PRIMARY KEY, cut_at NUMERIC NOT NULL, facts BLOB NOT NULL);
CREATE TABLE imports (
  id TEXT PRIMARY KEY,
  created_at NUMERIC NOT NULL,
  file TEXT NOT NULL,
  format TEXT NOT NULL,
  summary TEXT NOT NULL
);
CREATE INDEX imports_created_at ON imports (created_at);
`,
  GATEWAY_SCHEMA,
  RUNS_SCHEMA,
  `
CREATE TABLE lessons (
  number INTEGER PRIMARY KEY,
  run TEXT NOT NULL,
  at NUMERIC NOT NULL,
  estimand TEXT NOT NULL,
  baseline TEXT NOT NULL,
  candidate TEXT NOT NULL,
  sums TEXT NOT NULL,
  UNIQUE (run, baseline, candidate)
);
`,
  PROMOTIONS_SCHEMA,
  SCHEDULES_SCHEMA,
  WEBHOOKS_SCHEMA,
  SHADOW_SCHEMA,
];
