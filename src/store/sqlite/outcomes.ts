import type { DatabaseSync } from "node:sqlite";
import type { SuppliedOutcome, Traffic } from "../traffic.ts";
import { decodeId } from "./identity.ts";
import type { Strings } from "./strings.ts";

interface OutcomeRow {
  readonly seq: number;
  readonly request_id: Uint8Array | string;
  readonly source: number;
  readonly value: number | string;
}

/** @param seqOf the row of a request id or source id */
export function openOutcomes(
  database: DatabaseSync,
  strings: Strings,
  seqOf: (id: string) => number | null,
  write: <T>(work: () => T) => T,
): Pick<Traffic, "putOutcomes" | "outcomes" | "outcomeNames"> {
  const insert = database.prepare("INSERT OR REPLACE INTO outcomes (name, seq, source, value) VALUES (?, ?, ?, ?)");
  const names = database.prepare("SELECT DISTINCT name FROM outcomes");
  const select = `SELECT outcomes.seq AS seq, request_id, outcomes.source AS source, value
    FROM outcomes JOIN exchanges ON exchanges.seq = outcomes.seq WHERE name = ? ORDER BY outcomes.seq, outcomes.source`;

  return {
    putOutcomes: (outcomes) =>
      write(() => {
        const unknown: string[] = [];
        for (const { request_id: id, name, source, value } of outcomes) {
          const seq = seqOf(id);
          if (seq === null) unknown.push(id);
          else insert.run(strings.intern("outcome_name", name), seq, strings.intern("outcome_source", source), value);
        }
        return { stored: outcomes.length - unknown.length, unknown };
      }),
    *outcomes(name): Iterable<SuppliedOutcome & { readonly seq: number }> {
      const code = strings.find("outcome_name", name);
      if (code === null) return;
      for (const row of database.prepare(select).iterate(code)) {
        const { seq, request_id: id, source, value } = row as unknown as OutcomeRow;
        yield { seq, request_id: decodeId(id), name, value, source: strings.text("outcome_source", source) };
      }
    },
    outcomeNames: () =>
      names
        .all()
        .map((row) => strings.text("outcome_name", row["name"] as number))
        .toSorted(),
  };
}
