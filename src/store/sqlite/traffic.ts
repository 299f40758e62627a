import type { DatabaseSync } from "node:sqlite";
import { SEGMENT_ROWS } from "../../replay/frame.ts";
import type { Exchange } from "../../core/exchange.ts";
import type { Traffic } from "../traffic.ts";
import { NO_BODY, PART, type Body } from "./block.ts";
import { openBodies, type BodyPlace } from "./bodies.ts";
import { checkpoint, syncLog, transaction } from "./database.ts";
import { compileFilter } from "./filter.ts";
import { openFrame } from "./frame.ts";
import { openOutcomes } from "./outcomes.ts";
import { AT, type Stored } from "./row-columns.ts";
import { bodyOf, decodeRow, encodeRow, requestIdOf } from "./row.ts";
import { openRows } from "./rows.ts";
import { openSegments } from "./segments.ts";
import { sealSegments } from "./seal.ts";
import { openStrings } from "./strings.ts";

/** Traffic over two open databases: rows in one, bodies and segments in the other. */
export function openTraffic(traffic: DatabaseSync, bodies: DatabaseSync, bytesOnDisk: () => number): Traffic {
  const strings = openStrings(traffic);
  const rows = openRows(traffic);
  const blocks = openBodies(bodies);
  const segments = openSegments(bodies);

  /** Holds the write lock; what a transaction that fails handed out is forgotten. */
  const write = <T>(work: () => T): T => {
    try {
      return transaction(traffic, work);
    } catch (error) {
      strings.forget();
      blocks.forget();
      throw error;
    }
  };
  /** Bodies are committed before the rows that need them; what a crash in between leaves behind is cleared first. */
  const writeBodies = (next: number, work: () => void): void =>
    transaction(bodies, () => {
      blocks.clearFrom(next);
      segments.clearAfter(next - 1);
      work();
    });
  const repair = (step: () => void): void => write(() => writeBodies(rows.lastSeq() + 1, step));
  const seqOf = (id: string): number | null => rows.byRequestId(id) ?? rows.bySourceId(id);
  const whole = (row: readonly Stored[]): Exchange => {
    const body = blocks.read(placeOf(row));
    const exchange = decodeRow(row, strings, body ?? NO_BODY);
    return body === null ? { ...exchange, replayability: "body_missing" } : exchange;
  };
  /** A failure's words stand with the bodies. */
  const narrow = (row: readonly Stored[]): Exchange => {
    if (row[AT.failure_class] === null) return decodeRow(row, strings);
    const failure = blocks.read(placeOf(row))?.[PART.failure] ?? null;
    return decodeRow(row, strings, NO_BODY.with(PART.failure, failure));
  };

  return {
    append: (exchanges) =>
      write(() => {
        const first = rows.lastSeq() + 1;
        let seq = first;
        const packed: { place: BodyPlace; body: Body }[] = [];
        for (const exchange of exchanges) {
          const row = encodeRow(exchange, seq, strings);
          if (!rows.insert(row)) continue;
          packed.push({ place: placeOf(row), body: bodyOf(exchange) });
          seq++;
        }
        if (packed.length > 0) writeBodies(first, () => blocks.write(packed));
        return { inserted: packed.length, duplicates: exchanges.length - packed.length };
      }),
    sync() {
      syncLog(bodies);
      syncLog(traffic);
    },
    seal() {
      repair(() => {});
      for (const { project, day } of blocks.unsealed()) blocks.repack(project, day, repair);
      sealSegments(bodies, segments, rows, strings);
      bodies.exec("PRAGMA incremental_vacuum");
      checkpoint(bodies);
      checkpoint(traffic);
    },
    get(id) {
      const seq = seqOf(id);
      const row = seq === null ? null : rows.read(seq);
      return row === null ? null : whole(row);
    },
    bySeq: (seqs) =>
      seqs.flatMap((seq) => {
        const row = rows.read(seq);
        return row === null ? [] : [whole(row)];
      }),
    requestIds: (seqs) =>
      new Map(
        seqs.flatMap((seq) => {
          const row = rows.read(seq);
          return row === null ? [] : [[seq, requestIdOf(row)] as const];
        }),
      ),
    list(filter, limit) {
      const compiled = compileFilter(filter, strings);
      const listed: Exchange[] = [];
      if (compiled === null || limit <= 0) return listed;
      for (const row of rows.newestFirst(compiled.where, compiled.values)) {
        const exchange = narrow(row);
        if (compiled.accepts(exchange)) listed.push(exchange);
        if (listed.length >= limit) break;
      }
      return listed;
    },
    *export(filter) {
      const compiled = compileFilter(filter, strings);
      if (compiled === null) return;
      for (const seq of rows.oldestFirst(compiled.where, compiled.values)) {
        const row = rows.read(seq);
        const exchange = row === null ? null : whole(row);
        if (exchange !== null && compiled.accepts(exchange)) yield exchange;
      }
    },
    stats() {
      const sealed = segments.all();
      const sealed_rows = sealed.reduce((sum, segment) => sum + segment.rows, 0);
      return {
        ...rows.span(),
        rows: sealed_rows + rows.countAfter(sealed.at(-1)?.last_seq ?? 0),
        bytes_on_disk: bytesOnDisk(),
        sealed_rows,
      };
    },
    frame: (options = {}) =>
      openFrame(
        {
          strings,
          segments,
          runs() {
            const sealed = segments.all();
            return [...sealed, ...rows.runsAfter(sealed.at(-1)?.last_seq ?? 0, SEGMENT_ROWS)];
          },
          build: (run, group) => rows.columns(group, run.first_seq, run.last_seq, run.rows, strings),
        },
        options,
      ),
    ...openOutcomes(traffic, strings, seqOf, write),
    close() {
      traffic.close();
      bodies.close();
    },
  };
}

function placeOf(row: readonly Stored[]): BodyPlace {
  return { seq: row[AT.seq] as number, project: row[AT.project] as number, created_at: row[AT.created_at] as number };
}
