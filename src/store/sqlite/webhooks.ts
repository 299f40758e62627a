import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { Delivery, EndedRun, StoredEvent, StoredWebhook, Webhooks } from "../webhooks.ts";
import { transaction } from "./database.ts";

type Row = Record<string, SQLOutputValue>;

/** Webhooks, and the outbox: events, and each on its way to each address. */
export const WEBHOOKS_SCHEMA = `
CREATE TABLE webhooks (
  number INTEGER PRIMARY KEY,
  id TEXT NOT NULL UNIQUE,
  url TEXT NOT NULL,
  events TEXT NOT NULL,
  secret_env TEXT,
  allow_private INTEGER NOT NULL,
  created_at NUMERIC NOT NULL,
  actor TEXT NOT NULL
);
CREATE TABLE webhook_events (id TEXT PRIMARY KEY, type TEXT NOT NULL, at NUMERIC NOT NULL, data TEXT NOT NULL);
CREATE INDEX webhook_events_at ON webhook_events (at);
CREATE TABLE webhook_deliveries (
  number INTEGER PRIMARY KEY,
  webhook TEXT NOT NULL,
  event TEXT NOT NULL,
  state TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_at NUMERIC,
  ended_at NUMERIC,
  message TEXT,
  UNIQUE (event, webhook)
);
CREATE INDEX webhook_deliveries_next ON webhook_deliveries (next_at) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_ended ON webhook_deliveries (ended_at) WHERE ended_at IS NOT NULL;
CREATE TABLE webhook_progress (run_event INTEGER NOT NULL);
INSERT INTO webhook_progress SELECT coalesce(max(number), 0) FROM run_events;
`;

/** Webhooks over the control database. */
export function openWebhooks(database: DatabaseSync): Webhooks {
  const add = database.prepare(
    "INSERT INTO webhooks (id, url, events, secret_env, allow_private, created_at, actor) VALUES (?, ?, ?, ?, ?, ?, ?)",
  );
  const remove = database.prepare("DELETE FROM webhooks WHERE id = ?");
  const dropDeliveries = database.prepare("DELETE FROM webhook_deliveries WHERE webhook = ?");
  const one = database.prepare("SELECT * FROM webhooks WHERE id = ?");
  const all = database.prepare("SELECT * FROM webhooks ORDER BY number");
  const addEvent = database.prepare("INSERT OR IGNORE INTO webhook_events VALUES (?, ?, ?, ?)");
  const spread = database.prepare(
    `INSERT INTO webhook_deliveries (webhook, event, state, attempts, next_at)
     SELECT id, ?1, 'waiting', 0, ?2 FROM webhooks
     WHERE created_at <= ?2 AND EXISTS (SELECT 1 FROM json_each(events) WHERE value = ?3) ORDER BY number`,
  );
  const joined = "SELECT d.*, e.type, e.at, e.data FROM webhook_deliveries d JOIN webhook_events e ON e.id = d.event";
  const due = database.prepare(
    `${joined} WHERE d.state = 'waiting' AND d.next_at <= ? ORDER BY d.next_at, d.number LIMIT ?`,
  );
  const hold = database.prepare("UPDATE webhook_deliveries SET next_at = ?2 WHERE number = ?1");
  const end = database.prepare(
    "UPDATE webhook_deliveries SET state = ?, attempts = attempts + 1, next_at = ?, ended_at = ?, message = ? WHERE number = ?",
  );
  const deliveries = database.prepare(
    `${joined} WHERE (?1 IS NULL OR d.webhook = ?1) AND (?2 IS NULL OR d.state = ?2) ORDER BY d.number DESC LIMIT ?3`,
  );
  const forget = database.prepare(
    "DELETE FROM webhook_deliveries WHERE number IN (SELECT number FROM webhook_deliveries WHERE ended_at < ? LIMIT ?)",
  );
  const forgetEvents = database.prepare(
    `DELETE FROM webhook_events WHERE id IN (
       SELECT id FROM webhook_events e WHERE at < ?1 AND NOT EXISTS (SELECT 1 FROM webhook_deliveries WHERE event = e.id) LIMIT ?2)`,
  );
  const ended = database.prepare(
    `SELECT e.number, r.id AS run, r.kind, r.parent, e.at, e.details FROM run_events e JOIN runs r ON r.number = e.run
     WHERE e.kind = 'ended' AND e.number > (SELECT run_event FROM webhook_progress) ORDER BY e.number LIMIT ?`,
  );
  const passed = database.prepare("UPDATE webhook_progress SET run_event = max(run_event, ?)");

  return {
    addWebhook: ({ id, url, events, secret_env: secret, allow_private: open, created_at: at, actor }) =>
      void add.run(id, url, JSON.stringify(events), secret, Number(open), at, actor),
    removeWebhook: (id) =>
      transaction(database, () => {
        dropDeliveries.run(id);
        return remove.run(id).changes === 1;
      }),
    webhook(id) {
      const row = one.get(id);
      return row === undefined ? null : webhookOf(row);
    },
    webhooks: () => all.all().map(webhookOf),
    putEvent: ({ id, type, at, data }) =>
      transaction(database, () => {
        if (addEvent.run(id, type, at, JSON.stringify(data)).changes === 0) return false;
        spread.run(id, at, type);
        return true;
      }),
    takeDeliveries: (now, until, limit) =>
      transaction(database, () => {
        const rows = due.all(now, limit);
        for (const { number } of rows) hold.run(number as number, until);
        return rows.map(deliveryOf);
      }),
    endAttempt(delivery, { at, delivered, next_at: next, message }) {
      const state = delivered ? "delivered" : next === null ? "dead" : "waiting";
      end.run(state, delivered ? null : next, state === "waiting" ? null : at, message, delivery);
    },
    deliveries: ({ webhook, state }, limit) => deliveries.all(webhook ?? null, state ?? null, limit).map(deliveryOf),
    forgetDeliveries: (before, limit) =>
      transaction(database, () => {
        const dropped = Number(forget.run(before, limit).changes);
        forgetEvents.run(before, limit);
        return dropped;
      }),
    endedRuns: (limit) =>
      ended
        .all(limit)
        .map((row) => ({ ...row, details: JSON.parse(row["details"] as string) as object }) as unknown as EndedRun),
    passed: (number) => void passed.run(number),
  };
}

function webhookOf({ number: _number, ...row }: Row): StoredWebhook {
  const events = JSON.parse(row["events"] as string) as StoredWebhook["events"];
  return { ...row, events, allow_private: row["allow_private"] === 1 } as unknown as StoredWebhook;
}

function deliveryOf({ type, at, data, event, ...row }: Row): Delivery {
  return {
    ...row,
    event: { id: event, type, at, data: JSON.parse(data as string) } as StoredEvent,
  } as unknown as Delivery;
}
