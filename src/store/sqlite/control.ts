import { zstdCompressSync, zstdDecompressSync } from "node:zlib";
import type { DatabaseSync, SQLOutputValue } from "node:sqlite";
import type { Control, StoredConfig, StoredExperiment, StoredImport } from "../control.ts";
import { openControlErasure } from "./control-erasure.ts";
import { transaction } from "./database.ts";
import { openGatewayControl } from "./gateway-control.ts";
import { openRuns } from "./runs.ts";
import { openSchedules } from "./schedules.ts";
import { openShadows } from "./shadow.ts";
import { openWebhooks } from "./webhooks.ts";
import { openLessons } from "./lessons.ts";
import { openPromotions } from "./promotions.ts";

type Row = Record<string, SQLOutputValue>;

export function openControl(database: DatabaseSync): Control {
  const addConfig = database.prepare(
    `INSERT INTO configs (name, version, policy, draft, created_at, note)
     SELECT ?1, coalesce(max(version), 0) + 1, ?2, ?3, ?4, ?5 FROM configs WHERE name = ?1 RETURNING *`,
  );
  const newest = database.prepare("SELECT * FROM configs WHERE name = ? ORDER BY version DESC LIMIT 1");
  const version = database.prepare("SELECT * FROM configs WHERE name = ? AND version = ?");
  const configs = database.prepare("SELECT * FROM configs WHERE draft <= ? ORDER BY name, version");
  const putExperiment = database.prepare(
    "INSERT OR REPLACE INTO experiments (id, created_at, mode, request, result, facts_id) VALUES (?, ?, ?, ?, ?, ?)",
  );
  const experiment = database.prepare("SELECT * FROM experiments WHERE id = ?");
  const experiments = database.prepare("SELECT * FROM experiments ORDER BY created_at DESC, id DESC LIMIT ?");
  const putFacts = database.prepare("INSERT OR REPLACE INTO facts (facts_id, cut_at, facts) VALUES (?, ?, ?)");
  const facts = database.prepare("SELECT * FROM facts WHERE facts_id = ?");
  const putImport = database.prepare(
    "INSERT OR REPLACE INTO imports (id, created_at, file, format, summary) VALUES (?, ?, ?, ?, ?)",
  );
  const imports = database.prepare("SELECT * FROM imports ORDER BY created_at DESC, id DESC LIMIT ?");

  return {
    ...openGatewayControl(database),
    runs: openRuns(database),
    ...openPromotions(database),
    schedules: openSchedules(database),
    webhooks: openWebhooks(database),
    shadows: openShadows(database),
    addConfig: ({ name, policy, draft = false, note = null, created_at: at }) =>
      transaction(database, () =>
        configOf(addConfig.get(name, JSON.stringify(policy), Number(draft), at, note) as Row),
      ),
    config(name, wanted) {
      const row = wanted === undefined ? newest.get(name) : version.get(name, wanted);
      return row === undefined ? null : configOf(row);
    },
    configs: ({ drafts = false } = {}) => configs.all(Number(drafts)).map(configOf),
    putExperiment: (put) =>
      void putExperiment.run(
        put.id,
        put.created_at,
        put.mode,
        JSON.stringify(put.request),
        JSON.stringify(put.result),
        put.facts_id,
      ),
    experiment(id) {
      const row = experiment.get(id);
      return row === undefined ? null : experimentOf(row);
    },
    experiments: (limit) => experiments.all(limit).map(experimentOf),
    putFacts: (put) => void putFacts.run(put.facts_id, put.cut_at, zstdCompressSync(JSON.stringify(put.facts))),
    facts(factsId) {
      const row = facts.get(factsId);
      if (row === undefined) return null;
      const text = zstdDecompressSync(row["facts"] as Uint8Array).toString();
      return {
        facts_id: row["facts_id"] as string,
        cut_at: row["cut_at"] as number,
        facts: JSON.parse(text) as unknown,
      };
    },
    ...openLessons(database),
    putImport: (put) => void putImport.run(put.id, put.created_at, put.file, put.format, JSON.stringify(put.summary)),
    imports: (limit) => imports.all(limit).map(importOf),
    eraseEndUser: openControlErasure(database),
    close: () => database.close(),
  };
}

function configOf(row: Row): StoredConfig {
  return {
    name: row["name"] as string,
    version: row["version"] as number,
    policy: JSON.parse(row["policy"] as string) as unknown,
    draft: row["draft"] === 1,
    created_at: row["created_at"] as number,
    note: row["note"] as string | null,
  };
}

function experimentOf(row: Row): StoredExperiment {
  return {
    id: row["id"] as string,
    created_at: row["created_at"] as number,
    mode: row["mode"] as StoredExperiment["mode"],
    request: JSON.parse(row["request"] as string) as unknown,
    result: JSON.parse(row["result"] as string) as unknown,
    facts_id: row["facts_id"] as string,
  };
}

function importOf(row: Row): StoredImport {
  return {
    id: row["id"] as string,
    created_at: row["created_at"] as number,
    file: row["file"] as string,
    format: row["format"] as string,
    summary: JSON.parse(row["summary"] as string) as unknown,
  };
}
