import { setImmediate as rest, setTimeout as wait } from "node:timers/promises";
import type { Importer } from "../../importers/importer.ts";
import { IMPORTERS, recordsOf } from "../../importers/index.ts";
import type { PriceBook } from "../../prices/price-book.ts";
import type { LogWriter } from "../../store/log-writer.ts";
import { IMPORT_IDENTITY } from "../import/identity.ts";
import { openNesting, type Nesting } from "../import/nesting.ts";
import { recordReader, type ReadRecord, type RecordReader } from "../import/record-reader.ts";
import { priceExchange } from "../price-exchange.ts";
import { holdParts, type PartRecord } from "./held-parts.ts";
import type { Received } from "./inlet.ts";
import { receivedRow } from "./received-row.ts";

export interface ReceiverParts {
  readonly prices: PriceBook;
  readonly log: Pick<LogWriter, "write" | "room">;
  /** ms since the epoch. */
  readonly now: () => number;
  /** How long to wait for room in the log. */
  readonly roomMs?: number;
  /** How long parts of a call wait for those that come another way. */
  readonly holdMs?: number;
}

/** Whose log it is: rows go into the project of the key, whatever they say themselves. */
export interface Sender {
  readonly project: string;
  /** Id of the key, for rows that name none. */
  readonly api_key: string | null;
}

/** What comes in over HTTP goes the way of imported files, record by record, and then that of served requests. */
export interface Receiver {
  /** Takes the values of a body in; null where the log has no room for them. @param importer its name */
  receive(importer: string, values: readonly unknown[], sender: Sender): Promise<Received | null>;
  /** Writes what waits for other parts of its call. */
  close(): void;
}

/** Live traffic is let through in between. */
const RECORDS_AT_ONCE = 16;
const ROOM_MS = 5_000;
/** SDKs send spans and log records every five seconds or so, each on its own. */
const HOLD_MS = 15_000;
/** Bodies that wait their turn. */
const MOST_WAITING = 64;

interface Tally {
  rows: number;
  others: number;
  rejected: number;
  problem: string | null;
}

interface Source extends Sender {
  readonly importer: Importer;
}

export function openReceiver({ prices, log, now, roomMs = ROOM_MS, holdMs = HOLD_MS }: ReceiverParts): Receiver {
  const nestings = new Map<string, Nesting>();
  /** Projects that send parts which belong to those of other bodies. */
  const inParts = new Set<string>();
  const room = (): Promise<boolean> => roomWithin(log, roomMs);

  const readerOf = ({ importer, project }: Source): RecordReader => {
    const nesting = nestings.get(project) ?? openNesting();
    nestings.set(project, nesting);
    return recordReader(importer, [], { project, read_at: now(), ...IMPORT_IDENTITY }, nesting);
  };
  const take = (record: Exclude<ReadRecord, PartRecord>, { project, api_key }: Sender, tally: Tally): void => {
    if (record.kind === "other") tally.others++;
    else if (record.kind === "skip") {
      tally.rejected++;
      tally.problem ??= record.message;
    } else {
      const exchange = { ...record.exchange, project, api_key: record.exchange.api_key ?? api_key };
      log.write(receivedRow(priceExchange(exchange, prices).exchange));
      tally.rows++;
    }
  };
  const join = (parts: readonly PartRecord[], source: Source, tally: Tally): void => {
    const whole = readerOf(source).readParts(parts.map(({ part, record }) => ({ name: part.name, record })));
    for (const record of whole) if (record.kind !== "part") take(record, source, tally);
  };
  const held = holdParts<Source>(holdMs, now, (calls) => {
    for (const { parts, sender } of calls) join(parts, sender, emptyTally());
  });

  const receive = async (values: readonly unknown[], source: Source): Promise<Received | null> => {
    const { importer, project } = source;
    const reader = readerOf(source);
    const tally = emptyTally();
    const records = values.flatMap((value) => recordsOf(importer, value));
    for (const [at, value] of records.entries()) {
      if (at % RECORDS_AT_ONCE === 0) {
        if (at > 0) await rest();
        if (!(await room())) return null;
      }
      for (const record of reader.readValue(value)) {
        if (record.kind !== "part") {
          take(record, source, tally);
          continue;
        }
        if (record.part.incomplete === true) inParts.add(project);
        if (inParts.has(project)) held.put(project, record, source);
        else join([record], source, tally);
      }
    }
    return tally;
  };

  let last: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  return {
    receive(name, values, sender) {
      const importer = IMPORTERS.find((one) => one.name === name);
      if (importer === undefined) throw new Error(`no importer is called ${name}`);
      if (waiting >= MOST_WAITING) return Promise.resolve(null);
      waiting++;
      // One body after the other: what was sent first is in first.
      const received = last.then(() => receive(values, { ...sender, importer })).finally(() => waiting--);
      last = received.catch(() => {});
      return received;
    },
    close: () => held.close(),
  };
}

function emptyTally(): Tally {
  return { rows: 0, others: 0, rejected: 0, problem: null };
}

/** Whether the log takes bodies, or does so before long. */
async function roomWithin(log: ReceiverParts["log"], ms: number): Promise<boolean> {
  const late = new AbortController();
  const roomy = log.room().then(() => true);
  const waited = wait(ms, false, { signal: late.signal, ref: false }).catch(() => false);
  try {
    return await Promise.race([roomy, waited]);
  } finally {
    late.abort();
  }
}
