/** Control data of the gateway. `revision` grows with every change that what is served depends on: triggers see to it, whoever changes it. */
export const GATEWAY_SCHEMA = `
CREATE TABLE projects (name TEXT PRIMARY KEY, created_at NUMERIC NOT NULL, retention_days NUMERIC, redact TEXT NOT NULL);
CREATE TABLE keys (
  id TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  hash TEXT NOT NULL UNIQUE,
  prefix TEXT NOT NULL,
  role TEXT NOT NULL,
  project TEXT NOT NULL,
  endpoint TEXT,
  budget_usd_per_day NUMERIC,
  expires_at NUMERIC,
  revoked_at NUMERIC,
  created_at NUMERIC NOT NULL
);
CREATE TABLE endpoints (
  project TEXT NOT NULL,
  name TEXT NOT NULL,
  version INTEGER NOT NULL,
  definition TEXT NOT NULL,
  created_at NUMERIC NOT NULL,
  note TEXT,
  PRIMARY KEY (project, name, version)
);
CREATE TABLE attachments (
  number INTEGER PRIMARY KEY,
  scope TEXT NOT NULL,
  scope_id TEXT NOT NULL,
  config TEXT,
  version INTEGER,
  attached_at NUMERIC NOT NULL,
  actor TEXT NOT NULL
);
CREATE INDEX attachments_scope ON attachments (scope, scope_id, number);
CREATE TABLE audit (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  at NUMERIC NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  details TEXT NOT NULL
);
CREATE INDEX audit_at ON audit (at);
CREATE TABLE endpoint_sessions (
  project TEXT NOT NULL,
  endpoint TEXT NOT NULL,
  session TEXT NOT NULL,
  first_at NUMERIC NOT NULL,
  last_at NUMERIC NOT NULL,
  requests INTEGER NOT NULL,
  PRIMARY KEY (project, endpoint, session)
);
CREATE TABLE key_spend (key TEXT NOT NULL, day TEXT NOT NULL, usd REAL NOT NULL, PRIMARY KEY (key, day));
CREATE TABLE revision (number INTEGER NOT NULL);
INSERT INTO revision VALUES (0);
${["projects", "keys", "endpoints", "attachments", "configs"]
  .flatMap((table) =>
    ["INSERT", "UPDATE", "DELETE"].map(
      (change) =>
        `CREATE TRIGGER revision_${table}_${change.toLowerCase()} AFTER ${change} ON ${table} BEGIN UPDATE revision SET number = number + 1; END;`,
    ),
  )
  .join("\n")}
`;
