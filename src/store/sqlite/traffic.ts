import type { DatabaseSync } from "node:sqlite";
import { SEGMENT_ROWS } from "../../replay/frame.ts";
import type { Exchange } from "../../core/exchange.ts";
import type { ExchangeFilter, ListingOptions, ListingPlace, Traffic } from "../traffic.ts";
import { NO_BODY, PART, type Body } from "./block.ts";
import { openBodies, type BodyPlace } from "./bodies.ts";
import { checkpoint, syncLog, transaction } from "./database.ts";
import { openListing } from "./listing.ts";
import { compileFilter, type CompiledFilter } from "./filter.ts";
import { openFrame } from "./frame.ts";
import { gapsBetween, type Gap } from "./gaps.ts";
import { openOutcomes } from "./outcomes.ts";
import { openErasedUsers } from "./erased-users.ts";
import { openRemoval } from "./removal.ts";
import { AT, type Stored } from "./row-columns.ts";
import { bodyOf, decodeRow, encodeRow, requestIdOf } from "./row.ts";
import { openRows } from "./rows.ts";
import { openSegments, type SealedSegment } from "./segments.ts";
import { shelfOf } from "./shelf.ts";
import { sealSegments } from "./seal.ts";
import { openStrings } from "./strings.ts";

/** Traffic over two open databases: rows in one, bodies and segments in the other. */
export function openTraffic(traffic: DatabaseSync, bodies: DatabaseSync, bytesOnDisk: () => number): Traffic {
  const strings = openStrings(traffic);
  const rows = openRows(traffic);
  const blocks = openBodies(bodies);
  const segments = openSegments(bodies);

  const erasedUsers = openErasedUsers(traffic);
  const erasures = traffic.prepare("SELECT erasures FROM high_water");
  let erasuresSeen = 0;
  /** Texts that another process has erased are remembered no longer. */
  const countErasures = (): number => (erasures.get() as { erasures: number }).erasures;
  const forgetErased = (): void => {
    const latest = countErasures();
    if (latest !== erasuresSeen) strings.forget();
    erasuresSeen = latest;
  };
  /** Holds the write lock; what a transaction that fails handed out is forgotten. */
  const write = <T>(work: () => T): T => {
    try {
      return transaction(traffic, () => {
        forgetErased();
        return work();
      });
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
  const gaps = (sealed: readonly SealedSegment[]): readonly Gap[] => gapsBetween(sealed, rows.lastSeq());
  const compiledFilter = (filter: ExchangeFilter): CompiledFilter | null => {
    forgetErased();
    return compileFilter(filter, strings);
  };
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

  const matching: Traffic["matching"] = (filter, stretch) => {
    const compiled = compiledFilter(filter);
    const end = rows.lastSeq();
    const last = stretch === undefined ? end : Math.min(end, stretch.after + stretch.rows);
    const next = last < end ? last : null;
    if (compiled === null) return { seqs: [], next };
    const seqs = [...rows.matching(compiled.where, compiled.values, (stretch?.after ?? 0) + 1, last)];
    if (filter.metadata === undefined && filter.feature === undefined) return { seqs, next };
    const accepted = seqs.filter((seq) => {
      const row = rows.read(seq);
      return row !== null && compiled.accepts(decodeRow(row, strings));
    });
    return { seqs: accepted, next };
  };

  const listing = openListing({ rows, compiledFilter, seqOf, narrow, whole });

  return {
    append: (exchanges) =>
      write(() => {
        const first = rows.lastSeq() + 1;
        let seq = first;
        const packed: { place: BodyPlace; body: Body }[] = [];
        for (const exchange of erasedUsers.without(exchanges)) {
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
      for (const { project, shelf } of blocks.unsealed()) blocks.repack(project, shelf, repair);
      sealSegments(bodies, segments, rows, strings);
      bodies.exec("PRAGMA incremental_vacuum");
      checkpoint(bodies);
      checkpoint(traffic);
    },
    stored: (ids) => ids.filter((id) => rows.byRequestId(id) !== null).length,
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
    lastSeq: () => rows.lastSeq(),
    requestIds: (seqs) =>
      new Map(
        seqs.flatMap((seq) => {
          const row = rows.read(seq);
          return row === null ? [] : [[seq, requestIdOf(row)] as const];
        }),
      ),
    list(filter, limit) {
      const listed: Exchange[] = [];
      let before: ListingPlace | null = null;
      do {
        const asked: ListingOptions = { limit: limit - listed.length, ...(before === null ? {} : { before }) };
        const page = listing.page(filter, asked);
        listed.push(...page.rows);
        before = page.next;
      } while (before !== null && listed.length < limit);
      return listed;
    },
    ...listing,
    *export(filter) {
      const compiled = compiledFilter(filter);
      if (compiled === null) return;
      for (const seq of rows.matching(compiled.where, compiled.values, 1, rows.lastSeq())) {
        const row = rows.read(seq);
        const exchange = row === null ? null : whole(row);
        if (exchange !== null && compiled.accepts(exchange)) yield exchange;
      }
    },
    matching,
    ...openRemoval({ traffic, bodies, strings, rows, blocks, segments, write, matching }),
    projects: () => strings.dictionary("project").filter((name) => name !== null),
    stats() {
      const sealed = segments.all();
      const sealed_rows = sealed.reduce((sum, segment) => sum + segment.rows, 0);
      return {
        ...rows.span(),
        rows: sealed_rows + gaps(sealed).reduce((sum, [first, last]) => sum + rows.countBetween(first, last), 0),
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
            const unsealed = gaps(sealed).flatMap(([first, last]) => rows.runsBetween(first, last, SEGMENT_ROWS));
            return [...sealed, ...unsealed].toSorted((a, b) => a.first_seq - b.first_seq);
          },
          erasures: countErasures,
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
  const shelf = shelfOf(row[AT.created_at] as number, row[AT.bits] as number);
  return { seq: row[AT.seq] as number, project: row[AT.project] as number, shelf };
}
