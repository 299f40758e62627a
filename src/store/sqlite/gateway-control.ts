import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { EndpointDefinition } from "../../core/endpoint.ts";
import type {
  EndpointSession,
  GatewayControl,
  Role,
  Scope,
  StoredAttachment,
  StoredEndpoint,
  StoredKey,
  StoredProject,
} from "../gateway-control.ts";
import { openAuditLog } from "./audit.ts";
import { transaction } from "./database.ts";

type Row = Record<string, SQLOutputValue>;

/** The gateway's control data over the control database. */
export function openGatewayControl(database: DatabaseSync): GatewayControl {
  const projects = database.prepare("SELECT * FROM projects ORDER BY name");
  const putProject = database.prepare(
    "INSERT OR REPLACE INTO projects (name, created_at, retention_days, redact) VALUES (?, ?, ?, ?)",
  );
  const keys = database.prepare("SELECT * FROM keys ORDER BY created_at, id");
  const putKey = database.prepare(
    `INSERT OR REPLACE INTO keys (id, name, hash, prefix, role, project, endpoint, budget_usd_per_day, expires_at, revoked_at, created_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const revokeKey = database.prepare("UPDATE keys SET revoked_at = ? WHERE id = ? AND revoked_at IS NULL");
  const addEndpoint = database.prepare(
    `INSERT INTO endpoints (project, name, version, definition, created_at, note)
     SELECT ?1, ?2, coalesce(max(version), 0) + 1, ?3, ?4, ?5 FROM endpoints WHERE project = ?1 AND name = ?2 RETURNING *`,
  );
  const newestEndpoint = database.prepare(
    "SELECT * FROM endpoints WHERE project = ? AND name = ? ORDER BY version DESC LIMIT 1",
  );
  const endpointVersion = database.prepare("SELECT * FROM endpoints WHERE project = ? AND name = ? AND version = ?");
  const endpoints = database.prepare(
    `SELECT * FROM endpoints AS e WHERE version = (SELECT max(version) FROM endpoints WHERE project = e.project AND name = e.name)
     ORDER BY project, name`,
  );
  const attach = database.prepare(
    "INSERT INTO attachments (scope, scope_id, config, version, attached_at, actor) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const attachments = database.prepare(
    `SELECT * FROM attachments WHERE number IN (SELECT max(number) FROM attachments GROUP BY scope, scope_id)
     ORDER BY scope, scope_id`,
  );
  const history = database.prepare("SELECT * FROM attachments WHERE scope = ? AND scope_id = ? ORDER BY number DESC");
  const touch = database.prepare(
    `INSERT INTO endpoint_sessions (project, endpoint, session, first_at, last_at, requests) VALUES (?, ?, ?, ?, ?, ?)
     ON CONFLICT DO UPDATE SET first_at = min(first_at, excluded.first_at), last_at = max(last_at, excluded.last_at),
     requests = requests + excluded.requests`,
  );
  const sessions = database.prepare(
    "SELECT * FROM endpoint_sessions WHERE project = ? AND endpoint = ? ORDER BY last_at DESC, session LIMIT ?",
  );
  const spent = database.prepare("SELECT usd FROM key_spend WHERE key = ? AND day = ?");
  const addSpend = database.prepare(
    "INSERT INTO key_spend (key, day, usd) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET usd = usd + excluded.usd",
  );
  const revision = database.prepare("SELECT number FROM revision");

  return {
    ...openAuditLog(database),
    projects: () => projects.all().map(projectOf),
    putProject: ({ name, created_at: at, retention_days: days, redact }) =>
      void putProject.run(name, at, days, JSON.stringify(redact)),
    keys: () => keys.all().map(keyOf),
    putKey: (key) =>
      void putKey.run(
        key.id,
        key.name,
        key.hash,
        key.prefix,
        key.role,
        key.project,
        key.endpoint,
        key.budget_usd_per_day,
        key.expires_at,
        key.revoked_at,
        key.created_at,
      ),
    revokeKey: (id, at) => revokeKey.run(at, id).changes === 1,
    addEndpoint: ({ project, name, definition, created_at: at, note }) =>
      transaction(database, () =>
        endpointOf(addEndpoint.get(project, name, JSON.stringify(definition), at, note) as Row),
      ),
    endpoint(project, name, version) {
      const row =
        version === undefined ? newestEndpoint.get(project, name) : endpointVersion.get(project, name, version);
      return row === undefined ? null : endpointOf(row);
    },
    endpoints: () => endpoints.all().map(endpointOf),
    attach: (one) => void attach.run(one.scope, one.scope_id, one.config, one.version, one.attached_at, one.actor),
    attachments: () => attachments.all().map(attachmentOf),
    attachmentHistory: (scope, scopeId) => history.all(scope, scopeId).map(attachmentOf),
    touchSessions: (seen) =>
      transaction(database, () => {
        for (const one of seen)
          touch.run(one.project, one.endpoint, one.session, one.first_at, one.last_at, one.requests);
      }),
    sessions: (project, endpoint, limit) => sessions.all(project, endpoint, limit).map(sessionOf),
    spent: (key, day) => (spent.get(key, day)?.["usd"] as number | undefined) ?? 0,
    addSpend: (spend) =>
      transaction(database, () => {
        for (const { key, day, usd } of spend) addSpend.run(key, day, usd);
      }),
    revision: () => (revision.get() as { number: number }).number,
  };
}

function projectOf(row: Row): StoredProject {
  return {
    name: row["name"] as string,
    created_at: row["created_at"] as number,
    retention_days: row["retention_days"] as number | null,
    redact: JSON.parse(row["redact"] as string) as StoredProject["redact"],
  };
}

function keyOf(row: Row): StoredKey {
  return {
    id: row["id"] as string,
    name: row["name"] as string,
    hash: row["hash"] as string,
    prefix: row["prefix"] as string,
    role: row["role"] as Role,
    project: row["project"] as string,
    endpoint: row["endpoint"] as string | null,
    budget_usd_per_day: row["budget_usd_per_day"] as number | null,
    expires_at: row["expires_at"] as number | null,
    revoked_at: row["revoked_at"] as number | null,
    created_at: row["created_at"] as number,
  };
}

function endpointOf(row: Row): StoredEndpoint {
  return {
    project: row["project"] as string,
    name: row["name"] as string,
    version: row["version"] as number,
    definition: JSON.parse(row["definition"] as string) as EndpointDefinition,
    created_at: row["created_at"] as number,
    note: row["note"] as string | null,
  };
}

function attachmentOf(row: Row): StoredAttachment {
  return {
    scope: row["scope"] as Scope,
    scope_id: row["scope_id"] as string,
    config: row["config"] as string | null,
    version: row["version"] as number | null,
    attached_at: row["attached_at"] as number,
    actor: row["actor"] as string,
  };
}

function sessionOf(row: Row): EndpointSession {
  return {
    project: row["project"] as string,
    endpoint: row["endpoint"] as string,
    session: row["session"] as string,
    first_at: row["first_at"] as number,
    last_at: row["last_at"] as number,
    requests: row["requests"] as number,
  };
}
