import type { DatabaseSync } from "node:sqlite";

/** Text columns stored as a code of their own dictionary. Stored by position: append only. */
export const STRING_KINDS = [
  "source",
  "project",
  "endpoint",
  "api_key",
  "end_user",
  "session",
  "tags",
  "model_requested",
  "model",
  "provider",
  "target",
  "strategy",
  "config",
  "facts_id",
  "finish_reason",
  "failure_code",
  "price_version",
  "outcome_name",
  "outcome_source",
] as const;
export type StringKind = (typeof STRING_KINDS)[number];

export const STRINGS_SQL = `
CREATE TABLE strings (kind INTEGER NOT NULL, code INTEGER NOT NULL, value TEXT NOT NULL, PRIMARY KEY (kind, code)) WITHOUT ROWID;
CREATE UNIQUE INDEX strings_value ON strings (kind, value);
`;

/** Texts to codes and back: codes count from 1 within a kind, null is 0 in columns and NULL in rows. */
export interface Strings {
  /** The code of a text, which is written down where it is new: inside a write transaction only. */
  intern(kind: StringKind, text: string): number;
  /** The code of a text that is known, else null. */
  find(kind: StringKind, text: string): number | null;
  text(kind: StringKind, code: number): string;
  /** All texts of a kind by code; position 0 is null. */
  dictionary(kind: StringKind): readonly (string | null)[];
  /** Writes something that says nothing over a text: its code stays taken. Inside a write transaction only. */
  erase(kind: StringKind, code: number): void;
  /** After a rollback: codes handed out in it do not exist. */
  forget(): void;
}

const REMOVED = "(removed)";
/** Texts of one kind kept in memory; beyond it the memory starts afresh, so that a log of unique users stays flat. */
const REMEMBERED = 50_000;

export function openStrings(database: DatabaseSync): Strings {
  const select = database.prepare("SELECT code FROM strings WHERE kind = ? AND value = ?");
  const selectText = database.prepare("SELECT value FROM strings WHERE kind = ? AND code = ?");
  const selectFrom = database.prepare("SELECT code, value FROM strings WHERE kind = ? AND code >= ? ORDER BY code");
  const next = database.prepare("SELECT coalesce(max(code), 0) + 1 AS code FROM strings WHERE kind = ?");
  const insert = database.prepare("INSERT INTO strings (kind, code, value) VALUES (?, ?, ?)");
  const overwrite = database.prepare(
    "UPDATE strings SET value = 'erased:' || lower(hex(randomblob(16))) WHERE kind = ? AND code = ?",
  );
  const codes = STRING_KINDS.map(() => new Map<string, number>());
  const texts = STRING_KINDS.map(() => new Map<number, string>());

  const find = (kind: StringKind, text: string): number | null => {
    const position = STRING_KINDS.indexOf(kind);
    const known = codes[position] as Map<string, number>;
    const code = known.get(text);
    if (code !== undefined) return code;
    const row = select.get(position, text) as { code: number } | undefined;
    return row === undefined ? null : remember(known, text, row.code);
  };

  return {
    find,
    intern(kind, text) {
      const found = find(kind, text);
      if (found !== null) return found;
      const position = STRING_KINDS.indexOf(kind);
      const { code } = next.get(position) as { code: number };
      insert.run(position, code, text);
      return remember(codes[position] as Map<string, number>, text, code);
    },
    text(kind, code) {
      const position = STRING_KINDS.indexOf(kind);
      const known = texts[position] as Map<number, string>;
      const text = known.get(code);
      if (text !== undefined) return text;
      const row = selectText.get(position, code) as { value: string } | undefined;
      // Its last row went between reading the row and reading its texts.
      if (row === undefined) return REMOVED;
      return remember(known, code, row.value);
    },
    dictionary(kind) {
      const all: (string | null)[] = [null];
      for (const row of selectFrom.iterate(STRING_KINDS.indexOf(kind), 1)) {
        const { code, value } = row as { code: number; value: string };
        while (all.length < code) all.push(null);
        all.push(value);
      }
      return all;
    },
    erase: (kind, code) => void overwrite.run(STRING_KINDS.indexOf(kind), code),
    forget() {
      for (const known of codes) known.clear();
      for (const known of texts) known.clear();
    },
  };
}

function remember<K, V>(known: Map<K, V>, key: K, value: V): V {
  if (known.size >= REMEMBERED) known.clear();
  known.set(key, value);
  return value;
}
